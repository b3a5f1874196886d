// Runs a method over the whole reference and records its errors beside the documented bounds.
#pragma once

#include <string>

#include "bounds.hpp"
#include "catch.hpp"
#include "reference/errors.hpp"
#include "results.hpp"
#include "table.hpp"

namespace accuracy {

inline std::string describe(const reference::Case& k) {
  return "size " + std::to_string(k.size) + ", c " + std::to_string(k.c) + ", seed " +
         std::to_string(k.seed) + ", s " + scientific(k.s) + ", a " + scientific(k.a) + ", b " +
         scientific(k.b);
}

template <class Bounds, class Result, class P>
void record_pair(Table& table, const reference::PairCase& k, const P& p, const std::string& name,
                 const Result& result, const reference::PairFunction& exact) {
  const PairCondition condition = accuracy::condition(k, p);
  const std::string regime = k.regime + (condition.cnn > 1e6 ? ", far" : "");
  const std::string where = regime + ": " + describe(k);
  const auto record = [&](const char* part, double error, double bound) {
    table.record(regime, name + part, error, bound, where);
  };
  const bool angle = name == "angle";
  if (angle) {
    record("", reference::absolute_error(result.value, exact.value), Bounds::angle(condition));
  } else {
    record("", reference::relative_error(result.value, exact.value), Bounds::value(condition));
  }
  const double gradient = angle ? Bounds::angle_gradient(condition) : Bounds::gradient(condition);
  record(" ∂x", reference::error_x(result.x, k, exact, p), gradient);
  record(" ∂y", reference::error_y(result.y, k, exact, p), gradient);
  record(" ∂c", reference::relative_error(result.c, exact.c),
         angle ? Bounds::angle_curvature(condition) : Bounds::value(condition));
}

template <class T, class Method, class Bounds>
Table pair_errors() {
  Table table;
  for (const reference::PairCase& k : reference::pair_cases<T>()) {
    const Points<T> p = reference::points<T>(k);
    const T c = T(k.c);
    record_pair<Bounds>(table, k, p, "inner", Method::inner(p, c), k.inner);
    record_pair<Bounds>(table, k, p, "distance", Method::distance(p, c), k.distance);
    record_pair<Bounds>(table, k, p, "angle", Method::exterior_angle(p, c), k.exterior_angle);
  }
  return table;
}

// lift and logmap0: S x, S g + along x. time and half_aperture: a number, along x.
template <class Bounds, class Result, class P>
void record_point(Table& table, const reference::PointCase& k, const P& p, const Result& result) {
  const bool scaling = k.operation == "lift" || k.operation == "logmap0";
  const auto value = [&](Eigen::Index i) { return scaling ? k.value * p.x[i] : k.value; };
  const auto gradient = [&](Eigen::Index i) {
    return k.along * p.x[i] + (scaling ? k.value * p.y[i] : 0);
  };
  const std::string where = k.operation + ": " + describe(k);
  const double bound = Bounds::point(k);
  table.record(k.operation, "value", reference::norm_error(result.value, value), bound, where);
  table.record(k.operation, "∂x", reference::norm_error(result.x, gradient), bound, where);
  table.record(k.operation, "∂c", reference::relative_error(result.c, k.c_gradient), bound, where);
}

template <class T, class Method, class Bounds>
Table point_errors() {
  Table table;
  for (const reference::PointCase& k : reference::point_cases<T>()) {
    const Points<T> p = reference::points<T>(k);
    const T c = T(k.c), min_radius = T(k.min_radius);
    const auto& name = k.operation;
    record_point<Bounds>(table, k, p,
                         name == "lift"      ? Method::lift(p, c)
                         : name == "logmap0" ? Method::logmap0(p, c)
                         : name == "time"    ? Method::time(p, c)
                                             : Method::half_aperture(p, c, min_radius));
  }
  return table;
}

// Every quantity of every regime within its bound; the worst case is named where not.
inline void check_bounds(const Table& table) {
  for (const auto& [regime, cells] : table.rows()) {
    for (const auto& [quantity, cell] : cells) {
      INFO(quantity << ", " << cell.where);
      CHECK(cell.excess <= 1);
    }
  }
}

}  // namespace accuracy
