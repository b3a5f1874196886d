#pragma once
#include <cmath>

#include "../scalar/limits.hpp"
#include "../scalar/sinhc.hpp"
#include "coefficients.hpp"
#include "reduce.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {
namespace detail {

/// True where the rapidity rc |v| exceeds its cap, or either is NaN; z2 = c |v|^2.
template <class W>
RAPIDITY_HD bool is_capped(const W& z2, const W& max_rapidity) {
  const W cap2 = max_rapidity * max_rapidity;
  return !(z2 <= cap2);
}

}  // namespace detail

/// S in the exponential map at the origin, x = S v: S = sinhc(rc |v|), and sinh(m) / (rc |v|) where
/// rc |v| exceeds m = max_rapidity. Overflow saturates, so that 0 coordinates stay 0.
///
/// vv = |v|^2, a number W or the sum that it came from. Relative error: (2 + z/2) roundings, z =
/// rc |v|, of a compensated sum 4 at any z.
template <class S, class W>
RAPIDITY_HD W lift_scale(const S& vv, const W& c, const W& max_rapidity) {
  using std::sinh;
  using std::sqrt;
  const auto z2 = scaled(vv, c);
  const W rounded2 = scalar::rounded(z2);
  if (detail::is_capped(rounded2, max_rapidity)) {
    const W radius = sinh(max_rapidity);
    return scalar::saturate(W(radius / sqrt(rounded2)));
  }
  return scalar::saturate(scalar::sinhc(z2));
}

/// g_v = S (g + c L (g.v) v), g_c = S L |v|^2 (g.v) / 2 with L = langevinc(c |v|^2); beyond the
/// cap, where x no longer moves with |v|, g_v = S (g - (g.v) v / |v|^2), g_c = -S (g.v) / (2c). gv
/// = g.v; vv and the error as for lift_scale.
template <class S, class W>
RAPIDITY_HD ScaleCoefficients<W> lift_vjp(const S& vv, const W& gv, const W& c,
                                          const W& max_rapidity) {
  const W scale = lift_scale(vv, c, max_rapidity);
  const W length2 = rounded(vv);
  const W z2 = c * length2;
  if (detail::is_capped(z2, max_rapidity)) {
    const W half = gv / (W(2) * c);
    return {scale, -gv / length2, -scale * half};
  }
  const W slope = scalar::langevinc(z2) * gv;
  const W half = slope * length2 / W(2);
  return {scale, c * slope, scale * half};
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
