// Functions of all pairs as matrices, and their gradients, against the CPU's in double.
#include <rapidity/batch/batch.hpp>
#include <rapidity/cuda/cuda.hpp>

#include "cases.hpp"

namespace {

namespace batch = rapidity::batch;
namespace cuda = rapidity::cuda;
using cuda::PairwiseOptions;
using cuda::Products;
using rapidity::Curvature;
using rapidity::GradMode;
using rapidity::MatrixView;

struct Problem {
  std::int64_t rows, columns, cols, tile;
  Products products;

  PairwiseOptions options() const { return {products, tile}; }
};

std::string name(const Problem& p) {
  return "[" + std::to_string(p.rows) + ", " + std::to_string(p.columns) + ", " +
         std::to_string(p.cols) + "], tile " + std::to_string(p.tile) + ", products " +
         std::to_string(int(p.products));
}

const float c = 0.8f;

/// Points that every kind of product holds exactly.
std::vector<double> coarse(std::int64_t rows, std::int64_t cols, unsigned seed) {
  std::vector<double> values = cases::random(rows, cols, 1, seed);
  for (double& value : values) value = cases::exact(__nv_bfloat16(float(value)));
  return values;
}

MatrixView<const double> view(const std::vector<double>& values, std::int64_t rows,
                              std::int64_t cols) {
  return {values.data(), rows, cols, cols};
}
MatrixView<double> view(std::vector<double>& values, std::int64_t rows, std::int64_t cols) {
  return {values.data(), rows, cols, cols};
}

/// The functions under test, of the CPU and of the GPU.
struct Distance {
  template <class... Arguments>
  static void on_cpu(Arguments&&... arguments) {
    batch::pairwise_distance<double>(arguments...);
  }
  template <class... Arguments>
  static double vjp_on_cpu(Arguments&&... arguments) {
    return batch::pairwise_distance_vjp<double>(arguments...);
  }
  template <class T, class... Arguments>
  static cudaError_t on_gpu(Arguments&&... arguments) {
    return cuda::pairwise_distance<T>(arguments...);
  }
  template <class T, class... Arguments>
  static cudaError_t vjp_on_gpu(Arguments&&... arguments) {
    return cuda::pairwise_distance_vjp<T>(arguments...);
  }
  static std::size_t bytes(const Problem& p) {
    return cuda::pairwise_distance_workspace_bytes(p.rows, p.columns, p.cols, p.options());
  }
  static std::size_t vjp_bytes(const Problem& p) {
    return cuda::pairwise_distance_vjp_workspace_bytes(p.rows, p.columns, p.cols, p.options());
  }
};
struct Inner {
  template <class... Arguments>
  static void on_cpu(Arguments&&... arguments) {
    batch::pairwise_inner<double>(arguments...);
  }
  template <class... Arguments>
  static double vjp_on_cpu(Arguments&&... arguments) {
    return batch::pairwise_inner_vjp<double>(arguments...);
  }
  template <class T, class... Arguments>
  static cudaError_t on_gpu(Arguments&&... arguments) {
    return cuda::pairwise_inner<T>(arguments...);
  }
  template <class T, class... Arguments>
  static cudaError_t vjp_on_gpu(Arguments&&... arguments) {
    return cuda::pairwise_inner_vjp<T>(arguments...);
  }
  static std::size_t bytes(const Problem& p) {
    return cuda::pairwise_inner_workspace_bytes(p.rows, p.columns, p.cols, p.options());
  }
  static std::size_t vjp_bytes(const Problem& p) {
    return cuda::pairwise_inner_vjp_workspace_bytes(p.rows, p.columns, p.cols, p.options());
  }
};

/// Whether the error of all numbers together is within `bound` of their length.
template <class T>
bool is_near(const std::vector<T>& got, const std::vector<double>& expected, double bound) {
  double error2 = 0, length2 = 0;
  for (std::size_t k = 0; k < expected.size(); ++k) {
    const double error = cases::exact(got[k]) - expected[k];
    error2 += error * error;
    length2 += expected[k] * expected[k];
  }
  return got.size() == expected.size() && std::sqrt(error2) <= bound * std::sqrt(length2);
}

template <class Function, class T>
void check(const Problem& p) {
  INFO(name(p));
  const std::vector<double> x = coarse(p.rows, p.cols, 3), y = coarse(p.columns, p.cols, 4);
  const std::vector<double> weights = coarse(p.rows, p.columns, 5);
  std::vector<double> out(weights.size()), g_x(x.size()), g_y(y.size());
  const auto at_x = view(x, p.rows, p.cols), at_y = view(y, p.columns, p.cols);
  const Curvature<double> curvature{double(c)};
  Function::on_cpu(at_x, at_y, curvature, view(out, p.rows, p.columns));
  const double g_c = Function::vjp_on_cpu(at_x, at_y, curvature, view(weights, p.rows, p.columns),
                                          view(g_x, p.rows, p.cols), view(g_y, p.columns, p.cols));

  const device::Matrix<T> dx(p.rows, p.cols, {3, 1}), dy(p.columns, p.cols),
      dg_x(p.rows, p.cols, {3, 1}), dg_y(p.columns, p.cols);
  const device::Matrix<float> d_out(p.rows, p.columns, {5, 1}), d_weights(p.rows, p.columns);
  dx.put(cases::rounded<T>(x));
  dy.put(cases::rounded<T>(y));
  d_weights.put(cases::rounded<float>(weights));
  const auto at_c = device::number(c);
  const device::Vector<float> d_c(1);
  const cuda::DeviceCurvature<T> d_curvature(at_c.data());
  static const cuda::Handle handle;
  const device::Memory forward(Function::bytes(p)), backward(Function::vjp_bytes(p));
  REQUIRE(Function::template on_gpu<T>(handle, dx.view(), dy.view(), d_curvature, p.options(),
                                       d_out.view(), forward.workspace(),
                                       device::stream()) == cudaSuccess);
  CHECK(is_near(d_out.get(), out, 4e-6));
  REQUIRE(Function::template vjp_on_gpu<T>(handle, dx.view(), dy.view(), d_curvature, p.options(),
                                           d_weights.view(), dg_x.view(), dg_y.view(), d_c.data(),
                                           GradMode::overwrite, backward.workspace(),
                                           device::stream()) == cudaSuccess);
  const double bound = 2 * cases::unit<T> + (p.products == Products::bf16   ? 4e-3
                                             : p.products == Products::tf32 ? 5e-4
                                                                            : 2e-5);
  CHECK(is_near(dg_x.get(), g_x, bound));
  CHECK(is_near(dg_y.get(), g_y, bound));
  CHECK(std::abs(d_c.number() - g_c) <= 1e-5 * (std::abs(g_c) + std::sqrt(double(out.size()))));
}

std::vector<Problem> problems() {
  std::vector<Problem> list{{0, 5, 16, 8, Products::fp32},     {5, 0, 16, 8, Products::fp32},
                            {1, 1, 16, 8, Products::tf32},     {33, 31, 65, 16, Products::fp32},
                            {31, 70, 20, 32, Products::bf16},  {70, 33, 64, 64, Products::tf32},
                            {40, 300, 24, 264, Products::fp32}};
  if (!cases::are_few()) {
    list.push_back({4097, 1000, 512, 2048, Products::fp32});
    list.push_back({1000, 4097, 768, 2048, Products::bf16});
    list.push_back({4097, 4097, 65, 1024, Products::tf32});
  }
  return list;
}

template <class Function>
void check_all() {
  const std::vector<Problem> all = problems();
  for (std::size_t k = 0; k < all.size(); ++k) {
    check<Function, float>(all[k]);
    if (cases::are_few() && k % 3 != 0) continue;
    check<Function, __nv_bfloat16>(all[k]);
    check<Function, __half>(all[k]);
  }
}

}  // namespace

TEST_CASE("distances of all pairs", "[cuda]") {
  if (device::is_there()) check_all<Distance>();
}

TEST_CASE("inner products of all pairs", "[cuda]") {
  if (device::is_there()) check_all<Inner>();
}
