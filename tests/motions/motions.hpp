// Every operation between points and tangent vectors as a list of parts, value and gradients, in
// the order of the reference, and the reference itself (tests/reference/motions.py).
#pragma once

#include <rapidity/rapidity.hpp>

#include <string>
#include <utility>
#include <vector>

#include "reference/frame.hpp"

namespace motions {

using reference::Vector;

// A line of the reference: inputs, then the numbers of all parts.
struct Case : reference::Case {
  std::string operation;
  double p, q, t;  // v = round(p x + q w)
  std::vector<long double> numbers;
};

template <class T>
struct Inputs {
  Vector<T> x, y, v, g;  // points, a tangent vector at x, the incoming gradient
  T t, c;
};

template <class T>
Inputs<T> inputs(const Case& k) {
  const auto points = reference::points<T>(k);
  reference::SplitMix64 random(k.seed + 1000000);
  const Vector<T> w = reference::uniform<T>(random, k.size);
  const Vector<T> g = reference::uniform<T>(random, k.size);
  return {points.x, points.y, T(k.p) * points.x + T(k.q) * w, g, T(k.t), T(k.c)};
}

inline Case read(reference::detail::Words& words, Case k) {
  k.operation = words.text();
  reference::detail::read_inputs(words, k);
  k.p = static_cast<double>(words.number());
  k.q = static_cast<double>(words.number());
  k.t = static_cast<double>(words.number());
  while (!words.done()) k.numbers.push_back(words.number());
  return k;
}

template <class T>
std::vector<Case> cases() {
  return reference::detail::read_file<Case>(reference::detail::file_name<T>("motions"));
}

template <class T>
using Parts = std::vector<std::pair<std::string, Vector<T>>>;

template <class T>
Vector<T> number(T value) {
  return Vector<T>::Constant(1, value);
}

// Numbers have the incoming gradient 1, vectors the incoming gradient g.
template <class T>
Parts<T> evaluate(const std::string& operation, const Inputs<T>& in) {
  const rapidity::Curvature<T> c(in.c);
  const auto &x = in.x, &y = in.y, &v = in.v, &g = in.g;
  if (operation == "tangent_inner") {
    const auto k = rapidity::tangent_inner_vjp(x, y, v, c, T(1));
    return {{"value", number(rapidity::tangent_inner(x, y, v, c))},
            {"∂base", k.base},
            {"∂u", k.u},
            {"∂v", k.v},
            {"∂c", number(k.c)}};
  }
  if (operation == "tangent_norm") {
    const auto k = rapidity::tangent_norm_vjp(x, v, c, T(1));
    return {{"value", number(rapidity::tangent_norm(x, v, c))},
            {"∂base", k.base},
            {"∂v", k.v},
            {"∂c", number(k.c)}};
  }
  if (operation == "radius") {
    const auto k = rapidity::radius_vjp(x, c, T(1));
    return {{"value", number(rapidity::radius(x, c))}, {"∂x", k.x}, {"∂c", number(k.c)}};
  }
  if (operation == "squared_distance") {
    const auto k = rapidity::squared_distance_vjp(x, y, c, T(1));
    return {{"value", number(rapidity::squared_distance(x, y, c))},
            {"∂x", k.x},
            {"∂y", k.y},
            {"∂c", number(k.c)}};
  }
  if (operation == "expmap") {
    const auto k = rapidity::expmap_vjp(x, v, c, g);
    return {{"value", rapidity::expmap(x, v, c)},
            {"∂base", k.base},
            {"∂tangent", k.tangent},
            {"∂c", number(k.c)}};
  }
  if (operation == "logmap") {
    const auto k = rapidity::logmap_vjp(x, y, c, g);
    return {{"value", rapidity::logmap(x, y, c)},
            {"∂base", k.base},
            {"∂target", k.target},
            {"∂c", number(k.c)}};
  }
  if (operation == "transport") {
    const auto k = rapidity::transport_vjp(x, y, v, c, g);
    return {{"value", rapidity::transport(x, y, v, c)},
            {"∂from", k.from},
            {"∂to", k.to},
            {"∂tangent", k.tangent},
            {"∂c", number(k.c)}};
  }
  if (operation == "geodesic") {
    const auto k = rapidity::geodesic_vjp(x, y, in.t, c, g);
    return {{"value", rapidity::geodesic(x, y, in.t, c)},
            {"∂x", k.x},
            {"∂y", k.y},
            {"∂t", number(k.t)},
            {"∂c", number(k.c)}};
  }
  if (operation == "midpoint") {
    const auto k = rapidity::midpoint_vjp(x, y, c, g);
    return {{"value", rapidity::midpoint(x, y, c)}, {"∂x", k.x}, {"∂y", k.y}, {"∂c", number(k.c)}};
  }
  throw std::runtime_error("no operation \"" + operation + "\"");
}

inline const std::vector<std::string>& operations() {
  static const std::vector<std::string> all = {"tangent_inner",    "tangent_norm", "radius",
                                               "squared_distance", "expmap",       "logmap",
                                               "transport",        "geodesic",     "midpoint"};
  return all;
}

}  // namespace motions
