#pragma once
#include <cmath>

#include "boost.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {

/// What the centroid needs to know of its points, seen from a point y near it: x' =
/// boost_inverse(y, x), X' = sqrt(1 + c |x'|^2), weights w of sum 1. The Lorentz norm of the sum is
/// the same from everywhere, but from there it does not cancel: norm2 = time^2 - c |sum w x'|^2.
template <class W>
struct CentroidSums {
  W time;    ///< sum w X'
  W space2;  ///< |sum w x'|^2
  W along;   ///< sum w a, a x'.y / |y|^2: `along` in Boosted
  W bend;    ///< sum w bend(x'): see centroid_bend
};

/// exp(-rho) of a point with time = cosh(rho), sinh = sinh(rho) >= 0.
template <class W>
RAPIDITY_HD W centroid_decay(const W& time, const W& sinh) {
  return sinh == W(0) ? W(1) : W(W(1) / (time + sinh));
}

/// Lorentz norm of the sum over that of one point, sqrt(time^2 - c space2) >= 1: 1 for coincident
/// points. The centroid seen from y is (sum w x') / norm. least = sum w exp(-rho'), the smallest
/// that time - rc sqrt(space2) can be, keeps rounding from making it nothing far from the centroid.
template <class W>
RAPIDITY_HD W centroid_norm(const W& time, const W& space2, const W& least, const W& c) {
  using std::sqrt;
  const W rc = sqrt(c);
  const W space = space2 == W(0) ? W(0) : W(rc * sqrt(space2));
  const W difference = time - space;
  const W gap = difference < least ? least : difference;
  const W norm2 = gap * (time + space);
  return norm2 < W(1) ? W(1) : W(sqrt(norm2));
}

/// Share of one point in the centroid's derivative by c; t is the triangle of y and x. With Y, X
/// the times of y and x, X = Y (X' + e), e = c x'.y / Y: X' - 1/(X' + e) - e >= 0, that is
/// c (|x'_perp|^2 + |x'_along|^2 / Y^2) Y / X in the parts of x' orthogonal to and along y.
template <class W>
RAPIDITY_HD W centroid_bend(const Triangle<W>& t, const Boosted<W>& boosted) {
  const PairSums<W>& s = t.sums;
  const W ratio = t.time_x / t.time_y;
  if (s.xx == W(0)) return t.c * s.yy * ratio;
  const W perp2 = s.area2 / s.xx;
  const W along = boosted.along / t.time_x;
  const W along2 = along * along * s.xx;
  return t.c * (perp2 + along2) * ratio;
}

/// Derivative by c of k.m, m the centroid, from the sums seen from y near m:
/// -(k.m / (2 c norm^2)) [(time + E) bend - (c space2 - E^2)], E = c along |y|^2 / Y. The last
/// term vanishes for y = m.
template <class W>
RAPIDITY_HD W centroid_c(const CentroidSums<W>& sums, const W& norm, const W& yy, const W& km,
                         const W& c) {
  using std::sqrt;
  const W time2 = W(1) + c * yy;
  const W time = sqrt(time2);
  const W e = c * sums.along * yy / time;
  const W cs = c * sums.space2;
  const W bend = (sums.time + e) * sums.bend - (cs - e * e);
  return -km * (bend / norm) / (W(2) * c * norm);
}

/// Gradient of k.m by one point and one weight, seen from y: the centroid m' = (sum w x') / norm,
/// M' its time, k the incoming gradient there, h = k + c (k.m') m' its Riemannian gradient,
///   g_x' = (w / norm) (h - c (k.m') (M' / X') x'),   g_w = (h.x' - (k.m') M' X') / norm.
template <class W>
struct CentroidCoefficients {
  W grad;   ///< of h in g_x'
  W point;  ///< of x' in g_x'
  W weight;

  /// One coordinate of g_x' from that coordinate of h and x'.
  RAPIDITY_HD W operator()(const W& h, const W& x) const {
    const W first = grad * h;
    const W second = point * x;
    return first + second;
  }
};

/// hx = h.x', km = k.m', time_m and time_x the times M' and X'.
template <class W>
RAPIDITY_HD CentroidCoefficients<W> centroid_vjp(const W& weight, const W& norm, const W& hx,
                                                 const W& km, const W& time_m, const W& time_x,
                                                 const W& c) {
  const W share = weight / norm;
  const W kt = km * time_m;
  return {share, W(-share * c * kt / time_x), W((hx - kt * time_x) / norm)};
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
