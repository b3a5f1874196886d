#pragma once
#include "../row/boost.hpp"
#include "point.hpp"

namespace rapidity {
inline namespace v0 {

/// Gradient of boost and boost_inverse: with respect to both points and the curvature parameter.
template <class X, class Q, class T>
struct BoostGradient {
  X x;
  Q p;
  T c;
};

namespace detail {

template <class T, class DX, class DP, class C>
plain_vector<DP, T> boost_inverse(const char* name, const Eigen::MatrixBase<DX>& x,
                                  const Eigen::MatrixBase<DP>& p, const Curvature<C>& c) {
  using W = typename Precision<T>::work;
  const Pair<T, DX, DP> pair(name, "x", x, "p", p, c);
  const row::Boosted<W> boosted = row::boost_inverse(pair.triangle);
  return pair.y.template map<T>([&](std::int64_t i) { return boosted(pair.x(i), pair.y(i)); });
}

template <class T, class DX, class DP, class C, class DG>
BoostGradient<plain_vector<DX, T>, plain_vector<DP, T>, T> boost_inverse_vjp(
    const char* name, const Eigen::MatrixBase<DX>& x, const Eigen::MatrixBase<DP>& p,
    const Curvature<C>& c, const Eigen::MatrixBase<DG>& grad_out) {
  using P = Precision<T>;
  using W = typename P::work;
  const Pair<T, DX, DP> pair(name, "x", x, "p", p, c);
  const Coordinates<P, DG> grad(grad_out);
  expect_size(name, "grad_out", grad.size(), "p", pair.y.size());
  const row::BoostCoefficients<W> k = row::boost_inverse_vjp(
      pair.triangle, row::pair_sums<P>(pair.x, grad, row::Serial{grad.size()}));
  return {
      pair.x.template map<T>([&](std::int64_t i) { return k.at_x(pair.x(i), pair.y(i), grad(i)); }),
      pair.y.template map<T>([&](std::int64_t i) { return k.at_p(pair.x(i), pair.y(i), grad(i)); }),
      T(k.c)};
}

}  // namespace detail

/// The isometry that takes x to the origin along their geodesic (a Lorentz boost), applied to p:
/// p - ((rc p_t + cosh(rc d)) / (1 + rc x_t)) x, d = distance(x, p), rc = sqrt(c).
///
/// @param x, p points (D space coordinates); row or column, fixed or dynamic, any expression
/// @param c    the space has sectional curvature -c
/// @return space part of the moved point, shaped like p, exactly 0 for p = x; its distance from the
///         origin is that of p from x. NaN if a coordinate is NaN
/// @throws shape_error if x and p differ in size
///
/// Computed as a sum of two orthogonal parts, neither of which cancels, however near p is to x.
/// Relative error, norm-wise: float 6.1e-8, double 2e-15. Cost: two passes over D, four for
/// neighbours of one ray. Derivation: docs/derivations/means.md.
template <class DX, class DP, class C>
plain_vector<DP, pair_scalar<DX, DP, C>> boost_inverse(const Eigen::MatrixBase<DX>& x,
                                                       const Eigen::MatrixBase<DP>& p,
                                                       const Curvature<C>& c) {
  return detail::boost_inverse<pair_scalar<DX, DP, C>>("boost_inverse", x, p, c);
}

/// Gradient {x, p, c} of grad_out . boost_inverse(x, p, c), Euclidean in the coordinates.
///
/// Smooth everywhere. Norm-wise relative error: float 6.1e-8, double 2e-15 (relative to the terms
/// in row::BoostCoefficients where a grad_out makes those cancel); by c, which vanishes with
/// grad_out.x, relative to its value for |grad_out| |x| in place of that product. Errors as for
/// boost_inverse, and shape_error if grad_out and p differ in size. Cost: six passes over D.
template <class DX, class DP, class C, class DG>
auto boost_inverse_vjp(const Eigen::MatrixBase<DX>& x, const Eigen::MatrixBase<DP>& p,
                       const Curvature<C>& c, const Eigen::MatrixBase<DG>& grad_out) {
  using T = common_scalar<pair_scalar<DX, DP, C>, typename DG::Scalar>;
  return detail::boost_inverse_vjp<T>("boost_inverse_vjp", x, p, c, grad_out);
}

}  // namespace v0
}  // namespace rapidity
