#pragma once
#include "../batch/exterior_angle.hpp"
#include "detail/pair_function.hpp"

namespace rapidity {
inline namespace v0 {
namespace libtorch {
namespace detail {

struct ExteriorAngle {
  static constexpr const char* function = "exterior_angle";
  static constexpr const char* first = "general";
  static constexpr const char* second = "specific";

  template <class T>
  static void value(MatrixView<const T> general, MatrixView<const T> specific,
                    const Curvature<T>& c, const Cone&, VectorView<T> out,
                    batch::Execution execution) {
    batch::exterior_angle(general, specific, c, out, execution);
  }
  template <class T>
  static T vjp(MatrixView<const T> general, MatrixView<const T> specific, const Curvature<T>& c,
               const Cone&, VectorView<const T> grad_out, MatrixView<T> g_general,
               MatrixView<T> g_specific, batch::Execution execution) {
    return batch::exterior_angle_vjp(general, specific, c, grad_out, g_general, g_specific,
                                     batch::GradMode::overwrite, execution);
  }
};

}  // namespace detail

/// Exterior angles at the general points, batch::exterior_angle, with gradients by both points and
/// c. general and specific [B, D], c [] -> [B].
inline torch::Tensor exterior_angle(const torch::Tensor& general, const torch::Tensor& specific,
                                    const torch::Tensor& c) {
  return detail::PairFunction<detail::ExteriorAngle>::apply(general, specific, c, 0.0, 0.0);
}

}  // namespace libtorch
}  // namespace v0
}  // namespace rapidity
