#pragma once
#include "point.hpp"

// What the functions of tangent vectors share.

namespace rapidity {
inline namespace v0 {

/// Gradient with respect to a base point, a tangent vector there and the curvature parameter.
template <class X, class V, class T>
struct TangentGradient {
  X base;
  V v;
  T c;
};

namespace detail {

/// A base point and a tangent vector there; throws shape_error unless they are equally long.
/// in_parts: whether the length of the vector is wanted beyond the digits of T.
template <class T, class DX, class DV>
struct TangentAt {
  using P = Precision<T>;
  using W = typename P::work;

  template <class C>
  TangentAt(const char* function, const char* base_name, const Eigen::MatrixBase<DX>& base,
            const char* name, const Eigen::MatrixBase<DV>& vector, const Curvature<C>& c,
            bool in_parts = false)
      : x(base), v(vector) {
    expect_size(function, name, v.size(), base_name, x.size());
    const row::Serial serial{x.size()};
    tangent = row::tangent(row::tangent_sums<P>(x, v, serial, in_parts), W(T(c.value())));
  }

  /// One coordinate of the part of the vector orthogonal to the base point.
  W perp(std::int64_t i) const { return tangent.sums.from_x(x(i), v(i)); }

  Coordinates<P, DX> x;
  Coordinates<P, DV> v;
  row::Tangent<W> tangent;
};

}  // namespace detail
}  // namespace v0
}  // namespace rapidity
