#pragma once
#include "../row/distance.hpp"
#include "detail/pair_rows.hpp"

namespace rapidity {
inline namespace v0 {
namespace batch {

/// Geodesic distances of matched pairs: out_i = d(x_i, y_i). x and y [B, D], out [B].
///
/// Error: half an ulp for float; see row::distance. Cost: O(B D), x and y are read once, neighbours
/// of one ray three times. Errors: shape_error when sizes do not fit.
template <class T>
void distance(Points<T> x, Points<T> y, const Curvature<T>& c, MutableValues<T> out,
              Execution execution = {}) {
  detail::map_pairs<T>({"distance", "x", "y"}, x, y, c.value(), out, execution,
                       [](const auto& pair) { return row::distance(pair); });
}

/// Gradients of sum_i grad_out_i d(x_i, y_i): writes or adds to g_x and g_y [B, D], returns that of
/// c. Coincident points have gradient 0.
template <class T>
T distance_vjp(Points<T> x, Points<T> y, const Curvature<T>& c, Values<T> grad_out,
               MutablePoints<T> g_x, MutablePoints<T> g_y, GradMode mode = GradMode::overwrite,
               Execution execution = {}) {
  using W = detail::Work<T>;
  detail::expect_rows("distance_vjp", "grad_out", grad_out.size, x.rows, "x");
  return detail::map_pairs_vjp<T>(
      {"distance_vjp", "x", "y"}, x, y, c.value(), g_x, g_y, mode, execution,
      [&](const auto& pair, std::int64_t i) { return row::distance_vjp(pair, W(grad_out[i])); });
}

}  // namespace batch
}  // namespace v0
}  // namespace rapidity
