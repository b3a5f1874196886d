// The formulas as the literature prints them and as programs evaluate them: inner products in the
// type of the points, acosh, acos and asin of clamped arguments, the clamp 1e-8, gradients by
// automatic differentiation. Measured beside the library, so that the difference is seen.
//   Desai et al., Hyperbolic Image-Text Representations, ICML 2023.
#pragma once

#include <Eigen/Core>
#include <unsupported/Eigen/AutoDiff>

#include "results.hpp"

namespace accuracy {

template <class T>
class Plain {
 public:
  static PairResult<T> inner(const Points<T>& p, T c) { return pair(p, c, inner_); }
  static PairResult<T> distance(const Points<T>& p, T c) { return pair(p, c, distance_); }
  static PairResult<T> exterior_angle(const Points<T>& p, T c) { return pair(p, c, angle_); }

  static PointResult<T> lift(const Points<T>& p, T c) { return scaling(p, c, sinh_over); }
  static PointResult<T> logmap0(const Points<T>& p, T c) { return scaling(p, c, acosh_over); }
  static PointResult<T> time(const Points<T>& p, T c) {
    return radial(p, c, [](const Dual& xx, const Dual& k) { return time_(xx, k); });
  }
  static PointResult<T> half_aperture(const Points<T>& p, T c, T min_radius) {
    return radial(p, c, [=](const Dual& xx, const Dual& k) {
      const Dual sine = 2 * min_radius / Dual(sqrt(Dual(xx * k)) + kClamp);
      return Dual(asin(clamp(sine, -1 + kClamp, 1 - kClamp)));
    });
  }

 private:
  // A number with its derivatives by x.x, y.y, x.y and c.
  using Dual = Eigen::AutoDiffScalar<Eigen::Array<T, 4, 1>>;
  struct Sums {
    Dual xx, yy, xy, c;
  };
  static constexpr T kClamp = T(1e-8);
  static constexpr T kMax = std::numeric_limits<T>::max();

  static Dual time_(const Dual& xx, const Dual& c) { return sqrt(Dual(T(1) / c + xx)); }
  static Dual inner_(const Sums& s) { return s.xy - Dual(time_(s.xx, s.c) * time_(s.yy, s.c)); }

  static Dual clamp(const Dual& u, T low, T high) {
    if (u.value() < low) return Dual(low);
    return u.value() > high ? Dual(high) : u;
  }

  static Dual acosh_(const Dual& u) {
    const T slope = 1 / std::sqrt(u.value() * u.value() - 1);
    return Dual(std::acosh(u.value()), slope * u.derivatives());
  }

  static Dual distance_(const Sums& s) {
    return acosh_(clamp(Dual(-s.c * inner_(s)), 1 + kClamp, kMax)) / Dual(sqrt(s.c));
  }

  static Dual angle_(const Sums& s) {
    const Dual u = s.c * inner_(s);
    const Dual numerator = time_(s.yy, s.c) + Dual(u * time_(s.xx, s.c));
    const Dual root = sqrt(clamp(Dual(u * u - T(1)), kClamp, kMax));
    const Dual cosine = numerator / Dual(Dual(sqrt(s.xx)) * root + kClamp);
    return acos(clamp(cosine, -1 + kClamp, 1 - kClamp));
  }

  static Dual sinh_over(const Dual& vv, const Dual& c) {
    const Dual z = clamp(Dual(sqrt(Dual(vv * c))), kClamp, kMax);
    return Dual(sinh(z)) / z;
  }

  static Dual acosh_over(const Dual& xx, const Dual& c) {
    const Dual rapidity = acosh_(clamp(Dual(Dual(sqrt(c)) * time_(xx, c)), 1 + kClamp, kMax));
    return rapidity / clamp(Dual(sqrt(Dual(xx * c))), kClamp, kMax);
  }

  template <class Function>
  static PairResult<T> pair(const Points<T>& p, T c, const Function& function) {
    const Sums s{Dual(p.x.squaredNorm(), 4, 0), Dual(p.y.squaredNorm(), 4, 1),
                 Dual(p.x.dot(p.y), 4, 2), Dual(c, 4, 3)};
    const Dual f = function(s);
    const auto& g = f.derivatives();
    return {f.value(), 2 * g[0] * p.x + g[2] * p.y, 2 * g[1] * p.y + g[2] * p.x, g[3]};
  }

  template <class Function>
  static PointResult<T> radial(const Points<T>& p, T c, const Function& function) {
    const Dual f = function(Dual(p.x.squaredNorm(), 4, 0), Dual(c, 4, 3));
    const auto& g = f.derivatives();
    return {Vector<T>::Constant(1, f.value()), 2 * g[0] * p.x, g[3]};
  }

  // A map x -> S(x.x, c) x and its vector-Jacobian product with p.y.
  template <class Function>
  static PointResult<T> scaling(const Points<T>& p, T c, const Function& scale) {
    const Dual f = scale(Dual(p.x.squaredNorm(), 4, 0), Dual(c, 4, 3));
    const auto& g = f.derivatives();
    const T gx = p.x.dot(p.y);
    return {f.value() * p.x, f.value() * p.y + 2 * g[0] * gx * p.x, g[3] * gx};
  }
};

}  // namespace accuracy
