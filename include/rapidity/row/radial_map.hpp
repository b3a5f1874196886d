#pragma once
#include <cmath>

#include "../config.hpp"
#include "split.hpp"

// The Poincare and the Klein ball, both of radius 1/rc, as maps x -> S(|x|) x along the rays from
// the origin. One differential serves four purposes: it is symmetric, so it moves tangent vectors
// and, transposed, gradients. Derivation: docs/derivations/models.md.

namespace rapidity {
inline namespace v0 {
namespace row {

/// A map x -> S x along the rays, at one point: vectors across the ray are scaled by S, vectors
/// along it by R = d(S n)/dn, n = |x|. No part cancels; all are positive, or all slopes negative.
template <class W>
struct RadialMap {
  W scale;          ///< S
  W stretch;        ///< R
  W scale_slope;    ///< S'(n) / n = (R - S) / n^2
  W stretch_slope;  ///< R'(n) / n
};

/// Poincare ball from the hyperboloid: S = 1 / (1 + X), X = sqrt(1 + c |x|^2); xx = |x|^2.
template <class W>
RAPIDITY_HD RadialMap<W> to_poincare(const W& xx, const W& c) {
  using std::sqrt;
  const W sum = W(1) + c * xx;
  const W time = sqrt(sum);
  const W scale = W(1) / (W(1) + time);
  const W stretch = scale / time;
  const W slope = -c * scale * stretch;
  return {scale, stretch, slope, -c * stretch * (scale + W(1) / time) / time};
}

/// Hyperboloid from the Poincare ball: S = 2 / M, M = 1 - c |p|^2 > 0 (see margin); pp = |p|^2.
template <class W>
RAPIDITY_HD RadialMap<W> from_poincare(const W& pp, const W& margin, const W& c) {
  const W cpp = c * pp;
  const W scale = W(2) / margin;
  const W slope = c * scale * scale;
  return {scale, scale * scale * (W(1) + cpp) / W(2), slope, slope * scale * (W(3) + cpp) / W(2)};
}

/// Klein ball from the hyperboloid: S = 1 / X, X = sqrt(1 + c |x|^2); xx = |x|^2.
template <class W>
RAPIDITY_HD RadialMap<W> to_klein(const W& xx, const W& c) {
  using std::sqrt;
  const W sum = W(1) + c * xx;
  const W scale = W(1) / sqrt(sum);
  const W stretch = scale * scale * scale;
  const W slope = -c * stretch;
  return {scale, stretch, slope, W(3) * slope * scale * scale};
}

/// Hyperboloid from the Klein ball: S = 1 / sqrt(M), M = 1 - c |k|^2 > 0 (see margin).
template <class W>
RAPIDITY_HD RadialMap<W> from_klein(const W& margin, const W& c) {
  using std::sqrt;
  const W scale = W(1) / sqrt(margin);
  const W stretch = scale * scale * scale;
  const W slope = c * stretch;
  return {scale, stretch, slope, W(3) * slope * scale * scale};
}

/// J v = across * (part of v across x) + along x, for J the differential of a radial map at x, and
/// c, the derivative of v . S x by the curvature parameter. As J is symmetric, these are also the
/// coefficients of the gradient for the incoming gradient v.
template <class W>
struct RadialCoefficients {
  Rejection<W> part;
  W across, along, c;

  /// One coordinate of J v from that coordinate of x and of v.
  RAPIDITY_HD W at(const W& x, const W& v) const {
    const W sideways = across * part(x, v);
    const W outward = along * x;
    return sideways + outward;
  }
};

/// S depends on rc n alone, so dS/dc = n S'(n) / (2c).
template <class W>
RAPIDITY_HD RadialCoefficients<W> radial_differential(const RadialMap<W>& map, const W& xx,
                                                      const W& c, const Split<W>& v) {
  if (xx == W(0)) return {v.across, map.scale, W(0), W(0)};
  const W slope = map.scale_slope * xx * v.along / (W(2) * c);
  return {v.across, map.scale, W(map.stretch * v.along / xx), slope};
}

/// Gradient of g . J v by the point: g_x = own x + by_g (g across x) + by_v (v across x), and by c.
template <class W>
struct RadialTangentCoefficients {
  Rejection<W> g_part, v_part;
  W own, by_g, by_v, c;

  /// One coordinate of g_x from that coordinate of x, g and v.
  RAPIDITY_HD W at(const W& x, const W& g, const W& v) const {
    const W of_g = by_g * g_part(x, g);
    const W of_v = by_v * v_part(x, v);
    const W sideways = of_g + of_v;
    const W outward = own * x;
    return sideways + outward;
  }
};

/// across = (g across x).(v across x). With g_r, v_r the parts along the ray, g . J v = S across +
/// R g_r v_r; turning the ray by dx across x changes it by (R - S)/n (v_r g + g_r v).dx.
template <class W>
RAPIDITY_HD RadialTangentCoefficients<W> radial_tangent_vjp(const RadialMap<W>& map, const W& xx,
                                                            const W& c, const Split<W>& g,
                                                            const Split<W>& v, const W& across) {
  W own = map.scale_slope * across;
  if (!(xx == W(0))) own += map.stretch_slope * g.along * v.along / xx;
  return {g.across,
          v.across,
          own,
          W(map.scale_slope * v.along),
          W(map.scale_slope * g.along),
          W(own * xx / (W(2) * c))};
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
