#pragma once
#include "point.hpp"
#include "radial_map.hpp"

// What the ways to and from the half-space share; Map is row::ToHalfSpace or row::FromHalfSpace.

namespace rapidity {
inline namespace v0 {
namespace detail {

/// The map at a point. Throws shape_error unless there is a last coordinate, domain_error unless
/// that of a point of the half-space is positive; NaN passes.
template <template <class> class Map, class P, class D, class W = typename P::work>
Map<W> half_space_map_at(const char* function, const char* name, const Coordinates<P, D>& x,
                         const W& c) {
  if (x.size() == 0) {
    raise<shape_error>(std::string("rapidity::") + function + ": " + name +
                       " has 0 elements, expected at least 1, the height");
  }
  const row::Serial side{x.size() - 1};
  const W last = x(side.size);
  if constexpr (std::is_same<Map<W>, row::ToHalfSpace<W>>::value) {
    return row::to_half_space(row::dot<P>(x, x, side), last, c);
  } else {
    if (last <= W(0)) {
      raise<domain_error>(std::string("rapidity::") + function + ": " + name +
                          " lies outside the half-space, expected a last coordinate > 0" +
                          got(last));
    }
    using S = row::MarginSum<W>;
    const S side2 = side(S(), [&](S& sum, std::int64_t i) { sum.add(x(i), x(i)); });
    return row::from_half_space(side2, last, c);
  }
}

/// A point, the map at it, and how vectors are moved by coefficients.
template <template <class> class Map, class T, class DX>
struct HalfSpacePoint {
  using P = Precision<T>;
  using W = typename P::work;

  template <class C>
  HalfSpacePoint(const char* function, const char* name, const Eigen::MatrixBase<DX>& point,
                 const Curvature<C>& c)
      : x(point),
        last(x.size() - 1),
        map(half_space_map_at<Map>(function, name, x, W(T(c.value())))) {}

  /// Sums with an incoming gradient g and a tangent vector v; one may stand for both.
  template <class DG, class DV>
  row::SideSums<W> sums(const Coordinates<P, DG>& g, const Coordinates<P, DV>& v) const {
    const row::Serial side{last};
    return {row::dot<P>(x, g, side), row::dot<P>(x, v, side), row::dot<P>(g, v, side), g(last),
            v(last)};
  }

  /// The vector that the coefficients make of v, v(i) its coordinates, shaped like `shape`.
  template <class D, class V>
  plain_vector<D, T> move(const row::HalfSpaceCoefficients<W>& k, const V& v,
                          const Coordinates<P, D>& shape) const {
    return shape.template map<T>(
        [&](std::int64_t i) { return i < last ? k.at(x(i), v(i)) : k.last; });
  }

  /// The tangent vector v, moved by the differential.
  template <class DV>
  plain_vector<DV, T> differential(const Coordinates<P, DV>& v) const {
    const W zero(0);
    if constexpr (std::is_same<Map<W>, row::ToHalfSpace<W>>::value) {
      const row::Serial all{last + 1};
      const W xx = row::dot<P>(x, x, all);
      const row::Split<W> split = row::split<P>(x, xx, v, all);
      const auto across = [&](std::int64_t i) { return split.across(x(i), v(i)); };
      const W side = row::dot<P>(x, across, row::Serial{last});
      const W along = xx == zero ? zero : W(split.along / xx);
      return move(row::half_space_differential(map, {zero, side, zero, zero, across(last)}, along),
                  across, v);
    } else {
      return move(row::half_space_differential(map, sums(v, v)), v, v);
    }
  }

  Coordinates<P, DX> x;
  std::int64_t last;
  Map<W> map;
};

template <template <class> class Map, class DX, class C>
plain_vector<DX, point_scalar<DX, C>> half_space_map(const char* function, const char* name,
                                                     const Eigen::MatrixBase<DX>& x,
                                                     const Curvature<C>& c) {
  using T = point_scalar<DX, C>;
  using W = typename Precision<T>::work;
  const HalfSpacePoint<Map, T, DX> p(function, name, x, c);
  const W scale = p.map.side_scale(), last = p.map.last();
  return p.x.template map<T>([&](std::int64_t i) { return i < p.last ? W(scale * p.x(i)) : last; });
}

template <template <class> class Map, class DX, class C, class DG>
auto half_space_vjp(const char* function, const char* name, const Eigen::MatrixBase<DX>& x,
                    const Curvature<C>& c, const Eigen::MatrixBase<DG>& grad_out) {
  using T = tangent_scalar<DX, DG, C>;
  using P = Precision<T>;
  const HalfSpacePoint<Map, T, DX> p(function, name, x, c);
  const Coordinates<P, DG> grad(grad_out);
  expect_size(function, "grad_out", grad.size(), name, p.x.size());
  const auto k = row::half_space_vjp(p.map, p.sums(grad, grad));
  return PointGradient<plain_vector<DX, T>, T>{p.move(k, grad, p.x), T(k.c)};
}

template <template <class> class Map, class DX, class DV, class C>
plain_vector<DV, tangent_scalar<DX, DV, C>> half_space_tangent(const char* function,
                                                               const char* name,
                                                               const Eigen::MatrixBase<DX>& x,
                                                               const Eigen::MatrixBase<DV>& v,
                                                               const Curvature<C>& c) {
  using T = tangent_scalar<DX, DV, C>;
  const HalfSpacePoint<Map, T, DX> p(function, name, x, c);
  const Coordinates<Precision<T>, DV> tangent(v);
  expect_size(function, "v", tangent.size(), name, p.x.size());
  return p.differential(tangent);
}

template <template <class> class Map, class DX, class DV, class C, class DG>
auto half_space_tangent_vjp(const char* function, const char* name, const Eigen::MatrixBase<DX>& x,
                            const Eigen::MatrixBase<DV>& v, const Curvature<C>& c,
                            const Eigen::MatrixBase<DG>& grad_out) {
  using T = common_scalar<tangent_scalar<DX, DV, C>, typename DG::Scalar>;
  using P = Precision<T>;
  using W = typename P::work;
  const HalfSpacePoint<Map, T, DX> p(function, name, x, c);
  const Coordinates<P, DV> tangent(v);
  const Coordinates<P, DG> grad(grad_out);
  expect_size(function, "v", tangent.size(), name, p.x.size());
  expect_size(function, "grad_out", grad.size(), name, p.x.size());
  const row::SideSums<W> sums = p.sums(grad, tangent);
  const row::HalfSpaceTangentCoefficients<W> k = row::half_space_tangent_vjp(p.map, sums);
  return PointTangentGradient<plain_vector<DX, T>, plain_vector<DV, T>, T>{
      p.x.template map<T>(
          [&](std::int64_t i) { return i < p.last ? k.at(p.x(i), grad(i), tangent(i)) : k.last; }),
      p.move(row::half_space_vjp(p.map, sums), grad, tangent), T(k.c)};
}

}  // namespace detail
}  // namespace v0
}  // namespace rapidity
