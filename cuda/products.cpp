#include "detail/products.hpp"

#include <cublasLt.h>

#include <array>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {

namespace {

cudaError_t as_cuda_error(cublasStatus_t status) {
  switch (status) {
    case CUBLAS_STATUS_SUCCESS:
      return cudaSuccess;
    case CUBLAS_STATUS_ALLOC_FAILED:
      return cudaErrorMemoryAllocation;
    case CUBLAS_STATUS_NOT_INITIALIZED:
      return cudaErrorInitializationError;
    case CUBLAS_STATUS_NOT_SUPPORTED:
    case CUBLAS_STATUS_ARCH_MISMATCH:
      return cudaErrorNotSupported;
    case CUBLAS_STATUS_EXECUTION_FAILED:
      return cudaErrorLaunchFailure;
    case CUBLAS_STATUS_INVALID_VALUE:
      return cudaErrorInvalidValue;
    default:
      return cudaErrorUnknown;
  }
}

template <class Handle, cublasStatus_t (*destroy)(Handle)>
struct Destroy {
  using pointer = Handle;
  void operator()(Handle handle) const { destroy(handle); }
};
using Operation = std::unique_ptr<void, Destroy<cublasLtMatmulDesc_t, cublasLtMatmulDescDestroy>>;
using Layout = std::unique_ptr<void, Destroy<cublasLtMatrixLayout_t, cublasLtMatrixLayoutDestroy>>;
using Preference =
    std::unique_ptr<void, Destroy<cublasLtMatmulPreference_t, cublasLtMatmulPreferenceDestroy>>;

/// cuBLASLt's words for a product. It takes column-major matrices, of which ours are the
/// transposes: out^T = right^T left^T.
class Words {
 public:
  explicit Words(const Product& product) {
    const bool is_bf16 = product.type == FactorType::bf16;
    const cudaDataType_t type = is_bf16 ? CUDA_R_16BF : CUDA_R_32F;
    cublasLtMatmulDesc_t made = nullptr;
    note(cublasLtMatmulDescCreate(
        &made, is_bf16 ? CUBLAS_COMPUTE_32F : CUBLAS_COMPUTE_32F_FAST_TF32, CUDA_R_32F));
    operation.reset(made);
    set_transposition(CUBLASLT_MATMUL_DESC_TRANSA, product.right);
    set_transposition(CUBLASLT_MATMUL_DESC_TRANSB, product.left);
    first = layout(type, product.columns, product.depth, product.right);
    second = layout(type, product.depth, product.rows, product.left);
    out = layout(CUDA_R_32F, product.columns, product.rows, {nullptr, product.out_stride, false});
  }

  cublasStatus_t status = CUBLAS_STATUS_SUCCESS;
  Operation operation;
  Layout first, second, out;

