#pragma once
#include <cmath>

#include "../scalar/langevinc.hpp"
#include "../scalar/limits.hpp"
#include "../scalar/sinhc.hpp"
#include "coefficients.hpp"
#include "tangent.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {
namespace detail {

/// True where a tangent vector points towards the origin, and sums along the ray cancel: they lose
/// exp(2 rho), rho the rapidity of the point; below sinh(rho) = 1/4 nothing that counts.
/// Arguments as of advance.
template <class W>
RAPIDITY_HD bool leads_inward(const W& cxx, const W& z2, const W& alpha) {
  return alpha < W(0) && cxx > W(0.0625) && z2 > W(0.25);
}

/// sinh(rho - z) and cosh(rho - z), over sinh z.
template <class W>
struct Return {
  W sinh, cosh;
};

/// From F = exp(rho) = sinh rho + cosh rho and exp(-2z), so that no error grows with rho or z.
template <class W>
RAPIDITY_HD Return<W> way_back(const W& sinh2, const scalar::Parts<W>& z2) {
  using std::exp;
  using std::sqrt;
  const scalar::Parts<W> z = scalar::root(z2);
  const W time2 = W(1) + sinh2;
  const W outward = sqrt(sinh2) + sqrt(time2);
  const W inverse = W(1) / outward;
  const W decay = exp(W(W(-2) * z.value));
  const W twice = W(2) * z.rest;
  const W shrunk = outward * (decay - decay * twice);
  const W whole = W(1) - decay;
  return {W((shrunk - inverse) / whole), W((shrunk + inverse) / whole)};
}

/// (S z coth z + X alpha) / S for alpha < 0, where it cancels: with S = sinh rho, X = cosh rho and
/// z^2 = alpha^2 + beta2,
///   [z sinh(rho - z) / sinh z + X beta2 / (z - alpha)] / S.
/// Of the two terms the first alone may be negative, and then half of the point lies across.
template <class W>
RAPIDITY_HD W inward(const W& sinh2, const scalar::Parts<W>& z2, const W& alpha, const W& beta2) {
  using std::sqrt;
  const W z = sqrt(z2.value);
  const W s = sqrt(sinh2);
  const W time2 = W(1) + sinh2;
  const W x = sqrt(time2);
  const W bend = x * beta2 / (z - alpha);
  return (z * way_back(sinh2, z2).sinh + bend) / s;
}

/// Where the geodesic from x leads that leaves with the tangent vector v, as
///   sinhc(z) (v_perp + (z coth z + along) x),   z = rc |v|_L,
/// v_perp the part of v orthogonal to x, along = x.v / |x|^2. `from` and `across` make v_perp as in
/// Combination; cxx = c |x|^2, z2 = z^2 in two parts, alpha = rc v_r / X, beta2 = c |v_perp|^2.
template <class W>
RAPIDITY_HD Combination<W> advance(const Rejection<W>& from, const W& across, const W& along,
                                   const W& cxx, const scalar::Parts<W>& z2, const W& alpha,
                                   const W& beta2) {
  const W scale = scalar::saturate(scalar::sinhc(z2));
  if (leads_inward(cxx, z2.value, alpha)) {
    return {from, scale, across, inward(cxx, z2, alpha, beta2)};
  }
  const W z_coth_z = W(1) + z2.value * scalar::langevinc(z2.value);
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
  const scalar::Parts<W> z2 = v.rapidity2();
  const W beta2 = v.c * v.sums.perp2;
  if (cxx == zero) return detail::advance(v.sums.from_x, W(1), zero, cxx, z2, zero, beta2);
  const W alpha = v.c * v.sums.xv / (sqrt(cxx) * sqrt(v.time2));
  const W along = v.sums.xv / v.sums.xx;
  return detail::advance(v.sums.from_x, W(1), along, cxx, z2, alpha, beta2);
}

/// Gradient of expmap. With g_perp, v_perp the parts orthogonal to x,
///   g_x = scale (base_g g_perp + base_v v_perp + base_x x),
///   g_v = scale (g_perp + tangent_v v_perp + tangent_x x),   g_c = c:
/// the parts along x apart, so that they do not drown in those across.
template <class W>
struct ExpmapCoefficients {
  Rejection<W> v_from_x, g_from_x;
  W scale, base_g, base_v, base_x, tangent_v, tangent_x, c;

