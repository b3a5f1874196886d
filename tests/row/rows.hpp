// The row level as a method under test: points of T in, results in the working precision out.
#pragma once

#include <rapidity/curvature.hpp>
#include <rapidity/row/row.hpp>

#include "accuracy/results.hpp"

namespace rows {

using accuracy::PairResult;
using accuracy::PointResult;
using reference::Points;
using reference::Vector;

template <class P, class T>
rapidity::row::PairSums<typename P::work> sums(const Points<T>& p) {
  using W = typename P::work;
  return rapidity::row::pair_sums<P>([&](std::int64_t i) { return W(p.x[i]); },
                                     [&](std::int64_t i) { return W(p.y[i]); },
                                     rapidity::row::Serial{p.x.size()});
}

template <class P, class T>
rapidity::row::Triangle<typename P::work> triangle(const Points<T>& p, T c) {
  return rapidity::row::triangle(sums<P>(p), typename P::work(c));
}

template <class P, class T>
typename P::sum square_sum(const Vector<T>& x) {
  using W = typename P::work;
  const auto read = [&](std::int64_t i) { return W(x[i]); };
  return rapidity::row::product_sum<P>(read, read, rapidity::row::Serial{x.size()});
}

template <class P, class T>
typename P::work dot(const Vector<T>& x, const Vector<T>& y) {
  using W = typename P::work;
  return rapidity::row::dot<P>([&](std::int64_t i) { return W(x[i]); },
                               [&](std::int64_t i) { return W(y[i]); },
                               rapidity::row::Serial{x.size()});
}

template <class W, class T>
PairResult<W> combine(const Points<T>& p, const W& value,
                      const rapidity::row::PairCoefficients<W>& k) {
  Vector<W> gx(p.x.size()), gy(p.x.size());
  for (Eigen::Index i = 0; i < gx.size(); ++i) {
    gx[i] = k.at_x(W(p.x[i]), W(p.y[i]));
    gy[i] = k.at_y(W(p.x[i]), W(p.y[i]));
  }
  return {value, gx, gy, k.c};
}

template <class P, class T>
struct Rows {
  using W = typename P::work;

  static PairResult<W> inner(const Points<T>& p, T c) {
    const auto t = triangle<P>(p, c);
    return combine(p, rapidity::row::inner(t), rapidity::row::inner_vjp(t, W(1)));
  }
  static PairResult<W> distance(const Points<T>& p, T c) {
    const auto t = triangle<P>(p, c);
    return combine(p, rapidity::row::distance(t), rapidity::row::distance_vjp(t, W(1)));
  }
  static PairResult<W> exterior_angle(const Points<T>& p, T c) {
    const auto t = triangle<P>(p, c);
    return combine(p, rapidity::row::exterior_angle(t), rapidity::row::exterior_angle_vjp(t, W(1)));
  }

  static PointResult<W> lift(const Points<T>& p, T c) {
    const auto xx = square_sum<P>(p.x);
    const W gx = dot<P>(p.y, p.x), no_cap = W(HUGE_VAL);
    return scaling(p, rapidity::row::lift_scale(xx, W(c), no_cap),
                   rapidity::row::lift_vjp(xx, gx, W(c), no_cap));
  }
  static PointResult<W> logmap0(const Points<T>& p, T c) {
    const W xx = dot<P>(p.x, p.x), gx = dot<P>(p.y, p.x);
    return scaling(p, rapidity::row::logmap0_scale(xx, W(c)),
                   rapidity::row::logmap0_vjp(xx, gx, W(c)));
  }
  static PointResult<W> time(const Points<T>& p, T c) {
    const W xx = dot<P>(p.x, p.x);
    return radial(p, rapidity::row::time(xx, W(c)), rapidity::row::time_vjp(xx, W(c), W(1)));
  }
  static PointResult<W> half_aperture(const Points<T>& p, T c, T min_radius) {
    const auto xx = square_sum<P>(p.x);
    return radial(p, rapidity::row::half_aperture(xx, W(c), W(min_radius)),
                  rapidity::row::half_aperture_vjp(xx, W(c), W(min_radius), W(1)));
  }

 private:
  static PointResult<W> scaling(const Points<T>& p, const W& scale,
                                const rapidity::row::ScaleCoefficients<W>& k) {
    Vector<W> value(p.x.size()), g(p.x.size());
    for (Eigen::Index i = 0; i < g.size(); ++i) {
      value[i] = scale * W(p.x[i]);
      g[i] = k.at(W(p.y[i]), W(p.x[i]));
    }
    return {value, g, k.c};
  }
  static PointResult<W> radial(const Points<T>& p, const W& value,
                               const rapidity::row::SelfCoefficients<W>& k) {
    return {Vector<W>::Constant(1, value), k.x * p.x.template cast<W>(), k.c};
  }
};

}  // namespace rows
