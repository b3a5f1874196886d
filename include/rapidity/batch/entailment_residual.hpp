#pragma once
#include "../row/entailment_residual.hpp"
#include "detail/pair_rows.hpp"

namespace rapidity {
inline namespace v0 {
namespace batch {

/// By how far specific_i lies outside the entailment cone of general_i, in radians:
///   out_i = max(0, exterior_angle(general_i, specific_i) - eta half_aperture(general_i)).
/// general and specific [B, D], out [B]; min_radius >= 0 as in half_aperture, 0.1 in the
/// literature; eta widens the cones, 1 in MERU.
///
/// Error: 1.3e-7 rad for float; see rapidity::entailment_residual. Cost: O(B D), the points are
/// read once, neighbours of one ray three times.
/// Errors: shape_error when sizes do not fit, domain_error when min_radius or eta is
/// negative.
template <class T>
void entailment_residual(Points<T> general, Points<T> specific, const Curvature<T>& c,
                         Number<T> min_radius, Number<T> eta, MutableValues<T> out,
                         Execution execution = {}) {
  using W = detail::Work<T>;
  expect_non_negative("batch::entailment_residual", "min_radius", min_radius);
  expect_non_negative("batch::entailment_residual", "eta", eta);
  detail::map_pairs<T>(
      {"entailment_residual", "general", "specific"}, general, specific, c.value(), out, execution,
      [&](const auto& pair) { return row::entailment_residual(pair, W(min_radius), W(eta)); });
}

/// Gradients of sum_i grad_out_i out_i: writes or adds to g_general and g_specific [B, D], returns
/// that of c. 0 inside a cone and on its boundary.
template <class T>
T entailment_residual_vjp(Points<T> general, Points<T> specific, const Curvature<T>& c,
                          Number<T> min_radius, Number<T> eta, Values<T> grad_out,
                          MutablePoints<T> g_general, MutablePoints<T> g_specific,
                          GradMode mode = GradMode::overwrite, Execution execution = {}) {
  using W = detail::Work<T>;
  expect_non_negative("batch::entailment_residual_vjp", "min_radius", min_radius);
  expect_non_negative("batch::entailment_residual_vjp", "eta", eta);
  detail::expect_rows("entailment_residual_vjp", "grad_out", grad_out.size, general.rows,
                      "general");
  return detail::map_pairs_vjp<T>(
      {"entailment_residual_vjp", "general", "specific"}, general, specific, c.value(), g_general,
      g_specific, mode, execution, [&](const auto& pair, std::int64_t i) {
        return row::entailment_residual_vjp(pair, W(min_radius), W(eta), W(grad_out[i]));
      });
}

}  // namespace batch
}  // namespace v0
}  // namespace rapidity
