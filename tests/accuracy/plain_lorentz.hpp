// The formulas of the Lorentz model as the field prints and programs them: points and tangent
// vectors with their time part, acosh of -c <x, y>, quotients clamped at 1e-8. S: the type that all
// of it is computed in, a Variable where gradients are wanted.
//   Nickel, Kiela (2018); Law et al. (2019); Nagano et al. (2019); Chen et al. (2022); Desai et al.
//   (2023).
#pragma once

#include "tape.hpp"

namespace accuracy {

template <class T>
class PlainLorentz {
 public:
  using S = Variable<T>;
  using Space = Vector<S>;
  struct Ambient {
    S time;
    Space space;

    friend Ambient operator+(const Ambient& a, const Ambient& b) {
      return {a.time + b.time, a.space + b.space};
    }
    friend Ambient operator*(const S& k, const Ambient& a) {
      const Space scaled = a.space.unaryExpr([&](const S& value) { return k * value; });
      return {k * a.time, scaled};
    }
  };

  explicit PlainLorentz(const S& curvature) : c(curvature), rc(sqrt(curvature)) {}

  static S dot(const Space& a, const Space& b) {
    S sum;
    for (Eigen::Index i = 0; i < a.size(); ++i) sum += a[i] * b[i];
    return sum;
  }
  static S inner(const Ambient& a, const Ambient& b) {
    return dot(a.space, b.space) - a.time * b.time;
  }
  static S norm(const Ambient& v) { return sqrt(at_least(inner(v, v), T(1e-8))); }

  Ambient point(const Space& x) const { return {sqrt(S(1) / c + dot(x, x)), x}; }
  Ambient root(Eigen::Index size) const { return point(Space::Constant(size, S(0))); }
  Ambient tangent(const Ambient& x, const Space& v) const { return {dot(x.space, v) / x.time, v}; }

  S distance(const Ambient& x, const Ambient& y) const {
    return acosh(at_least(-c * inner(x, y), T(1 + 1e-8))) / rc;
  }
  Ambient expmap(const Ambient& x, const Ambient& v) const {
    const S length = rc * norm(v);
    return cosh(length) * x + (sinh(length) / length) * v;
  }
  Ambient logmap(const Ambient& x, const Ambient& y) const {
    const Ambient u = y + (c * inner(x, y)) * x;
    return (distance(x, y) / norm(u)) * u;
  }
  Ambient transport(const Ambient& x, const Ambient& y, const Ambient& v) const {
    return v + (c * inner(y, v) / (S(1) - c * inner(x, y))) * (x + y);
  }
  Ambient geodesic(const Ambient& x, const Ambient& y, const S& t) const {
    return expmap(x, t * logmap(x, y));
  }
  // The sum, scaled onto the hyperboloid.
  Ambient centre(const Ambient& sum) const {
    return (S(1) / (rc * sqrt(at_least(-inner(sum, sum), T(1e-8))))) * sum;
  }
  // p moved by the boost of the root to x, or of x to the root.
  Space boost(const Space& x, const Space& p, T sign) const {
    const S along = c * dot(x, p) / (S(1) + rc * point(x).time);
    const S step = along + S(sign) * rc * point(p).time;
    return p + x.unaryExpr([&](const S& value) { return step * value; });
  }

  S c, rc;
};

template <class T>
Vector<Variable<T>> one_number(const Variable<T>& value) {
  return Vector<Variable<T>>::Constant(1, value);
}

}  // namespace accuracy
