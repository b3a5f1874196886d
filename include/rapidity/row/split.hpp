#pragma once
#include <cstdint>

#include "reduce.hpp"
#include "rejection.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {

/// A vector v at the point x, split at right angles: v = across + (along / |x|^2) x.
template <class W>
struct Split {
  Rejection<W> across;  ///< coordinate i of the part across x is across(x_i, v_i)
  W along;              ///< v.x
};

/// The split of v at x, in two passes over the coordinates; xx = |x|^2. At the origin v is all
/// across. P is a Precision; x(i) and v(i) give coordinate i as P::work.
template <class P, class X, class V, class Reduce>
RAPIDITY_HD Split<typename P::work> split(const X& x, const typename P::work& xx, const V& v,
                                          const Reduce& reduce) {
  using W = typename P::work;
  const W zero(0);
  Split<W> s{{zero, zero, zero}, zero};
  if (xx == zero) return s;
  s.along = dot<P>(x, v, reduce);
  s.across.foot = -s.along / xx;
  const W left = dot<P>([&](std::int64_t i) { return s.across(x(i), v(i)); }, x, reduce);
  s.across.rest = -left / xx;
  return s;
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
