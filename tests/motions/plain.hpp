// The motions by the plain formulas of accuracy/plain_lorentz.hpp, in the parts of motions.hpp.
#pragma once

#include "accuracy/plain_lorentz.hpp"
#include "motions.hpp"

namespace motions {

template <class T>
using Space = typename accuracy::PlainLorentz<T>::Space;

// Value by the operation's arguments: vectors, a time, c last.
template <class T>
Space<T> plain_value(const std::string& operation, const std::vector<Space<T>>& a) {
  const accuracy::PlainLorentz<T> space(a.back()[0]);
  const auto x = space.point(a[0]);
  const auto number = [](const auto& value) { return accuracy::one_number(value); };
  if (operation == "tangent_inner") {
    return number(space.inner(space.tangent(x, a[1]), space.tangent(x, a[2])));
  }
  if (operation == "tangent_norm") return number(space.norm(space.tangent(x, a[1])));
  if (operation == "radius") return number(space.distance(space.root(a[0].size()), x));
  if (operation == "expmap") return space.expmap(x, space.tangent(x, a[1])).space;
  const auto y = space.point(a[1]);
  if (operation == "squared_distance") {
    const auto d = space.distance(x, y);
    return number(d * d);
  }
  if (operation == "logmap") return space.logmap(x, y).space;
  if (operation == "transport") return space.transport(x, y, space.tangent(x, a[2])).space;
  if (operation == "geodesic") return space.geodesic(x, y, a[2][0]).space;
  if (operation == "midpoint") return space.centre(x + y).space;
  throw std::runtime_error("no plain formula of \"" + operation + "\"");
}

template <class T>
Parts<T> evaluate_plainly(const std::string& operation, const Inputs<T>& in) {
  std::vector<Vector<T>> arguments = {in.x};
  if (operation == "tangent_inner") arguments.insert(arguments.end(), {in.y, in.v});
  if (operation == "tangent_norm" || operation == "expmap") arguments.push_back(in.v);
  if (operation == "squared_distance" || operation == "logmap" || operation == "transport" ||
      operation == "geodesic" || operation == "midpoint") {
    arguments.push_back(in.y);
  }
  if (operation == "transport") arguments.push_back(in.v);
  if (operation == "geodesic") arguments.push_back(number(in.t));
  arguments.push_back(number(in.c));
  const auto plain = accuracy::differentiate<T>(
      [&](const auto& a) { return plain_value<T>(operation, a); }, arguments, in.g);
  Parts<T> parts = evaluate(operation, in);  // for the names, in the same order
  parts.at(0).second = plain.value;
  for (std::size_t i = 1; i < parts.size(); ++i) parts[i].second = plain.gradients.at(i - 1);
  return parts;
}

}  // namespace motions
