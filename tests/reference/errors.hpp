// Errors against the reference, in long double.
#pragma once

#include <cmath>
#include <limits>

#include "reference.hpp"

namespace reference {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// |value - exact| / |exact|; where the exact value is 0, anything else is an infinite error. NaN is too.
inline double relative_error(long double value, long double exact) {
  if (value == exact) return 0;
  const double error = static_cast<double>(std::fabs(value - exact) / std::fabs(exact));
  return error >= 0 ? error : kInfinity;
}

inline double absolute_error(long double value, long double exact) {
  const double error = static_cast<double>(std::fabs(value - exact));
  return error >= 0 ? error : kInfinity;
}

// ||value - exact|| / ||exact|| where exact(i) is component i.
template <class T, class Exact>
double norm_error(const Vector<T>& value, const Exact& exact) {
  long double error2 = 0, exact2 = 0;
  for (Eigen::Index i = 0; i < value.size(); ++i) {
    const long double e = exact(i), d = static_cast<long double>(value[i]) - e;
    error2 += d * d;
    exact2 += e * e;
  }
  return relative_error(std::sqrt(exact2) + std::sqrt(error2), std::sqrt(exact2));
}

// Of a gradient with respect to x, to y. g: a vector of any precision; p: the points of the case.
template <class R, class T>
double error_x(const Vector<R>& g, const PairCase& k, const PairFunction& f, const Points<T>& p) {
  return norm_error(g, [&](Eigen::Index i) {
    const long double x = p.x[i], y = p.y[i];
    return -f.cross * ((x - y) - k.foot_x * x) + f.along_x * x;
  });
}

template <class R, class T>
double error_y(const Vector<R>& g, const PairCase& k, const PairFunction& f, const Points<T>& p) {
  return norm_error(g, [&](Eigen::Index i) {
    const long double x = p.x[i], y = p.y[i];
    return f.cross * ((x - y) - k.foot_y * y) + f.along_y * y;
  });
}

}  // namespace reference
