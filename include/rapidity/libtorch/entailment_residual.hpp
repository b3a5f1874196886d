#pragma once
#include "../batch/entailment_residual.hpp"
#include "detail/pair_function.hpp"

namespace rapidity {
inline namespace v0 {
namespace libtorch {
namespace detail {

struct EntailmentResidual {
  static constexpr const char* function = "entailment_residual";
  static constexpr const char* first = "general";
  static constexpr const char* second = "specific";

  template <class T>
  static void value(MatrixView<const T> general, MatrixView<const T> specific,
                    const Curvature<T>& c, const Cone& cone, VectorView<T> out,
                    batch::Execution execution) {
    batch::entailment_residual(general, specific, c, T(cone.min_radius), T(cone.eta), out,
                               execution);
  }
  template <class T>
  static T vjp(MatrixView<const T> general, MatrixView<const T> specific, const Curvature<T>& c,
               const Cone& cone, VectorView<const T> grad_out, MatrixView<T> g_general,
               MatrixView<T> g_specific, batch::Execution execution) {
    return batch::entailment_residual_vjp(general, specific, c, T(cone.min_radius), T(cone.eta),
                                          grad_out, g_general, g_specific,
                                          batch::GradMode::overwrite, execution);
  }
};

}  // namespace detail

/// By how far the specific points lie outside the cones of the general ones,
/// batch::entailment_residual, with gradients by both points and c.
/// general and specific [B, D], c [] -> [B].
inline torch::Tensor entailment_residual(const torch::Tensor& general,
                                         const torch::Tensor& specific, const torch::Tensor& c,
                                         double min_radius, double eta) {
  return detail::PairFunction<detail::EntailmentResidual>::apply(general, specific, c, min_radius,
                                                                 eta);
}

}  // namespace libtorch
}  // namespace v0
}  // namespace rapidity
