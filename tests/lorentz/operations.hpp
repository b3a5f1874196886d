// Every operation of the Eigen level as one list of numbers, value and gradients, for tests that
// hold for all.
#pragma once

#include <rapidity/rapidity.hpp>

#include <string>
#include <vector>

#include "catch.hpp"
#include "reference/case_inputs.hpp"

namespace lorentz {

using reference::Vector;

template <class T>
struct Operation {
  std::string name;
  bool uses_y;
  Vector<T> (*value)(const Vector<T>& x, const Vector<T>& y, T c);
  Vector<T> (*gradients)(const Vector<T>& x, const Vector<T>& y, T c, T grad_out);
};

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

// Functions of two points; lift and logmap0 take y as the incoming gradient.
template <class T>
std::vector<Operation<T>> operations() {
  using V = const Vector<T>&;
  using C = rapidity::Curvature<T>;
  return {
      {"inner", true, [](V x, V y, T c) { return number(rapidity::inner(x, y, C(c))); },
       [](V x, V y, T c, T g) {
         const auto k = rapidity::inner_vjp(x, y, C(c), g);
         return joined<T>(k.x, k.y, k.c);
       }},
      {"distance", true, [](V x, V y, T c) { return number(rapidity::distance(x, y, C(c))); },
       [](V x, V y, T c, T g) {
         const auto k = rapidity::distance_vjp(x, y, C(c), g);
         return joined<T>(k.x, k.y, k.c);
       }},
      {"exterior_angle", true,
       [](V x, V y, T c) { return number(rapidity::exterior_angle(x, y, C(c))); },
       [](V x, V y, T c, T g) {
         const auto k = rapidity::exterior_angle_vjp(x, y, C(c), g);
         return joined<T>(k.general, k.specific, k.c);
       }},
      {"entailment_residual", true,
       [](V x, V y, T c) {
         return number(rapidity::entailment_residual(x, y, C(c), T(0.1), T(0.7)));
       },
       [](V x, V y, T c, T g) {
         const auto k = rapidity::entailment_residual_vjp(x, y, C(c), T(0.1), T(0.7), g);
         return joined<T>(k.general, k.specific, k.c);
       }},
      {"half_aperture", false,
       [](V x, V, T c) { return number(rapidity::half_aperture(x, C(c), T(0.1))); },
       [](V x, V, T c, T g) {
         const auto k = rapidity::half_aperture_vjp(x, C(c), T(0.1), g);
         return joined<T>(k.x, Vector<T>(), k.c);
       }},
      {"time", false, [](V x, V, T c) { return number(rapidity::time(x, C(c))); },
       [](V x, V, T c, T g) {
         const auto k = rapidity::time_vjp(x, C(c), g);
         return joined<T>(k.x, Vector<T>(), k.c);
       }},
      {"lift", false, [](V x, V, T c) { return Vector<T>(rapidity::lift(x, C(c))); },
       [](V x, V y, T c, T g) {
         const auto k = rapidity::lift_vjp(x, C(c), Vector<T>(g * y));
         return joined<T>(k.v, Vector<T>(), k.c);
       }},
      {"logmap0", false, [](V x, V, T c) { return Vector<T>(rapidity::logmap0(x, C(c))); },
       [](V x, V y, T c, T g) {
         const auto k = rapidity::logmap0_vjp(x, C(c), Vector<T>(g * y));
         return joined<T>(k.x, Vector<T>(), k.c);
       }},
  };
}

}  // namespace lorentz
