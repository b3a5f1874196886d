#pragma once
#include <cmath>

#include "../scalar/asinh_sqrt.hpp"
#include "../scalar/langevinc.hpp"
#include "../scalar/limits.hpp"
#include "../scalar/sinhc.hpp"
#include "coefficients.hpp"
#include "tangent.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {
namespace detail {

/// (S z coth z + X alpha) / S for alpha < 0, where it cancels: with S = sinh rho, X = cosh rho and
/// z^2 = alpha^2 + beta2,
///   [z sinh(rho - z) / sinh z + X beta2 / (z - alpha)] / S.
/// Of the two terms the first alone may be negative, and then half of the point lies across.
template <class W>
RAPIDITY_HD W inward(const W& sinh2, const W& z2, const W& alpha, const W& beta2) {
  using std::sinh;
  using std::sqrt;
  const W z = sqrt(z2);
  const W s = sqrt(sinh2);
  const W time2 = W(1) + sinh2;
  const W x = sqrt(time2);
  const W gap = scalar::asinh_sqrt(sinh2) - z;
  const W ratio = gap < W(-40) ? W(W(-1) / (x + s)) : W(sinh(gap) / sinh(z));
  const W bend = x * beta2 / (z - alpha);
  return (z * ratio + bend) / s;
}

/// Where the geodesic from x leads that leaves with the tangent vector v, as
///   sinhc(z) (v_perp + (z coth z + along) x),   z = rc |v|_L,
/// v_perp the part of v orthogonal to x, along = x.v / |x|^2. `from` and `across` make v_perp as in
/// Combination; cxx = c |x|^2, z2 = z^2, alpha = rc v_r / X, beta2 = c |v_perp|^2.
template <class W>
RAPIDITY_HD Combination<W> advance(const Rejection<W>& from, const W& across, const W& along,
                                   const W& cxx, const W& z2, const W& alpha, const W& beta2) {
  const W scale = scalar::saturate(scalar::sinhc(z2));
  if (alpha < W(0) && cxx > W(1)) {
    return {from, scale, across, inward(cxx, z2, alpha, beta2)};
  }
  const W z_coth_z = W(1) + z2 * scalar::langevinc(z2);
  return {from, scale, across, W(z_coth_z + along)};
}

}  // namespace detail

/// Exponential map y = sinhc(z) (v + z coth(z) x), z = rc |v|_L. Towards the origin, where that
/// cancels, the part along x is (sinh(rho - z) + ...) / rc, rho the rapidity of x.
template <class W>
RAPIDITY_HD Combination<W> expmap(const Tangent<W>& v) {
  using std::sqrt;
  const W zero(0);
  const W cxx = v.c * v.sums.xx;
  const W z2 = v.c * v.length2;
  const W beta2 = v.c * v.sums.perp2;
  if (cxx == zero) return detail::advance(v.sums.from_x, W(1), zero, cxx, z2, zero, beta2);
  const W alpha = v.c * v.sums.xv / (sqrt(cxx) * sqrt(v.time2));
  const W along = v.sums.xv / v.sums.xx;
  return detail::advance(v.sums.from_x, W(1), along, cxx, z2, alpha, beta2);
}

/// With L = langevinc(z^2), v' as in Tangent::flat, m = c (g.x + L g.v):
///   g_v = sinhc(z) (g + m v'),   g_x = sinhc(z) (z coth(z) g - m (c x.v / X^2) v'),
///   g_c = sinhc(z) m (|v_perp|^2 + v_r^2 / X^4) / (2c).
template <class W>
RAPIDITY_HD TangentCoefficients<W> expmap_vjp(const Tangent<W>& v, const W& gx, const W& gv) {
  const W z2 = v.c * v.length2;
  const W scale = scalar::saturate(scalar::sinhc(z2));
  const W l = scalar::langevinc(z2);
  const W bracket = gx + l * gv;
  const W m = v.c * bracket;
  const W z_coth_z = W(1) + z2 * l;
  const W slope = v.sums.perp2 + v.sums.xv * v.radial / v.time2;
  return {v, scale, z_coth_z, W(-m * v.turn), W(1), m, W(scale * (bracket * slope / W(2)))};
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
