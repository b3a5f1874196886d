#pragma once
#include <cmath>

#include "margin.hpp"

// The upper half-space y = (u, h), h > 0, of metric (|du|^2 + dh^2) / (c h^2). The last coordinate
// of a point x = (x', x_D) of the hyperboloid points up: with X = sqrt(1 + c |x|^2) = rc x_t,
//   u = E x',   h = E / rc,   E = 1 / (X - rc x_D);   the origin goes to (0, 1/rc).
// Derivation: docs/derivations/models.md.

namespace rapidity {
inline namespace v0 {
namespace row {

/// A vector of the half-space or of the hyperboloid from one of the other, v, at the point "own":
/// v' and own' without their last coordinates, the result's last one apart. In a gradient v is the
/// incoming one and c the derivative by the curvature parameter.
template <class W>
struct HalfSpaceCoefficients {
  W own, other, last, c;

  /// One coordinate, not the last, from that coordinate of the point and of v.
  RAPIDITY_HD W at(const W& point, const W& v) const {
    const W of_point = own * point;
    const W of_v = other * v;
    return of_point + of_v;
  }
};

/// Gradient of g . J v by the point, likewise: own x' + by_g g' + by_v v', and the last coordinate.
template <class W>
struct HalfSpaceTangentCoefficients {
  W own, by_g, by_v, last, c;

  RAPIDITY_HD W at(const W& point, const W& g, const W& v) const {
    const W of_g = by_g * g;
    const W of_v = by_v * v;
    const W of_both = of_g + of_v;
    const W of_point = own * point;
    return of_point + of_both;
  }
};

/// Inner products of the coordinates before the last, and the last ones.
template <class W>
struct SideSums {
  W point_g, point_v, gv;  ///< x'.g', x'.v', g'.v'
  W g, v;                  ///< the last coordinates
};

/// The way up at one point: everything that depends on |x'|^2, x_D and c.
template <class W>
struct ToHalfSpace {
  W c, rc;
  W side;   ///< c |x'|^2
  W up;     ///< rc x_D
  W time;   ///< X
  W ratio;  ///< E = 1 / (X - up), for up > 0 as (X + up) / (1 + side)

  /// y is (side_scale() x', last()).
  RAPIDITY_HD W side_scale() const { return ratio; }
  RAPIDITY_HD W last() const { return ratio / rc; }

  /// X dE / E for a step v of the point.
  RAPIDITY_HD W pull(const W& point_v, const W& v_last) const {
    const W upward = rc * v_last;
    const W sideways = c * ratio * point_v;
    return upward - sideways;
  }
  /// c |x|^2 - X up = X / E - 1, which changes sign where the ray from the origin is level in the
  /// half-space; rationalised for up > 0.
  RAPIDITY_HD W difference() const {
    const W cnn = side + up * up;
    if (up > W(0)) return (side * cnn - up * up) / (cnn + time * up);
    return cnn - time * up;
  }
  /// dE/dc = -E^2 (X / E - 1) / (2 c X).
  RAPIDITY_HD W ratio_c() const { return -ratio * ratio * difference() / (W(2) * c * time); }
  /// dh/dc = -(1 + side E^2) / (2 c rc X).
  RAPIDITY_HD W height_c() const { return -(W(1) + side * ratio * ratio) / (W(2) * c * rc * time); }
};

/// The way up at the point (x', last); side2 = |x'|^2.
template <class W>
RAPIDITY_HD ToHalfSpace<W> to_half_space(const W& side2, const W& last, const W& c) {
  using std::sqrt;
  const W rc = sqrt(c);
  const W side = c * side2;
  const W up = rc * last;
  const W sum = W(1) + side + up * up;
  const W time = sqrt(sum);
  const W ratio = up > W(0) ? W((time + up) / (W(1) + side)) : W(W(1) / (time - up));
  return {c, rc, side, up, time, ratio};
}

/// J (w + along x), w a tangent vector across x, to which the coefficients belong. What lies along
/// x shrinks more, by 1/X, and is kept apart: J x = (E^2 / X) (x', -(X / E - 1) / rc).
template <class W>
RAPIDITY_HD HalfSpaceCoefficients<W> half_space_differential(const ToHalfSpace<W>& m,
                                                             const SideSums<W>& s, const W& along) {
  const W across = m.ratio / m.time * m.pull(s.point_v, s.v);
  const W outward = along * m.ratio * m.ratio / m.time;
  return {W(across + outward), m.ratio, W((across - outward * m.difference()) / m.rc), W(0)};
}

/// Gradient of g . y.
template <class W>
RAPIDITY_HD HalfSpaceCoefficients<W> half_space_vjp(const ToHalfSpace<W>& m, const SideSums<W>& s) {
  const W grad = s.point_g + s.g / m.rc;  // by E
  const W pull = m.ratio * grad / m.time;
  return {W(-m.c * m.ratio * pull), m.ratio, W(m.rc * pull),
          W(s.point_g * m.ratio_c() + s.g * m.height_c())};
}

/// Gradient of g . J v by the point and c. With q = X dE/E along v and G = g'.x' + g_h / rc it is
/// that of E g'.v' + E q G / X by E, X, q and G. What E and X have in common is put together: as E,
/// X grow upwards both ways cancel.
template <class W>
RAPIDITY_HD HalfSpaceTangentCoefficients<W> half_space_tangent_vjp(const ToHalfSpace<W>& m,
                                                                   const SideSums<W>& s) {
  const W grad = s.point_g + s.g / m.rc;
  const W pull = m.pull(s.point_v, s.v);
  const W share = m.ratio / m.time;
  const W both = pull * grad / m.time;
  const W by_ratio = s.gv - m.c * share * s.point_v * grad;  // but for `both`
  const W level = m.ratio * m.side + m.difference() / m.time;
  const W by_root = (s.v * s.point_g - m.ratio * s.point_v * s.g) / (W(2) * m.rc);
  const W by_c = share * (by_root - m.ratio * s.point_v * s.point_g - both * level / (W(2) * m.c));
  return {W(-m.c * share * (m.ratio * by_ratio + both * (m.ratio + W(1) / m.time))),
          W(share * pull), W(-m.c * m.ratio * share * grad),
          W(m.rc * (share * by_ratio + both / (m.time * m.time))),
          W(by_ratio * m.ratio_c() + by_c)};
}

/// The way down at one point (u, h): x' = u / E, x_D = -(1 - c |y|^2) / (2 rc E), E = rc h. The
/// margins come from compensated sums, so that even next to (0, 1/rc) nothing cancels.
template <class W>
struct FromHalfSpace {
  W c, rc;
  W height;  ///< h
  W ratio;   ///< E = rc h
  W level;   ///< 1 - c |u|^2 - E^2: 0 on the unit hemisphere, where x_D = 0
  W lean;    ///< 1 - c |u|^2 + E^2
  W base;    ///< 1 - c |u|^2

  /// x is (side_scale() u, last()).
  RAPIDITY_HD W side_scale() const { return W(1) / ratio; }
  RAPIDITY_HD W last() const { return -level / (W(2) * rc * ratio); }
};

/// The way down at the point (u, height), height > 0; side2 the sum of u's squares, unread.
template <class W, class S>
RAPIDITY_HD FromHalfSpace<W> from_half_space(const S& side2, const W& height, const W& c) {
  using std::sqrt;
  const W rc = sqrt(c);
  S plus = side2, minus = side2;
  plus.add(height, height);
  minus.add(height, -height);
  return {c, rc, height, rc * height, margin(plus, c), margin(minus, c), margin(side2, c)};
}

/// J v, v a tangent vector at (u, h).
template <class W>
RAPIDITY_HD HalfSpaceCoefficients<W> half_space_differential(const FromHalfSpace<W>& m,
                                                             const SideSums<W>& s) {
  const W step = m.rc * s.v / (m.ratio * m.ratio);
  const W last = s.point_v / m.height + s.v * m.lean / (W(2) * m.ratio * m.ratio);
  return {W(-step), W(W(1) / m.ratio), last, W(0)};
}

/// Gradient of g . x.
template <class W>
RAPIDITY_HD HalfSpaceCoefficients<W> half_space_vjp(const FromHalfSpace<W>& m,
                                                    const SideSums<W>& s) {
  const W square = m.ratio * m.ratio;
  return {W(s.g / m.height), W(W(1) / m.ratio),
          W(s.g * m.lean / (W(2) * square) - m.rc * s.point_g / square),
          W((s.g / m.rc - s.point_g) / (W(2) * m.c * m.ratio))};
}

/// Gradient of g . J v = g'.v' / E - rc v_h g'.u / E^2 + g_D u.v' / h + g_D v_h lean / (2 E^2) by
/// the point and c.
template <class W>
RAPIDITY_HD HalfSpaceTangentCoefficients<W> half_space_tangent_vjp(const FromHalfSpace<W>& m,
                                                                   const SideSums<W>& s) {
  const W square = m.ratio * m.ratio;
  const W tilt = s.v / square;
  const W of_g = W(2) * m.c * s.v * s.point_g / m.ratio - m.rc * s.gv;
  const W of_last = s.g * (m.c * s.point_v + m.rc * s.v * m.base / m.ratio);
  const W by_c = s.v * (m.rc * s.point_g - s.g) / m.ratio - s.gv;
  return {W(-m.c * s.g * tilt), W(-m.rc * tilt), W(s.g / m.height), W((of_g - of_last) / square),
          W(by_c / (W(2) * m.c * m.ratio))};
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
