#pragma once
#include "detail/pairwise.hpp"

namespace rapidity {
inline namespace v0 {
namespace batch {

/// Geodesic distances of all pairs: out_ij = d(x_i, y_j). x [B1, D], y [B2, D], out [B1, B2].
///
/// Error: u = cosh(sqrt(c) d) - 1 comes from a matrix product in T and is off by up to
/// 12 eps c |x| |y|, eps that of T; d therefore by that over sqrt(c) sinh(sqrt(c) d). Pairs whose u
/// does not exceed 4 eps (sqrt(1 + c|x|^2) sqrt(1 + c|y|^2) - 1) count as coincident: d = 0. For
/// matched pairs to half an ulp, use batch::distance. Where u overflows T it counts as a quarter of
/// the largest number; where x.y does, the result is NaN.
/// Cost: a matrix product of 2 B1 B2 D operations; no memory but O(B1 + B2).
/// Errors: shape_error when sizes do not fit.
template <class T>
void pairwise_distance(Points<T> x, Points<T> y, const Curvature<T>& c, MutablePoints<T> out,
                       Execution execution = {}) {
  const T unit = row::DistanceScore::unit(c.value());
  detail::pairwise<T>("pairwise_distance", x, y, c.value(), out, execution, [unit](auto u) {
    return row::DistanceScore::value(u) * decltype(u)::fill(unit);
  });
}

/// Gradients of sum_ij grad_out_ij d(x_i, y_j): writes or adds to g_x [B1, D] and g_y [B2, D],
/// returns that of c. grad_out is [B1, B2]. Pairs that count as coincident have gradient 0.
///
/// Cost: three matrix products of 2 B1 B2 D operations, about 8 MiB of memory (16 in double). The
/// result is the same for every number of threads.
template <class T>
T pairwise_distance_vjp(Points<T> x, Points<T> y, const Curvature<T>& c, Points<T> grad_out,
                        MutablePoints<T> g_x, MutablePoints<T> g_y,
                        GradMode mode = GradMode::overwrite, Execution execution = {}) {
  return detail::pairwise_vjp<row::DistanceScore, T>("pairwise_distance_vjp", x, y, c.value(), T(1),
                                                     grad_out, g_x, g_y, mode, execution);
}

}  // namespace batch
}  // namespace v0
}  // namespace rapidity
