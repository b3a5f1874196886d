#pragma once
#include "../score.hpp"
#include "handle.hpp"

namespace rapidity {
inline namespace v0 {
namespace cuda {

using rapidity::Score;

/// How the pairs of a tile are worked on.
enum class Schedule {
  separate,  ///< a matrix product by cuBLASLt, then a kernel on what it leaves in memory
  /// One kernel multiplies and works on what it has in registers; of a tile only the weights of the
  /// backward pass reach memory, for cuBLASLt's products with them. With products of bf16, up to
  /// 768 columns, and on devices of compute capability 9.0 alone; elsewhere cudaErrorNotSupported.
  /// Has never run on a GPU, see docs/gpu.md: not to be preferred before it has been measured.
  fused
};

/// Options of the contrastive loss, the same for its value and its gradients.
struct ContrastiveOptions {
  Score score = Score::distance;
  Products products = Products::fp32;
  /// The row of y that is x_0's partner; 0 but on a rank that holds a part of the rows of x.
  std::int64_t first = 0;
  /// The side of the square of pairs that is in memory at a time, a multiple of 8. Products and
  /// weights of 2048 take 25 MB (tf32, fp32: 34 MB), which are to stay in the second cache.
  std::int64_t tile = 2048;
  /// With fused, a tile of 8192, its weights 134 MB, fills an H200's multiprocessors better.
  Schedule schedule = Schedule::separate;
};

/// What the forward pass leaves for the backward pass, in device memory of the caller. x has B1
/// rows, y has B2.
struct ContrastiveStatistics {
  double* rows;       ///< [B1] log sum_j exp(logit_ij) over the columns j but i's partner
  double* columns;    ///< [B2] log sum_i exp(logit_ij) over the rows i but j's partner
  double* positives;  ///< [B2] the logit of column j and its partner
};

/// Bytes of workspace that contrastive_loss and contrastive_statistics want for x [rows, cols] and
/// y [columns, cols].
RAPIDITY_CUDA_API std::size_t contrastive_loss_workspace_bytes(std::int64_t rows,
                                                               std::int64_t columns,
                                                               std::int64_t cols,
                                                               const ContrastiveOptions& options);

/// The symmetric contrastive loss of B matched pairs (x_i, y_i), both [B, D], into the number loss:
///   L = 1/2 [ mean_i -log softmax_j(logit)_ii + mean_j -log softmax_i(logit)_jj ].
/// T is float, __half or __nv_bfloat16. scale is the inverse temperature.
///
/// Accuracy: positive pairs are exact to rounding in double, whatever the products. Of a negative
/// pair, u = cosh(sqrt(c) d) - 1 is that of the rounded points, off by some 4 + D / 32 roundings of
/// float of c |x| |y| (fp32: 32 + 3 D / 32, tf32: 4 + D / 8); where u does not exceed that, the
/// pair counts as coincident: d = 0. With tf32 and bf16 products sqrt(c) d is off by up to 4e-7 (1
/// + sqrt(c) d) more; exponentials, whatever the products, by 3e-7 of themselves, and roots by
/// 1e-7, as they are the GPU's own. Cost: one matrix product of 2 B^2 D operations (fp32: 3 of
/// bf16). Workspace: O(B D), and what `tile` says; never B^2. Asynchronous. Errors: shape_error,
/// domain_error, cudaError_t, see namespace cuda.
template <class T>
[[nodiscard]] RAPIDITY_CUDA_API cudaError_t
contrastive_loss(const Handle& handle, Points<T> x, Points<T> y, DeviceCurvature<T> c,
                 DeviceScale<T> scale, const ContrastiveOptions& options, Number<T>* loss,
                 const ContrastiveStatistics& statistics, Workspace workspace, cudaStream_t stream);

/// The first of the steps of contrastive_loss, for a rank that holds B1 of the B2 rows of x and all
/// of y: x_i and y_(first + i) are partners. Writes statistics.rows, of statistics.positives those
/// of its rows, [first, first + B1), and statistics.columns of its rows alone. Thereafter gather
/// the ranks' positives, and merge their columns by contrastive_merge.
template <class T>
[[nodiscard]] RAPIDITY_CUDA_API cudaError_t contrastive_statistics(
    const Handle& handle, Points<T> x, Points<T> y, DeviceCurvature<T> c, DeviceScale<T> scale,
    const ContrastiveOptions& options, const ContrastiveStatistics& statistics, Workspace workspace,
    cudaStream_t stream);

/// columns_j = log sum_r exp(parts_rj): the statistics.columns of all rows from those of `ranks`
/// parts of them, parts [ranks, columns] without gaps.
[[nodiscard]] RAPIDITY_CUDA_API cudaError_t contrastive_merge(const double* parts,
                                                              std::int64_t ranks,
                                                              std::int64_t columns, double* merged,
                                                              cudaStream_t stream);

/// Bytes of workspace that contrastive_value wants.
RAPIDITY_CUDA_API std::size_t contrastive_value_workspace_bytes(std::int64_t rows);

/// The last step: the share of B1 = `rows` rows and their partners in the loss of B2 = `columns`
/// pairs, from complete statistics. The loss is the sum of the ranks' shares.
template <class N>
[[nodiscard]] RAPIDITY_CUDA_API cudaError_t
contrastive_value(const ContrastiveStatistics& statistics, std::int64_t rows, std::int64_t columns,
                  std::int64_t first, N* loss, Workspace workspace, cudaStream_t stream);

/// Bytes of workspace that contrastive_loss_vjp wants.
RAPIDITY_CUDA_API std::size_t contrastive_loss_vjp_workspace_bytes(
    std::int64_t rows, std::int64_t columns, std::int64_t cols, const ContrastiveOptions& options);

/// Gradients of contrastive_loss times the number grad_out in device memory: writes or adds to g_x
/// [B1, D], g_y [B2, D], and the numbers g_c and g_scale, null where not wanted. `statistics` are
/// complete and of the same arguments. On a rank with a part of the rows, g_x is complete, and g_y,
/// g_c and g_scale are to be summed over the ranks. The gradients overlap neither with the points
/// nor with each other.
///
/// At pairs that count as coincident the negative's gradient is 0; a coincident positive pair's,
/// too. Accuracy of g_x and g_y: see docs/gpu.md; the positives' parts are exact.
/// Cost: three matrix products of 2 B^2 D operations (fp32: 9 of bf16).
/// Asynchronous. Errors: shape_error, domain_error, cudaError_t, see namespace cuda.
template <class T>
[[nodiscard]] RAPIDITY_CUDA_API cudaError_t contrastive_loss_vjp(
    const Handle& handle, Points<T> x, Points<T> y, DeviceCurvature<T> c, DeviceScale<T> scale,
    const ContrastiveOptions& options, const ContrastiveStatistics& statistics,
    const Number<T>* grad_out, MutablePoints<T> g_x, MutablePoints<T> g_y, Number<T>* g_c,
    Number<T>* g_scale, GradMode mode, Workspace workspace, cudaStream_t stream);

}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
