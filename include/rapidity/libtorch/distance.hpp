#pragma once
#include "../batch/distance.hpp"
#include "detail/pair_function.hpp"

namespace rapidity {
inline namespace v0 {
namespace libtorch {
namespace detail {

struct Distance {
  static constexpr const char* function = "distance";
  static constexpr const char* first = "x";
  static constexpr const char* second = "y";

  template <class T>
  static void value(MatrixView<const T> x, MatrixView<const T> y, const Curvature<T>& c,
                    const Cone&, VectorView<T> out, batch::Execution execution) {
    batch::distance(x, y, c, out, execution);
  }
  template <class T>
  static T vjp(MatrixView<const T> x, MatrixView<const T> y, const Curvature<T>& c, const Cone&,
               VectorView<const T> grad_out, MatrixView<T> g_x, MatrixView<T> g_y,
               batch::Execution execution) {
    return batch::distance_vjp(x, y, c, grad_out, g_x, g_y, batch::GradMode::overwrite, execution);
  }
};

}  // namespace detail

/// Geodesic distances of matched pairs, batch::distance, with gradients by x, y and c.
/// x and y [B, D], c [] -> [B].
inline torch::Tensor distance(const torch::Tensor& x, const torch::Tensor& y,
                              const torch::Tensor& c) {
  return detail::PairFunction<detail::Distance>::apply(x, y, c, 0.0, 0.0);
}

}  // namespace libtorch
}  // namespace v0
}  // namespace rapidity
