#pragma once
#include "../row/exterior_angle.hpp"
#include "detail/pair_rows.hpp"

namespace rapidity {
inline namespace v0 {
namespace batch {

/// Exterior angles, in [0, pi], at the general point of the triangles origin, general_i,
/// specific_i. general and specific [B, D], out [B].
///
/// 0 where general_i is the origin or equals specific_i, pi where specific_i is the origin.
/// Error: 1.3e-7 rad for float; see row::exterior_angle. Cost: O(B D), the points are read once,
/// neighbours of one ray three times.
/// Errors: shape_error when sizes do not fit.
template <class T>
void exterior_angle(Points<T> general, Points<T> specific, const Curvature<T>& c,
                    MutableValues<T> out, Execution execution = {}) {
  detail::map_pairs<T>({"exterior_angle", "general", "specific"}, general, specific, c.value(), out,
                       execution, [](const auto& pair) { return row::exterior_angle(pair); });
}

/// Gradients of sum_i grad_out_i angle_i: writes or adds to g_general and g_specific [B, D],
/// returns that of c. 0 where the angle is 0 or pi.
template <class T>
T exterior_angle_vjp(Points<T> general, Points<T> specific, const Curvature<T>& c,
                     Values<T> grad_out, MutablePoints<T> g_general, MutablePoints<T> g_specific,
                     GradMode mode = GradMode::overwrite, Execution execution = {}) {
  using W = detail::Work<T>;
  detail::expect_rows("exterior_angle_vjp", "grad_out", grad_out.size, general.rows, "general");
  return detail::map_pairs_vjp<T>({"exterior_angle_vjp", "general", "specific"}, general, specific,
                                  c.value(), g_general, g_specific, mode, execution,
                                  [&](const auto& pair, std::int64_t i) {
                                    return row::exterior_angle_vjp(pair, W(grad_out[i]));
                                  });
}

}  // namespace batch
}  // namespace v0
}  // namespace rapidity
