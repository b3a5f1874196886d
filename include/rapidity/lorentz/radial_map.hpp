#pragma once
#include <type_traits>

#include "point.hpp"

// What the two balls share: a map along the rays from the origin, its differential and gradients.

namespace rapidity {
inline namespace v0 {

/// Gradient with respect to a point, a tangent vector there and the curvature parameter.
template <class X, class V, class T>
struct PointTangentGradient {
  X x;
  V v;
  T c;
};

/// Scalar of a function of a point, a tangent vector there and a Curvature<C>.
template <class DX, class DV, class C>
using tangent_scalar = common_scalar<point_scalar<DX, C>, typename DV::Scalar>;

namespace detail {

struct ToPoincare {
  static constexpr bool from_ball = false;
  template <class S, class W>
  static row::RadialMap<W> at(const S& square, const W& c) {
    return row::to_poincare(W(square.value()), c);
  }
};

struct ToKlein {
  static constexpr bool from_ball = false;
  template <class S, class W>
  static row::RadialMap<W> at(const S& square, const W& c) {
    return row::to_klein(W(square.value()), c);
  }
};

struct FromPoincare {
  static constexpr bool from_ball = true;
  template <class S, class W>
  static row::RadialMap<W> at(const S& square, const W& c) {
    return row::from_poincare(W(square.value()), row::margin(square, c), c);
  }
};

struct FromKlein {
  static constexpr bool from_ball = true;
  template <class S, class W>
  static row::RadialMap<W> at(const S& square, const W& c) {
    return row::from_klein(row::margin(square, c), c);
  }
};

/// Throws domain_error unless the point lies inside the ball of radius 1/rc. NaN passes.
template <class S, class W>
void expect_in_ball(const char* function, const char* name, const S& square, const W& c) {
  const W margin = row::margin(square, c);
  if (margin <= W(0)) {
    raise<domain_error>(std::string("rapidity::") + function + ": " + name +
                        " lies outside the ball, expected 1 - c |" + name + "|^2 > 0" +
                        got(margin));
  }
}

/// A point and the map at it.
template <class Map, class T, class DX>
struct RadialPoint {
  using P = Precision<T>;
  using W = typename P::work;
  using S = std::conditional_t<Map::from_ball, row::MarginSum<W>, typename P::sum>;

  template <class C>
  RadialPoint(const char* function, const char* name, const Eigen::MatrixBase<DX>& point,
              const Curvature<C>& curvature)
      : x(point), c(T(curvature.value())) {
    const row::Serial reduce{x.size()};
    const S square = reduce(S(), [&](S& sum, std::int64_t i) { sum.add(x(i), x(i)); });
    if constexpr (Map::from_ball) expect_in_ball(function, name, square, c);
    xx = square.value();
    map = Map::at(square, c);
  }

  template <class D>
  row::Split<W> split(const Coordinates<P, D>& v) const {
    return row::split<P>(x, xx, v, row::Serial{x.size()});
  }
  template <class D>
  row::RadialCoefficients<W> differential(const Coordinates<P, D>& v) const {
    return row::radial_differential(map, xx, c, split(v));
  }

  Coordinates<P, DX> x;
  W c, xx;
  row::RadialMap<W> map;
};

template <class Map, class DX, class C>
plain_vector<DX, point_scalar<DX, C>> radial_map(const char* function, const char* name,
                                                 const Eigen::MatrixBase<DX>& x,
                                                 const Curvature<C>& c) {
  using T = point_scalar<DX, C>;
  using W = typename Precision<T>::work;
  const RadialPoint<Map, T, DX> p(function, name, x, c);
  return p.x.template map<T>([&](std::int64_t i) { return W(p.map.scale * p.x(i)); });
}

template <class Map, class DX, class C, class DG>
auto radial_map_vjp(const char* function, const char* name, const Eigen::MatrixBase<DX>& x,
                    const Curvature<C>& c, const Eigen::MatrixBase<DG>& grad_out) {
  using T = tangent_scalar<DX, DG, C>;
  using P = Precision<T>;
  const RadialPoint<Map, T, DX> p(function, name, x, c);
  const Coordinates<P, DG> grad(grad_out);
  expect_size(function, "grad_out", grad.size(), name, p.x.size());
  const row::RadialCoefficients<typename P::work> k = p.differential(grad);
  return PointGradient<plain_vector<DX, T>, T>{
      p.x.template map<T>([&](std::int64_t i) { return k.at(p.x(i), grad(i)); }), T(k.c)};
}

template <class Map, class DX, class DV, class C>
plain_vector<DV, tangent_scalar<DX, DV, C>> radial_tangent(const char* function, const char* name,
                                                           const Eigen::MatrixBase<DX>& x,
                                                           const Eigen::MatrixBase<DV>& v,
                                                           const Curvature<C>& c) {
  using T = tangent_scalar<DX, DV, C>;
  using P = Precision<T>;
  const RadialPoint<Map, T, DX> p(function, name, x, c);
  const Coordinates<P, DV> tangent(v);
  expect_size(function, "v", tangent.size(), name, p.x.size());
  const row::RadialCoefficients<typename P::work> k = p.differential(tangent);
  return tangent.template map<T>([&](std::int64_t i) { return k.at(p.x(i), tangent(i)); });
}

template <class Map, class DX, class DV, class C, class DG>
auto radial_tangent_vjp(const char* function, const char* name, const Eigen::MatrixBase<DX>& x,
                        const Eigen::MatrixBase<DV>& v, const Curvature<C>& c,
                        const Eigen::MatrixBase<DG>& grad_out) {
  using T = common_scalar<tangent_scalar<DX, DV, C>, typename DG::Scalar>;
  using P = Precision<T>;
  using W = typename P::work;
  const RadialPoint<Map, T, DX> p(function, name, x, c);
  const Coordinates<P, DV> tangent(v);
  const Coordinates<P, DG> grad(grad_out);
  expect_size(function, "v", tangent.size(), name, p.x.size());
  expect_size(function, "grad_out", grad.size(), name, p.x.size());
  const row::Split<W> g_split = p.split(grad), v_split = p.split(tangent);
  const W across = row::dot<P>([&](std::int64_t i) { return g_split.across(p.x(i), grad(i)); },
                               [&](std::int64_t i) { return v_split.across(p.x(i), tangent(i)); },
                               row::Serial{p.x.size()});
  const row::RadialCoefficients<W> of_v = row::radial_differential(p.map, p.xx, p.c, g_split);
  const row::RadialTangentCoefficients<W> k =
      row::radial_tangent_vjp(p.map, p.xx, p.c, g_split, v_split, across);
  return PointTangentGradient<plain_vector<DX, T>, plain_vector<DV, T>, T>{
      p.x.template map<T>([&](std::int64_t i) { return k.at(p.x(i), grad(i), tangent(i)); }),
      tangent.template map<T>([&](std::int64_t i) { return of_v.at(p.x(i), grad(i)); }), T(k.c)};
}

}  // namespace detail
}  // namespace v0
}  // namespace rapidity
