// The six maps under one interface.
#pragma once

#include <rapidity/lorentz/half_space.hpp>
#include <rapidity/lorentz/klein.hpp>
#include <rapidity/lorentz/poincare.hpp>

#include <string>
#include <vector>

#include "reference/case_inputs.hpp"

namespace models {

using reference::Vector;

template <class T>
struct Map {
  using V = Vector<T>;
  using C = rapidity::Curvature<T>;
  using Gradient = rapidity::PointGradient<V, T>;
  using TangentGradient = rapidity::PointTangentGradient<V, V, T>;

  std::string name;
  V (*value)(const V& x, const C& c);
  Gradient (*vjp)(const V& x, const C& c, const V& g);
  V (*tangent)(const V& x, const V& v, const C& c);
  TangentGradient (*tangent_vjp)(const V& x, const V& v, const C& c, const V& g);
};

#define MODELS_MAP(name)                                                                     \
  {                                                                                          \
#name, [](const V& x, const C& c) -> V { return rapidity::name(x, c); },                   \
        [](const V& x, const C& c, const V& g) { return rapidity::name##_vjp(x, c, g); },      \
        [](const V& x, const V& v, const C& c) -> V { return rapidity::name##_tangent(x, v, c); }, \
        [](const V& x, const V& v, const C& c, const V& g) {                                   \
          return rapidity::name##_tangent_vjp(x, v, c, g);                                     \
        } \
  }

// Each way there is followed by its way back.
template <class T>
std::vector<Map<T>> maps() {
  using V = Vector<T>;
  using C = rapidity::Curvature<T>;
  return {MODELS_MAP(to_poincare), MODELS_MAP(from_poincare), MODELS_MAP(to_klein),
          MODELS_MAP(from_klein),  MODELS_MAP(to_half_space), MODELS_MAP(from_half_space)};
}

#undef MODELS_MAP

}  // namespace models
