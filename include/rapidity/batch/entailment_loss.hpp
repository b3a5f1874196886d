#pragma once
#include "../row/entailment_residual.hpp"
#include "detail/pair_rows.hpp"

namespace rapidity {
inline namespace v0 {
namespace batch {

/// The mean of entailment_residual over matched pairs; of no pair, 0.
/// general and specific [B, D]: text is general, an image specific.
///
/// Error and cost: as entailment_residual. The result is the same for every number of threads.
/// Errors: shape_error when sizes do not fit, domain_error when min_radius or eta is
/// negative.
template <class T>
T entailment_loss(Points<T> general, Points<T> specific, const Curvature<T>& c,
                  Number<T> min_radius, Number<T> eta, Execution execution = {}) {
  using W = detail::Work<T>;
  expect_non_negative("batch::entailment_loss", "min_radius", min_radius);
  expect_non_negative("batch::entailment_loss", "eta", eta);
  detail::PairNames{"entailment_loss", "general", "specific"}.expect_matching<T>(general, specific);
  if (general.rows == 0) return T(0);
  const W sum = detail::sum_over_rows<W>(general.rows, execution, [&](std::int64_t i) {
    const auto pair = detail::triangle(general.row(i), specific.row(i), general.cols, c.value());
    return row::entailment_residual(pair, W(min_radius), W(eta));
  });
  return T(sum / W(general.rows));
}

/// Its gradients, times grad_out: writes or adds to g_general and g_specific [B, D], returns that
/// of c. A pair inside its cone, or on the boundary, has gradient 0.
template <class T>
T entailment_loss_vjp(Points<T> general, Points<T> specific, const Curvature<T>& c,
                      Number<T> min_radius, Number<T> eta, Number<T> grad_out,
                      MutablePoints<T> g_general, MutablePoints<T> g_specific,
                      GradMode mode = GradMode::overwrite, Execution execution = {}) {
  using W = detail::Work<T>;
  expect_non_negative("batch::entailment_loss_vjp", "min_radius", min_radius);
  expect_non_negative("batch::entailment_loss_vjp", "eta", eta);
  const W share = W(grad_out) / W(general.rows);
  return detail::map_pairs_vjp<T>(
      {"entailment_loss_vjp", "general", "specific"}, general, specific, c.value(), g_general,
      g_specific, mode, execution, [&](const auto& pair, std::int64_t) {
        return row::entailment_residual_vjp(pair, W(min_radius), W(eta), share);
      });
}

}  // namespace batch
}  // namespace v0
}  // namespace rapidity
