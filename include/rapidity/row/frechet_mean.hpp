#pragma once
#include <cmath>

#include "centroid.hpp"
#include "logmap0.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {

/// Share of one point in the derivative by c of k.m, m the Frechet mean: t the triangle of m and
/// the point x, x' the point seen from m, g = w A s the gradient by x', A the derivative of the
/// logarithm log(x') = scale x', g = scale (w s + self x') as in logmap0_vjp with w s.x' for g.x.
///
/// x' moves by -(e + b) m / (2 c M), b = centroid_bend and e = c x'.m / M; of the part e only what
/// bends A counts, as the logarithms sum to nothing:
///   -(b g.m + e scale self x'.m) / (2 c M) + (derivative of scale by c) w s.x'.
template <class W>
RAPIDITY_HD W frechet_mean_c(const Triangle<W>& t, const Boosted<W>& boosted,
                             const ScaleCoefficients<W>& log, const W& gm) {
  const W bend = centroid_bend(t, boosted);
  const W xm = boosted.along * t.sums.xx;
  const W e = t.c * xm / t.time_x;
  const W moved = bend * gm + e * log.scale * log.self * xm;
  return log.c - moved / (W(2) * t.c * t.time_x);
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