  /// One coordinate of g_x from that coordinate of the incoming gradient, of x and of v.
  RAPIDITY_HD W at_base(const W& g, const W& x, const W& v) const {
    const W straight = base_g * g_from_x(x, g);
    const W aside = base_v * v_from_x(x, v);
    const W ahead = base_x * x;
    const W bracket = straight + aside + ahead;
    return scale * bracket;
  }
  /// One coordinate of g_v from that coordinate of the incoming gradient, of x and of v.
  RAPIDITY_HD W at_tangent(const W& g, const W& x, const W& v) const {
    const W aside = tangent_v * v_from_x(x, v);
    const W ahead = tangent_x * x;
    const W bracket = g_from_x(x, g) + aside + ahead;
    return scale * bracket;
  }
};

namespace detail {

/// z coth z + alpha tanh rho, for alpha < 0 as z cosh(rho - z) / (sinh z cosh rho) + beta2 tanh rho
/// / (z - alpha). Arguments as of advance.
template <class W>
RAPIDITY_HD W along_factor(const W& cxx, const scalar::Parts<W>& z2, const W& l, const W& alpha,
                           const W& beta2) {
  using std::sqrt;
  const W s = sqrt(cxx);
  const W time2 = W(1) + cxx;
  const W time = sqrt(time2);
  const W tanh_rho = s / time;
  if (!leads_inward(cxx, z2.value, alpha)) return W(1) + z2.value * l + alpha * tanh_rho;
  const W z = sqrt(z2.value);
  return z * way_back(cxx, z2).cosh / time + beta2 * tanh_rho / (z - alpha);
}

}  // namespace detail

/// The sums of the incoming gradient g are those of a tangent vector; gp = g_perp.v_perp. With L =
/// langevinc(z^2), m = c (g.x + L g.v), n = c x.v / X^2 = alpha tanh(rho), E = z coth(z) + n and
/// F = E - L beta2 = 1 + n + L alpha^2,
///   g_v = sinhc(z) (g_perp + m v_perp + (F g_r + c L gp v_r / X^2) x / |x|),
///   g_x = sinhc(z) (z coth(z) g_perp - n m v_perp + ((E - n F) g_r - n c L gp v_r / X^2) x / |x|),
///   g_c = sinhc(z) m (|v_perp|^2 + v_r^2 / X^4) / (2c).
template <class W>
RAPIDITY_HD ExpmapCoefficients<W> expmap_vjp(const Tangent<W>& v, const TangentSums<W>& g,
                                             const W& gp) {
  using std::sqrt;
  const scalar::Parts<W> rapidity2 = v.rapidity2();
  const W z2 = rapidity2.value;
  const W scale = scalar::saturate(scalar::sinhc(rapidity2));
  const W l = scalar::langevinc(z2);
  const bool at_origin = v.sums.xx == W(0);
  const W g_x = at_origin ? W(0) : W(g.xv / v.sums.xx);  // coefficient of x in g
  const W gv = gp + g_x * v.sums.xv;
  const W bracket = g.xv + l * gv;
  const W m = v.c * bracket;
  const W slope = v.sums.perp2 + v.sums.xv * v.radial / v.time2;

  const W cxx = v.c * v.sums.xx;
  const W beta2 = v.c * v.sums.perp2;
  W alpha(0);
  if (!at_origin) alpha = v.c * v.sums.xv / (sqrt(cxx) * sqrt(v.time2));
  const W e = detail::along_factor(cxx, rapidity2, l, alpha, beta2);
  const bool inward = detail::leads_inward(cxx, z2, alpha);
  const W f = inward ? W(e - l * beta2) : W(W(1) + v.turn + l * alpha * alpha);
  const W aside = v.c * l * gp * v.radial;
  return {v.sums.from_x,
          g.from_x,
          scale,
          W(W(1) + z2 * l),
          W(-m * v.turn),
          W(g_x * (e - v.turn * f) - v.turn * aside),
          m,
          W(g_x * f + aside),
          W(scale * (bracket * slope / W(2)))};
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
