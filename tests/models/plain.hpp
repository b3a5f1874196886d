// The maps between the models by their plain formulas, their differentials as these give them, and
// gradients by automatic differentiation.
#pragma once

#include "accuracy/plain_lorentz.hpp"
#include "maps.hpp"

namespace models {

template <class T>
struct PlainMaps {
  using S = accuracy::Variable<T>;
  using Space = Vector<S>;
  using Lorentz = accuracy::PlainLorentz<T>;

  // a x + b v
  static Space sum(const S& a, const Space& x, const S& b, const Space& v) {
    Space result(x.size());
    for (Eigen::Index i = 0; i < x.size(); ++i) result[i] = a * x[i] + b * v[i];
    return result;
  }
  static Space times(const S& a, const Space& x) { return sum(a, x, S(T(0)), x); }
  static S time(const Space& x, const S& c) { return sqrt(c) * Lorentz(c).point(x).time; }
  static S margin(const Space& x, const S& c) { return S(T(1)) - c * Lorentz::dot(x, x); }

  struct to_poincare {
    static Space value(const Space& x, const S& c) { return times(S(1) / (S(1) + time(x, c)), x); }
    static Space tangent(const Space& x, const Space& v, const S& c) {
      const S X = time(x, c), scale = S(1) / (S(1) + X);
      return sum(-c * Lorentz::dot(x, v) * scale * scale / X, x, scale, v);
    }
  };
  struct from_poincare {
    static Space value(const Space& x, const S& c) { return times(S(2) / margin(x, c), x); }
    static Space tangent(const Space& x, const Space& v, const S& c) {
      const S scale = S(2) / margin(x, c);
      return sum(c * Lorentz::dot(x, v) * scale * scale, x, scale, v);
    }
  };
  struct to_klein {
    static Space value(const Space& x, const S& c) { return times(S(1) / time(x, c), x); }
    static Space tangent(const Space& x, const Space& v, const S& c) {
      const S X = time(x, c);
      return sum(-c * Lorentz::dot(x, v) / (X * X * X), x, S(1) / X, v);
    }
  };
  struct from_klein {
    static Space value(const Space& x, const S& c) { return times(S(1) / sqrt(margin(x, c)), x); }
    static Space tangent(const Space& x, const Space& v, const S& c) {
      const S scale = S(1) / sqrt(margin(x, c));
      return sum(c * Lorentz::dot(x, v) * scale * scale * scale, x, scale, v);
    }
  };
  struct to_half_space {
    static Space value(const Space& x, const S& c) {
      const Eigen::Index last = x.size() - 1;
      const S E = S(1) / (time(x, c) - sqrt(c) * x[last]);
      Space result = times(E, x);
      result[last] = E / sqrt(c);
      return result;
    }
    static Space tangent(const Space& x, const Space& v, const S& c) {
      const Eigen::Index last = x.size() - 1;
      const S X = time(x, c), E = S(1) / (X - sqrt(c) * x[last]);
      const S slope = -E * E * (c * Lorentz::dot(x, v) / X - sqrt(c) * v[last]);
      Space result = sum(slope, x, E, v);
      result[last] = slope / sqrt(c);
      return result;
    }
  };
  struct from_half_space {
    static Space value(const Space& y, const S& c) {
      const Eigen::Index last = y.size() - 1;
      Space result = times(S(1) / (sqrt(c) * y[last]), y);
      result[last] = (c * Lorentz::dot(y, y) - S(1)) / (S(2) * c * y[last]);
      return result;
    }
    static Space tangent(const Space& y, const Space& v, const S& c) {
      const Eigen::Index last = y.size() - 1;
      const S h = y[last], scale = S(1) / (sqrt(c) * h);
      Space result = sum(-scale * v[last] / h, y, scale, v);
      result[last] =
          Lorentz::dot(y, v) / h - (c * Lorentz::dot(y, y) - S(1)) * v[last] / (S(2) * c * h * h);
      return result;
    }
  };

  using C = rapidity::Curvature<T>;
  using V = Vector<T>;

  template <class Formula>
  static Map<T> map(const std::string& name) {
    return {
        name, [](const V& x, const C& c) { return of_point<Formula>(x, c, V()).value; },
        [](const V& x, const C& c, const V& g) {
          const auto all = of_point<Formula>(x, c, g);
          return typename Map<T>::Gradient{all.gradients[0], all.gradients[1][0]};
        },
        [](const V& x, const V& v, const C& c) { return of_tangent<Formula>(x, v, c, V()).value; },
        [](const V& x, const V& v, const C& c, const V& g) {
          const auto all = of_tangent<Formula>(x, v, c, g);
          return typename Map<T>::TangentGradient{all.gradients[0], all.gradients[1],
                                                  all.gradients[2][0]};
        }};
  }

  static std::vector<Map<T>> all() {
    return {map<to_poincare>("to_poincare"),     map<from_poincare>("from_poincare"),
            map<to_klein>("to_klein"),           map<from_klein>("from_klein"),
            map<to_half_space>("to_half_space"), map<from_half_space>("from_half_space")};
  }

 private:
  // Without an incoming gradient: zeros, of which only the value is wanted.
  static V incoming(const V& g, Eigen::Index size) { return g.size() ? g : V(V::Zero(size)); }

  template <class Formula>
  static accuracy::Differentiated<T> of_point(const V& x, const C& c, const V& g) {
    return accuracy::differentiate<T>([](const auto& a) { return Formula::value(a[0], a[1][0]); },
                                      {x, V::Constant(1, c.value())}, incoming(g, x.size()));
  }
  template <class Formula>
  static accuracy::Differentiated<T> of_tangent(const V& x, const V& v, const C& c, const V& g) {
    return accuracy::differentiate<T>(
        [](const auto& a) { return Formula::tangent(a[0], a[1], a[2][0]); },
        {x, v, V::Constant(1, c.value())}, incoming(g, x.size()));
  }
};

}  // namespace models