 private:
  void note(cublasStatus_t result) {
    if (status == CUBLAS_STATUS_SUCCESS) status = result;
  }
  void set_transposition(cublasLtMatmulDescAttributes_t which, const Factor& factor) {
    const cublasOperation_t value = factor.is_transposed ? CUBLAS_OP_T : CUBLAS_OP_N;
    note(cublasLtMatmulDescSetAttribute(operation.get(), which, &value, sizeof(value)));
  }
  // The column-major matrix [rows, columns], or the one whose transpose that is.
  Layout layout(cudaDataType_t type, std::int64_t rows, std::int64_t columns,
                const Factor& factor) {
    if (factor.is_transposed) std::swap(rows, columns);
    cublasLtMatrixLayout_t made = nullptr;
    note(cublasLtMatrixLayoutCreate(&made, type, std::uint64_t(rows), std::uint64_t(columns),
                                    factor.stride));
    return Layout(made);
  }
};

/// All that a product's words and its algorithm depend on.
using ProductKey = std::array<std::int64_t, 9>;

ProductKey key_of(const Product& p) {
  return {std::int64_t(p.type), p.rows,         p.columns,    p.depth,
          p.left.stride,        p.right.stride, p.out_stride, p.left.is_transposed,
          p.right.is_transposed};
}

template <class Value>
cublasStatus_t set(const Preference& preference, cublasLtMatmulPreferenceAttributes_t which,
                   Value value) {
  return cublasLtMatmulPreferenceSetAttribute(preference.get(), which, &value, sizeof(value));
}

/// cuBLASLt's first choice among the algorithms that keep to one order of every sum: a sum may be
/// split, but its parts meet in the workspace, not by atomics.
cublasStatus_t choose(cublasLtHandle_t lt, const Words& words, cublasLtMatmulAlgo_t& algorithm) {
  cublasLtMatmulPreference_t made = nullptr;
  cublasStatus_t status = cublasLtMatmulPreferenceCreate(&made);
  if (status != CUBLAS_STATUS_SUCCESS) return status;
  const Preference preference(made);
  const std::uint32_t reduction = CUBLASLT_REDUCTION_SCHEME_COMPUTE_TYPE, alignment = 16;
  for (const cublasStatus_t result :
       {set(preference, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES,
            std::uint64_t(product_workspace_bytes)),
        set(preference, CUBLASLT_MATMUL_PREF_REDUCTION_SCHEME_MASK, reduction),
        set(preference, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES, alignment),
        set(preference, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_B_BYTES, alignment),
        set(preference, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_C_BYTES, alignment),
        set(preference, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_D_BYTES, alignment)}) {
    if (result != CUBLAS_STATUS_SUCCESS) return result;
  }
  cublasLtMatmulHeuristicResult_t result{};
  int found = 0;
  status = cublasLtMatmulAlgoGetHeuristic(lt, words.operation.get(), words.first.get(),
                                          words.second.get(), words.out.get(), words.out.get(),
                                          preference.get(), 1, &result, &found);
  if (status != CUBLAS_STATUS_SUCCESS) return status;
  if (found == 0) return CUBLAS_STATUS_NOT_SUPPORTED;
  if (result.state != CUBLAS_STATUS_SUCCESS) return result.state;
  algorithm = result.algo;
  return CUBLAS_STATUS_SUCCESS;
}

/// A product as cuBLASLt does it.
struct Plan {
  Words words;
  cublasLtMatmulAlgo_t algorithm{};

  explicit Plan(const Product& product) : words(product) {}
};

}  // namespace

struct HandleState {
  cublasLtHandle_t lt = nullptr;
  int device = -1;
  std::map<ProductKey, Plan> plans;  // of the products so far
};

cudaError_t multiply(const Handle& handle, const Product& product, void* workspace,
                     cudaStream_t stream) {
  HandleState& state = handle.state();
  int device = -1;
  const cudaError_t error = cudaGetDevice(&device);
  if (error != cudaSuccess) return error;
  if (device != state.device) return cudaErrorInvalidDevice;
  const ProductKey key = key_of(product);
  auto known = state.plans.find(key);
  if (known == state.plans.end()) {
    Plan plan(product);
    cublasStatus_t status = plan.words.status;
    if (status == CUBLAS_STATUS_SUCCESS) status = choose(state.lt, plan.words, plan.algorithm);
    if (status != CUBLAS_STATUS_SUCCESS) return as_cuda_error(status);
    known = state.plans.emplace(key, std::move(plan)).first;
  }
  const Words& words = known->second.words;
  const float one = 1, old = product.adds ? 1 : 0;
  return as_cuda_error(cublasLtMatmul(
      state.lt, words.operation.get(), &one, product.right.data, words.first.get(),
      product.left.data, words.second.get(), &old, product.out, words.out.get(), product.out,
      words.out.get(), &known->second.algorithm, workspace, product_workspace_bytes, stream));
}

}  // namespace detail

Handle::Handle() {
  auto state = std::make_unique<detail::HandleState>();
  const cublasStatus_t status = cublasLtCreate(&state->lt);
  if (status != CUBLAS_STATUS_SUCCESS) {
    raise<cuda_error>(std::string("rapidity::cuda::Handle: cuBLASLt does not start: ") +
                      cublasLtGetStatusName(status));
  }
  if (cudaGetDevice(&state->device) != cudaSuccess) {
    cublasLtDestroy(state->lt);
    raise<cuda_error>("rapidity::cuda::Handle: no current device");
  }
  state_ = state.release();
}

Handle::~Handle() {
  state_->plans.clear();
  cublasLtDestroy(state_->lt);
  delete state_;
}

}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
