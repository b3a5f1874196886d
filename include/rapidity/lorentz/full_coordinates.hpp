#pragma once
#include "point.hpp"
#include "radial_map.hpp"

namespace rapidity {
inline namespace v0 {
namespace detail {

constexpr int one_more(int size) { return size == Eigen::Dynamic ? Eigen::Dynamic : size + 1; }
constexpr int one_less(int size) { return size == Eigen::Dynamic ? Eigen::Dynamic : size - 1; }

/// Plain vector of the shape of D whose length is `Size` where D's length is, with scalar T.
template <class D, class T, int Size, int MaxSize>
using resized_vector = std::conditional_t<D::RowsAtCompileTime == 1 && D::ColsAtCompileTime != 1,
                                          Eigen::Matrix<T, 1, Size, Eigen::RowMajor, 1, MaxSize>,
                                          Eigen::Matrix<T, Size, 1, Eigen::ColMajor, MaxSize, 1>>;

}  // namespace detail

/// All D + 1 coordinates of a point, shaped like D.
template <class D, class T>
using full_vector = detail::resized_vector<D, T, detail::one_more(D::SizeAtCompileTime),
                                           detail::one_more(D::MaxSizeAtCompileTime)>;

/// The D space coordinates of a vector of all coordinates, shaped like D.
template <class D, class T>
using space_vector = detail::resized_vector<D, T, detail::one_less(D::SizeAtCompileTime),
                                            detail::one_less(D::MaxSizeAtCompileTime)>;

/// All coordinates (x_t, x) of a point on the hyperboloid <x, x>_L = -1/c, the time part first.
///
/// @param x point (D space coordinates)
/// @param c the space has sectional curvature -c
/// @return vector of D + 1 numbers, a row if x is one, else a column; NaN if a coordinate is NaN
///
/// The space part is x as it is; relative error of the time part: float 6.1e-8, double 4e-16. Where
/// sqrt(c) |x| exceeds 3e3 (float), 7e7 (double), x_t and |x| round to the same number. Cost: two
/// passes over D.
template <class DX, class C>
full_vector<DX, point_scalar<DX, C>> full_coordinates(const Eigen::MatrixBase<DX>& x,
                                                      const Curvature<C>& c) {
  using T = point_scalar<DX, C>;
  using P = Precision<T>;
  using W = typename P::work;
  const detail::Coordinates<P, DX> point(x);
  full_vector<DX, T> full(static_cast<Eigen::Index>(point.size() + 1));
  full[0] = T(row::time(detail::dot(point, point), W(T(c.value()))));
  for (Eigen::Index i = 1; i < full.size(); ++i) full[i] = T(point(i - 1));
  return full;
}

/// Gradient {x, c} of grad_out . full_coordinates(x, c): with g = (g_t, g_x), g_x + (g_t / x_t) x
/// and -g_t / (2 c^2 x_t). Smooth everywhere.
///
/// Error by x relative to |grad_out|, by c to itself: float 6.1e-8, double 1e-15.
/// @throws shape_error unless grad_out has one element more than x
template <class DX, class C, class DG>
auto full_coordinates_vjp(const Eigen::MatrixBase<DX>& x, const Curvature<C>& c,
                          const Eigen::MatrixBase<DG>& grad_out) {
  using T = tangent_scalar<DX, DG, C>;
  using P = Precision<T>;
  using W = typename P::work;
  const detail::Coordinates<P, DX> point(x);
  const detail::Coordinates<P, DG> grad(grad_out);
  expect_size("full_coordinates_vjp", "grad_out", grad.size(), "(x_t, x)", point.size() + 1);
  const row::SelfCoefficients<W> k =
      row::time_vjp(detail::dot(point, point), W(T(c.value())), grad(0));
  return PointGradient<plain_vector<DX, T>, T>{point.template map<T>([&](std::int64_t i) {
                                                 const W of_time = k.x * point(i);
                                                 return W(grad(i + 1) + of_time);
                                               }),
                                               T(k.c)};
}

/// The space part x of a point in all its coordinates, `full` = (x_t, x): what every function of
/// this library takes. Inverse of full_coordinates.
///
/// @param full      D + 1 numbers, the time part first
/// @param c         the space has sectional curvature -c
/// @param tolerance >= 0: the time part may differ from sqrt(1/c + |x|^2) by this much, relative
///                  to it. 1e-6 (float), 1e-14 (double) allow for plain sums; infinity asks only
///                  for a time part that is not negative.
/// @return space part, a row if `full` is one, else a column; it is what it was, and the given time
///         part is forgotten. NaN among the space coordinates passes.
/// @throws domain_error if the time part is off, negative or NaN, or tolerance is negative;
///         shape_error if `full` is empty
///
/// Nothing is asked of <x, x>_L = -1/c itself: far out it is a difference of large numbers, about
/// which a rounded x_t says nothing.
template <class D, class C>
space_vector<D, point_scalar<D, C>> space_part(const Eigen::MatrixBase<D>& full,
                                               const Curvature<C>& c,
                                               const point_scalar<D, C>& tolerance) {
  using T = point_scalar<D, C>;
  using P = Precision<T>;
  using W = typename P::work;
  const detail::Coordinates<P, D> all(full);
  if (all.size() == 0) {
    raise<shape_error>(
        "rapidity::space_part: full has 0 elements, expected at least 1, the time "
        "part");
  }
  expect_non_negative("space_part", "tolerance", tolerance);
  space_vector<D, T> space(static_cast<Eigen::Index>(all.size() - 1));
  for (Eigen::Index i = 0; i < space.size(); ++i) space[i] = T(all(i + 1));

  const detail::Coordinates<P, space_vector<D, T>> point(space);
  const W time = row::time(detail::dot(point, point), W(T(c.value())));
  const W given = all(0);
  const W off = given < time ? W(time - given) : W(given - time);
  const W allowed = W(tolerance) * time;
  if (!(given >= W(0)) || off > allowed) {
    raise<domain_error>(
        "rapidity::space_part: full[0] is no time part, expected sqrt(1/c + "
        "|x|^2)" +
        detail::number(" = ", time) + detail::got(given));
  }
  return space;
}

}  // namespace v0
}  // namespace rapidity
