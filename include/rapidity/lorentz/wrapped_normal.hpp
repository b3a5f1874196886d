#pragma once
#include <cmath>
#include <random>
#include <string>

#include "../row/wrapped_normal.hpp"
#include "boost.hpp"
#include "lift.hpp"

namespace rapidity {
inline namespace v0 {

/// Gradient of WrappedNormal::log_density: with respect to the point, the distribution's mean and
/// deviations, and the curvature parameter.
template <class X, class V, class T>
struct WrappedNormalGradient {
  X x;
  V mean;
  V deviations;
  T c;
};

/// The wrapped normal distribution: a normal vector v of the tangent space at the origin, with mean
/// 0 and independent coordinates of the given standard deviations, lifted to the space and carried
/// by the boost from the origin to the mean (parallel transport and exponential map).
///
/// T: float, double or long double; log_density also for autodiff scalars. Densities are per
/// Riemannian volume, which is d^Dx / (sqrt(c) x_t) in the space coordinates.
/// Source: Nagano et al., A wrapped normal distribution on hyperbolic space (2019).
template <class T>
class WrappedNormal {
  using P = Precision<T>;
  using W = typename P::work;

 public:
  using Vector = Eigen::Matrix<T, Eigen::Dynamic, 1>;

  /// @param mean       point (D space coordinates), row or column
  /// @param deviations D finite standard deviations > 0, lengths in the tangent space at the origin
  /// @param c          the space has sectional curvature -c
  /// @throws shape_error if mean and deviations differ in size; domain_error unless every deviation
  ///         is positive and finite (NaN passes)
  template <class DM, class DS>
  WrappedNormal(const Eigen::MatrixBase<DM>& mean, const Eigen::MatrixBase<DS>& deviations,
                const Curvature<T>& c)
      : mean_(mean.size()), deviations_(deviations.size()), c_(c) {
    const detail::Coordinates<P, DM> point(mean);
    const detail::Coordinates<P, DS> given(deviations);
    expect_size("WrappedNormal", "deviations", given.size(), "mean", point.size());
    for (Eigen::Index i = 0; i < mean_.size(); ++i) {
      mean_[i] = T(point(i));
      deviations_[i] = T(given(i));
      expect_deviation(deviations_[i]);
    }
  }

  const Vector& mean() const { return mean_; }
  const Vector& deviations() const { return deviations_; }
  const Curvature<T>& curvature() const { return c_; }

  /// A random point. Reproducible with a seeded generator, but not from one standard library to
  /// another: they implement std::normal_distribution differently.
  template <class Generator>
  Vector sample(Generator& generator) const {
    std::normal_distribution<W> normal;
    Eigen::Matrix<W, Eigen::Dynamic, 1> v(mean_.size());
    for (Eigen::Index i = 0; i < v.size(); ++i) v[i] = W(deviations_[i]) * normal(generator);
    const Curvature<W> c(W(c_.value()));
    const Eigen::Matrix<W, Eigen::Dynamic, 1> mean = mean_.template cast<W>();
    return boost(mean, lift(v, c), c).template cast<T>();
  }

  /// Logarithm of the density at x, per Riemannian volume: with v the normal vector that leads to
  /// x, log N(v) - (D - 1) log(sinh(rc |v|) / (rc |v|)), rc = sqrt(c).
  ///
  /// @param x point (D space coordinates), row or column
  /// @return a number, NaN if a coordinate is NaN
  /// @throws shape_error if x and the mean differ in size
  ///
  /// Error relative to the sum of the terms' sizes: float 6.1e-8, double 3e-15, at the mean and far
  /// from it alike. Cost: four passes over D, six for neighbours of one ray. Derivation:
  /// docs/derivations/means.md.
  template <class DX>
  T log_density(const Eigen::MatrixBase<DX>& x) const {
    const Seen<DX> seen("WrappedNormal::log_density", *this, x);
    return T(row::log_density(seen.sums, W(c_.value())));
  }

  /// Gradient {x, mean, deviations, c} of grad_out * log_density(x), Euclidean in the coordinates;
  /// x shaped like x, mean and deviations columns.
  ///
  /// Smooth everywhere; at the mean that by the points and by c is 0. Norm-wise relative error:
  /// float 6.1e-8, double 5e-15 + 2.3e-16 rc max(|x|, |mean|) by the points, 5e-15 by the
  /// deviations and by c, which changes sign, relative to its terms (tests/means). Errors as for
  /// log_density. Cost: seven passes over D, up to eleven for neighbours of one ray. Derivation:
  /// docs/derivations/means.md.
  template <class DX>
  WrappedNormalGradient<plain_vector<DX, T>, Vector, T> log_density_vjp(
      const Eigen::MatrixBase<DX>& x, const T& grad_out) const {
    const Seen<DX> seen("WrappedNormal::log_density_vjp", *this, x);
    const auto& pair = seen.pair;  // C++17 lambdas do not capture structured bindings
    const auto& points = seen.points;
    const auto k = row::log_density_vjp(seen.sums, W(c_.value()), W(grad_out));
    Eigen::Matrix<W, Eigen::Dynamic, 1> by_seen(points.size());
    Vector deviations(points.size());
    for (Eigen::Index i = 0; i < points.size(); ++i) {
      by_seen[i] = k.at_point(points[i], W(deviations_[i]));
      deviations[i] = T(k.at_deviation(points[i], W(deviations_[i])));
    }
    const auto grad = [&](std::int64_t i) { return by_seen[static_cast<Eigen::Index>(i)]; };
    const auto back = row::boost_inverse_vjp(
        pair.triangle, row::pair_sums<P>(pair.x, grad, row::Serial{pair.x.size()}));
    return {pair.y.template map<T>(
                [&](std::int64_t i) { return back.at_p(pair.x(i), pair.y(i), grad(i)); }),
            pair.x.template map<T>(
                [&](std::int64_t i) { return back.at_x(pair.x(i), pair.y(i), grad(i)); }),
            deviations, T(W(back.c + k.c))};
  }

 private:
  static void expect_deviation(const T& deviation) {
    const T zero = deviation - deviation;  // NaN if it is infinite or NaN
    const bool infinite = !(zero == T(0)) && deviation == deviation;
    if (deviation <= T(0) || infinite) {
      raise<domain_error>(
          "rapidity::WrappedNormal: deviations has an element that is not positive and finite" +
          detail::got(deviation));
    }
  }

  /// x as it looks from the mean, and the sums over it.
  template <class DX>
  struct Seen {
    Seen(const char* function, const WrappedNormal& normal, const Eigen::MatrixBase<DX>& x)
        : pair(function, "mean", normal.mean_, "x", x, normal.c_), points(normal.mean_.size()) {
      using std::log;
      const row::Boosted<W> boosted = row::boost_inverse(pair.triangle);
      typename P::sum square, mahalanobis, logarithms;
      for (Eigen::Index i = 0; i < points.size(); ++i) {
        const W deviation = W(normal.deviations_[i]);
        points[i] = boosted(pair.x(i), pair.y(i));
        const W ratio = points[i] / deviation;
        square.add(points[i], points[i]);
        mahalanobis.add(ratio, ratio);
        logarithms.add(W(log(deviation)), W(1));
      }
      sums = {square.value(), mahalanobis.value(), logarithms.value(),
              W(static_cast<double>(points.size()))};
    }

    detail::Pair<T, Vector, DX> pair;
    Eigen::Matrix<W, Eigen::Dynamic, 1> points;
    row::WrappedNormalSums<W> sums;
  };

  Vector mean_, deviations_;
  Curvature<T> c_;
};

}  // namespace v0
}  // namespace rapidity
