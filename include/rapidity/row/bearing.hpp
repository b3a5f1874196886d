#pragma once
#include <cmath>

#include "pair_sums.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {

/// A point x seen along a direction d, u = d / |d|: what functions of a point and an ideal point or
/// a hyperplane share. X^2 = 1 + along^2 + width2. At d = 0 there is no direction: NaN.
template <class W>
struct Bearing {
  Rejection<W> rejection;  ///< x's part orthogonal to d: rejection(d, x)
  W c, rc;
  W norm;    ///< |d|
  W time;    ///< X = sqrt(1 + c |x|^2)
  W rise;    ///< X - 1
  W along;   ///< rc x.u
  W width2;  ///< c times the squared length of the part of x orthogonal to d

  /// The factor of the rejection in a gradient: 0 where x lies on the line along d, so that no
  /// rounding of a rejection that is nothing is scaled up.
  RAPIDITY_HD W off_line(const W& factor) const {
    return width2 == W(0) ? W(W(0) * factor) : factor;
  }
};

/// The bearing of x along y; sums = pair_sums(x, y). Nothing cancels: the width comes from the
/// rejection, not from a difference of squares.
template <class W>
RAPIDITY_HD Bearing<W> bearing(const PairSums<W>& sums, const W& c) {
  using std::sqrt;
  const W cxx = c * sums.xx;
  const W time2 = W(1) + cxx;
  const W time = sqrt(time2);
  const W norm = sqrt(sums.yy);
  const W rc = sqrt(c);
  return {sums.from_y,
          c,
          rc,
          norm,
          time,
          W(cxx / (W(1) + time)),
          W(rc * sums.xy / norm),
          W(c * W(sums.area2 / sums.yy))};
}

/// Gradient of a function of a point x and a direction d, each in two orthogonal parts:
///   g_x = x_perp r + x_d d,   g_d = d_perp r + d_d d,   g_c = c,   r = rejection(d, x).
template <class W>
struct BearingCoefficients {
  Rejection<W> rejection;
  W x_perp, x_d, d_perp, d_d, c;

  /// One coordinate of g_x from that coordinate of x and d.
  RAPIDITY_HD W at_x(const W& x, const W& d) const { return combine(x_perp, x_d, x, d); }
  /// One coordinate of g_d from that coordinate of x and d.
  RAPIDITY_HD W at_d(const W& x, const W& d) const { return combine(d_perp, d_d, x, d); }

 private:
  RAPIDITY_HD W combine(const W& perp, const W& own, const W& x, const W& d) const {
    const W across = perp * rejection(d, x);
    const W along = own * d;
    return across + along;
  }
};

}  // namespace row
}  // namespace v0
}  // namespace rapidity
