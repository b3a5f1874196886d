// Errors against the reference, in long double.
#pragma once

#include <cmath>
#include <limits>

#include "reference.hpp"

namespace reference {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// |value - exact| / |exact|; where the exact value is 0, anything else is an infinite error. NaN is
// too.
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

// One coordinate of (other - near own) - foot own, of 32 digits before the terms cancel: every
// difference and product is split into its rounded value and its rounding error, and the large
// parts cancel exactly.
inline long double rejection(double own, double other, double near, const TwoDoubles& foot) {
  const double high = other - near * own;
  const double shifted_back = high - other;  // the error of high as in Knuth's sum of two numbers
  const double low = (other - (high - shifted_back)) + (-near * own - shifted_back);
  const double product = foot.high * own;
  const double product_low = std::fma(foot.high, own, -product);
  const long double large = static_cast<long double>(high) - product;
  return large + (static_cast<long double>(low) - product_low) -
         static_cast<long double>(foot.low) * own;
}

// Of a gradient with respect to x, to y. g: a vector of any precision; p: the points of the case.
template <class R, class T>
double error_x(const Vector<R>& g, const PairCase& k, const PairFunction& f, const Points<T>& p) {
  return norm_error(g, [&](Eigen::Index i) {
    return f.cross * rejection(p.x[i], p.y[i], k.near, k.foot_x) + f.along_x * p.x[i];
  });
}

template <class R, class T>
double error_y(const Vector<R>& g, const PairCase& k, const PairFunction& f, const Points<T>& p) {
  return norm_error(g, [&](Eigen::Index i) {
    return f.cross * rejection(p.y[i], p.x[i], k.near, k.foot_y) + f.along_y * p.y[i];
  });
}

}  // namespace reference
