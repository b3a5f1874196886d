#pragma once
#include "../batch/pairwise_inner.hpp"
#include "detail/pairwise_function.hpp"

namespace rapidity {
inline namespace v0 {
namespace libtorch {
namespace detail {

struct PairwiseInner {
  static constexpr const char* function = "pairwise_inner";

  template <class T>
  static void value(MatrixView<const T> x, MatrixView<const T> y, const Curvature<T>& c,
                    MatrixView<T> out, batch::Execution execution) {
    batch::pairwise_inner(x, y, c, out, execution);
  }
  template <class T>
  static T vjp(MatrixView<const T> x, MatrixView<const T> y, const Curvature<T>& c,
               MatrixView<const T> grad_out, MatrixView<T> g_x, MatrixView<T> g_y,
               batch::Execution execution) {
    return batch::pairwise_inner_vjp(x, y, c, grad_out, g_x, g_y, batch::GradMode::overwrite,
                                     execution);
  }
};

}  // namespace detail

/// Lorentzian inner products of all pairs, batch::pairwise_inner, with gradients by x, y and c.
/// x [B1, D], y [B2, D], c [] -> [B1, B2].
inline torch::Tensor pairwise_inner(const torch::Tensor& x, const torch::Tensor& y,
                                    const torch::Tensor& c) {
  return detail::PairwiseFunction<detail::PairwiseInner>::apply(x, y, c);
}

}  // namespace libtorch
}  // namespace v0
}  // namespace rapidity
