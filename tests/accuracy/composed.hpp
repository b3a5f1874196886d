// Functions made of others: their reference is composed of the committed one in long double.
#pragma once

#include <rapidity/rapidity.hpp>

#include <limits>
#include <string>
#include <vector>

#include "evaluate.hpp"

namespace accuracy {

// The half-aperture and its derivatives by x (as a factor of x) and by c, at a point outside the
// ball where it is pi/2; 0 and pi/2 there.
struct Aperture {
  long double value, along, c;
};

template <class T>
Aperture aperture(const Vector<T>& x, long double c, long double min_radius) {
  const long double xx = x.template cast<long double>().squaredNorm();
  const long double excess = c * xx - 4 * min_radius * min_radius;
  if (excess <= 0) return {std::acos(-1.0L) / 2, 0, 0};
  const long double q = std::sqrt(excess), slope = -2 * min_radius / q;
  return {std::atan2(2 * min_radius, q), slope / xx, slope / (2 * c)};
}

// entailment_residual of every pair, for MERU's ball and for one in which the cone of x is of some
// 37 degrees. Inside the cone everything is 0; on its edge, to rounding, nothing is measured.
template <class T, class Bounds>
void record_residual(Table& table, const reference::PairCase& k, T min_radius, T eta) {
  const Points<T> p = reference::points<T>(k);
  const PairCondition condition = accuracy::condition(k, p);
  const Aperture a = aperture(p.x, T(k.c), min_radius);
  reference::PairFunction exact = k.exterior_angle;
  exact.value -= eta * a.value;
  exact.along_x -= eta * a.along;
  exact.c -= eta * a.c;
  if (std::fabs(exact.value) < 1e-6L) return;
  if (exact.value < 0) exact = {};

  const rapidity::Curvature<T> c{T(k.c)};
  const T value = rapidity::entailment_residual(p.x, p.y, c, min_radius, eta);
  const auto g = rapidity::entailment_residual_vjp(p.x, p.y, c, min_radius, eta, T(1));
  const std::string name = "entailment_residual",
                    where = name + ": " + k.regime + ", " + describe(k);
  const auto record = [&](const char* part, double error, double bound) {
    table.record(name, part, error, bound, where);
  };
  const double by_c = Bounds::angle_curvature(condition) * double(std::fabs(k.exterior_angle.c)) +
                      Bounds::kRelative * double(std::fabs(eta * a.c));
  const double scale = exact.c == 0 ? 1 : double(std::fabs(exact.c));
  record("value", reference::absolute_error(value, exact.value), 2 * Bounds::angle(condition));
  record("∂x", reference::error_x(g.general, k, exact, p), Bounds::angle_gradient(condition));
  record("∂y", reference::error_y(g.specific, k, exact, p), Bounds::angle_gradient(condition));
  record("∂c", reference::relative_error(g.c, exact.c), by_c / scale);
}

// distance in a product of the spaces of two cases and a Euclidean line.
template <class T, class Bounds>
void record_product(Table& table, const reference::PairCase& k, const reference::PairCase& l) {
  const Points<T> p = reference::points<T>(k), q = reference::points<T>(l);
  const Eigen::Index first = p.x.size(), second = q.x.size();
  const T step = T(k.s);
  Vector<T> x(first + 1 + second), y(first + 1 + second);
  x << p.x, T(0), q.x;
  y << p.y, step, q.y;
  const rapidity::ProductSpace<T> space{
      {first, rapidity::Curvature<T>(T(k.c))}, {1}, {second, rapidity::Curvature<T>(T(l.c))}};
  const T value = rapidity::distance(x, y, space);
  const auto g = rapidity::distance_vjp(x, y, space, T(1));

  const auto share = [](reference::PairFunction f, long double by) {
    return reference::PairFunction{f.value, f.cross * by, f.along_x * by, f.along_y * by, f.c * by};
  };
  const long double d =
      std::sqrt(k.distance.value * k.distance.value + static_cast<long double>(step) * step +
                l.distance.value * l.distance.value);
  if (d == 0) return;
  const auto of_first = share(k.distance, k.distance.value / d);
  const auto of_second = share(l.distance, l.distance.value / d);
  const std::string name = "product distance",
                    where = name + ": " + describe(k) + "; " + describe(l);
  const auto record = [&](const char* part, double error, double bound) {
    table.record(name, part, error, bound, where);
  };
  const double bound = Bounds::kRelative;
  const auto by_c = [&](T slope, long double of) {  // may be below the normal numbers
    if (std::fabs(of) < std::numeric_limits<T>::min()) return;
    record("∂c", reference::relative_error(slope, of), bound);
  };
  record("value", reference::relative_error(value, d), bound);
  record("∂x", reference::error_x(Vector<T>(g.x.head(first)), k, of_first, p), bound);
  record("∂x", reference::error_x(Vector<T>(g.x.tail(second)), l, of_second, q), bound);
  record("∂x", reference::relative_error(g.x[first], -step / d), bound);
  record("∂y", reference::error_y(Vector<T>(g.y.head(first)), k, of_first, p), bound);
  record("∂y", reference::error_y(Vector<T>(g.y.tail(second)), l, of_second, q), bound);
  by_c(g.c[0], of_first.c);
  by_c(g.c[2], of_second.c);
}

template <class T, class Bounds>
Table composed_errors() {
  Table table;
  const std::vector<reference::PairCase> cases = reference::pair_cases<T>();
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const reference::PairCase& k = cases[i];
    const Points<T> p = reference::points<T>(k);
    const T radius = T(std::sqrt(k.c)) * p.x.norm();
    record_residual<T, Bounds>(table, k, T(0.1), T(1));
    record_residual<T, Bounds>(table, k, T(0.3) * radius, T(0.7));
    record_product<T, Bounds>(table, k, cases[(i + 7) % cases.size()]);
  }
  return table;
}

}  // namespace accuracy
