// Every operation of these as one list of numbers, value and gradients, for tests that hold for
// all: x a point, y another point, a direction, a normal or a Euclidean gradient.
#pragma once

#include <rapidity/lorentz/boost.hpp>
#include <rapidity/lorentz/busemann.hpp>
#include <rapidity/lorentz/centroid.hpp>
#include <rapidity/lorentz/mlr_logit.hpp>
#include <rapidity/lorentz/riemannian_gradient.hpp>

#include <string>
#include <vector>

#include "cases.hpp"
#include "catch.hpp"

namespace means {

template <class T>
struct Operation {
  std::string name;
  bool needs_direction;  // y = 0 is refused
  double degree;         // f(x, y, c) = c^(-degree / 2) f(rc x, y', 1), y' as below
  bool y_is_point;       // y' = rc y, else y' = y
  Vector<T> (*value)(const Vector<T>& x, const Vector<T>& y, T c);
  Vector<T> (*gradients)(const Vector<T>& x, const Vector<T>& y, T c, T grad_out);
};

constexpr double kOffset = 0.3;

template <class T>
Vector<T> number(T value) {
  return Vector<T>::Constant(1, value);
}

template <class T>
Vector<T> joined(const Vector<T>& x, const Vector<T>& y, T c) {
  Vector<T> all(x.size() + y.size() + 1);
  all << x, y, c;
  return all;
}

template <class T>
Vector<T> incoming(const Vector<T>& x, T grad_out) {
  return grad_out * Vector<T>::LinSpaced(x.size(), T(1), T(-0.5));
}

template <class T>
Matrix<T> rows(const Vector<T>& x, const Vector<T>& y) {
  Matrix<T> points(3, x.size());
  points << x.transpose(), y.transpose(), x.transpose() / T(2);
  return points;
}

template <class T>
std::vector<Operation<T>> operations() {
  using V = const Vector<T>&;
  using C = rapidity::Curvature<T>;
  return {
      {"busemann", true, 1, false,
       [](V x, V y, T c) { return number(rapidity::busemann(x, y, C(c))); },
       [](V x, V y, T c, T g) {
         const auto k = rapidity::busemann_vjp(x, y, C(c), g);
         return joined<T>(k.x, k.direction, k.c);
       }},
      {"boost", false, 1, true,
       [](V x, V y, T c) { return Vector<T>(rapidity::boost(x, y, C(c))); },
       [](V x, V y, T c, T g) {
         const auto k = rapidity::boost_vjp(x, y, C(c), incoming(x, g));
         return joined<T>(k.x, k.p, k.c);
       }},
      {"boost_inverse", false, 1, true,
       [](V x, V y, T c) { return Vector<T>(rapidity::boost_inverse(x, y, C(c))); },
       [](V x, V y, T c, T g) {
         const auto k = rapidity::boost_inverse_vjp(x, y, C(c), incoming(x, g));
         return joined<T>(k.x, k.p, k.c);
       }},
      {"hyperplane_distance", true, 1, false,
       [](V x, V y, T c) {
         const T offset = T(kOffset) / std::sqrt(c);
         return number(rapidity::hyperplane_distance(x, y, offset, C(c)));
       },
       [](V x, V y, T c, T g) {
         const T offset = T(kOffset) / std::sqrt(c);
         const auto k = rapidity::hyperplane_distance_vjp(x, y, offset, C(c), g);
         return joined<T>(joined<T>(k.x, k.normal, k.offset), Vector<T>(), k.c);
       }},
      {"mlr_logit", false, 1, false,
       [](V x, V y, T c) {
         const T offset = T(kOffset) / std::sqrt(c);
         return number(rapidity::mlr_logit(x, y, offset, C(c)));
       },
       [](V x, V y, T c, T g) {
         const T offset = T(kOffset) / std::sqrt(c);
         const auto k = rapidity::mlr_logit_vjp(x, y, offset, C(c), g);
         return joined<T>(joined<T>(k.x, k.normal, k.offset), Vector<T>(), k.c);
       }},
      {"riemannian_gradient", false, 0, false,
       [](V x, V y, T c) { return Vector<T>(rapidity::riemannian_gradient(x, y, C(c))); },
       [](V x, V y, T c, T g) {
         const auto k = rapidity::riemannian_gradient_vjp(x, y, C(c), incoming(x, g));
         return joined<T>(k.x, k.euclidean_gradient, k.c);
       }},
      {"centroid", false, 1, true,
       [](V x, V y, T c) { return Vector<T>(rapidity::centroid(rows(x, y), C(c)).transpose()); },
       [](V x, V y, T c, T g) {
         const Matrix<T> points = rows(x, y);
         const Vector<T> weights = Vector<T>::LinSpaced(3, T(1), T(2));
         const auto k = rapidity::centroid_vjp(points, weights, C(c), incoming(x, g));
         const Eigen::Map<const Vector<T>> flat(k.points.data(), k.points.size());
         return joined<T>(flat, k.weights, k.c);
       }},
  };
}

}  // namespace means
