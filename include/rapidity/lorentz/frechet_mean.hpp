#pragma once
#include <limits>

#include "../row/frechet_mean.hpp"
#include "cloud.hpp"
#include "lift.hpp"

namespace rapidity {
inline namespace v0 {

/// When frechet_mean stops.
struct FrechetMeanOptions {
  /// Largest residual, as a fraction of the mean distance of the points from the mean. The default
  /// asks for what rounding allows.
  double tolerance = 0;
  /// Largest number of Newton steps, >= 0; a handful is usual.
  int max_iterations = 50;
};

/// What frechet_mean returns.
template <class X, class T>
struct FrechetMeanResult {
  X mean;          ///< the best point found, converged or not
  int iterations;  ///< Newton steps taken from the centroid, but for a last one within rounding
  bool converged;  ///< whether the residual is within the tolerance, or down to rounding
  /// |sum w log_mean(x)| / sum w, the length of the Riemannian gradient of half the mean squared
  /// distance, before the mean is rounded to T. Its distance from the exact mean is at most that.
  T residual;
};

/// Gradient of frechet_mean: with respect to the points, the weights and the curvature parameter.
template <class P, class V, class T>
struct FrechetMeanGradient {
  P points;
  V weights;
  T c;
};

namespace detail {

/// The logarithms t of a cloud at a point, their mean, and the Hessian there of half the mean
/// squared distance, s -> kappa s - c sum w langevinc(c |t|^2) (t.s) t, with eigenvalues >= 1.
template <class P>
struct Logarithms {
  using W = typename P::work;

  Logarithms(const Cloud<P>& cloud, const Frame<P>& frame)
      : tangents(frame.points),
        bends(tangents.rows()),
        mean(tangents.cols()),
        kappa(1),
        mean_distance(0),
        residual(0) {
    using std::sqrt;
    std::vector<typename P::sum> sums(static_cast<std::size_t>(tangents.cols()));
    for (Eigen::Index i = 0; i < tangents.rows(); ++i) {
      const auto x = frame.points.row(i);
      const W& weight = cloud.weights[i];
      const W xx = dot_of<P>(x, x);
      const W scale = row::logmap0_scale(xx, cloud.c);
      const W r2 = cloud.c * xx * scale * scale;
      const W bend = weight * scalar::langevinc(r2);
      kappa += bend * r2;
      bends[i] = bend * cloud.c;
      if (!(xx == W(0))) mean_distance += weight * scale * sqrt(xx);
      for (Eigen::Index j = 0; j < tangents.cols(); ++j) {
        tangents(i, j) = scale * x[j];
        sums[static_cast<std::size_t>(j)].add(weight, tangents(i, j));
      }
    }
    for (Eigen::Index j = 0; j < mean.size(); ++j) {
      mean[j] = sums[static_cast<std::size_t>(j)].value();
    }
    const W square = dot_of<P>(mean, mean);
    if (!(square == W(0))) residual = sqrt(square);
  }

  /// The Hessian times s.
  WorkVector<W> hessian(const WorkVector<W>& s) const {
    WorkVector<W> result(s.size());
    for (Eigen::Index j = 0; j < s.size(); ++j) result[j] = kappa * s[j];
    for (Eigen::Index i = 0; i < tangents.rows(); ++i) {
      const auto t = tangents.row(i);
      const W factor = bends[i] * dot_of<P>(t, s);
      for (Eigen::Index j = 0; j < s.size(); ++j) result[j] -= factor * t[j];
    }
    return result;
  }

  /// The inverse of the Hessian times v, by conjugate gradients, to a relative residual.
  WorkVector<W> solve(const WorkVector<W>& v, const W& relative) const {
    WorkVector<W> s(v.size());
    for (W& coordinate : s) coordinate = W(0);
    WorkVector<W> rest = v, direction = v;
    W square = dot_of<P>(rest, rest);
    const W enough = relative * relative * square;
    for (Eigen::Index step = 0; step < 2 * v.size() + 20 && square > enough; ++step) {
      const WorkVector<W> image = hessian(direction);
      const W length = square / dot_of<P>(direction, image);
      for (Eigen::Index j = 0; j < s.size(); ++j) {
        s[j] += length * direction[j];
        rest[j] -= length * image[j];
      }
      const W next = dot_of<P>(rest, rest);
      const W ratio = next / square;
      for (Eigen::Index j = 0; j < s.size(); ++j) direction[j] = rest[j] + ratio * direction[j];
      square = next;
    }
    return s;
  }

  WorkMatrix<W> tangents;
  WorkVector<W> bends, mean;
  W kappa;  ///< mean of r coth r over the points at hyperbolic distances r
  W mean_distance;
  W residual;
};

/// The Frechet mean in the working precision, seen from itself.
template <class P>
struct MeanSearch {
  using W = typename P::work;

  MeanSearch(const Cloud<P>& cloud, const W& tolerance, int max_iterations)
      : frame(frame_near_centroid(cloud)),
        logarithms(cloud, frame),
        iterations(0),
        converged(false) {
    const Curvature<W> c(cloud.c);
    move(cloud, frame.point(frame.centroid));
    while (!(converged = is_reached(tolerance)) && iterations < max_iterations) {
      if (!step(cloud, c, 30)) return;
      ++iterations;
    }
    if (is_rounding()) step(cloud, c, 1);
  }

  Frame<P> frame;
  Logarithms<P> logarithms;
  int iterations;
  bool converged;

 private:
  bool is_reached(const W& tolerance) const {
    const W wanted = tolerance * logarithms.mean_distance;
    return logarithms.residual <= wanted || is_rounding();
  }

  /// Is the residual down to what rounding of the point's coordinates makes of it?
  bool is_rounding() const {
    using std::sqrt;
    const W square = dot_of<P>(frame.from, frame.from);
    const W norm = square == W(0) ? W(0) : W(sqrt(square));
    const W length = norm + logarithms.mean_distance;
    return logarithms.residual <= W(4) * scalar::epsilon<W>() * logarithms.kappa * length;
  }

  void move(const Cloud<P>& cloud, const WorkVector<W>& to) {
    frame = Frame<P>(cloud, to);
    logarithms = Logarithms<P>(cloud, frame);
  }

  /// A Newton step, halved until the gradient becomes shorter; false if it does not (or is NaN).
  bool step(const Cloud<P>& cloud, const Curvature<W>& c, int attempts) {
    WorkVector<W> s = logarithms.solve(logarithms.mean, W(1e-4));
    for (int attempt = 0; attempt < attempts; ++attempt) {
      const Frame<P> next(cloud, frame.point(lift(s, c)));
      const Logarithms<P> there(cloud, next);
      if (there.residual < logarithms.residual) {
        frame = next;
        logarithms = there;
        return true;
      }
      for (W& coordinate : s) coordinate = W(coordinate / W(2));
    }
    return false;
  }
};

}  // namespace detail

/// Frechet (Karcher) mean: the point that minimises sum_i w_i distance(m, x_i)^2, unique in
/// hyperbolic space. Newton's method in the tangent space, from the centroid, each step halved
/// until the gradient becomes shorter; the Newton equations by conjugate gradients.
///
/// @param points  one point a row (any matrix expression, N x D), N > 0
/// @param weights N numbers >= 0, not all zero; a row or column
/// @param c       the space has sectional curvature -c
/// @param options when to stop; the default asks for what rounding allows
/// @return {mean, iterations, converged, residual}; the mean is a row vector. NaN in a point or
///         weight gives a NaN mean that did not converge
/// @throws shape_error if weights does not have N elements; domain_error if a weight is negative,
///         all are zero, or an option is negative
///
/// Converged, the mean's error, norm-wise and relative to the larger of |mean| and the mean
/// distance of the points from it, for c |x|^2 up to 1e8 and any spread: float 6.1e-8, double 3e-15
/// (tolerance 0). Cost: some five passes over N D for every step, and two for every step of the
/// conjugate gradients (at most some twenty); memory for five times N D numbers. Source: Karcher
/// (1977). Derivation: docs/derivations/means.md.
template <class DP, class DW, class C>
auto frechet_mean(const Eigen::MatrixBase<DP>& points, const Eigen::MatrixBase<DW>& weights,
                  const Curvature<C>& c, const FrechetMeanOptions& options = {}) {
  using T = mean_scalar<DP, DW, C>;
  using P = Precision<T>;
  using W = typename P::work;
  expect_non_negative("frechet_mean", "tolerance", options.tolerance);
  expect_non_negative("frechet_mean", "max_iterations", options.max_iterations);
  const detail::Cloud<P> cloud("frechet_mean", points, weights, W(T(c.value())));
  const detail::MeanSearch<P> search(cloud, W(options.tolerance), options.max_iterations);
  FrechetMeanResult<row_vector<DP, T>, T> result{row_vector<DP, T>(points.cols()),
                                                 search.iterations, search.converged,
                                                 T(search.logarithms.residual)};
  for (Eigen::Index j = 0; j < points.cols(); ++j) result.mean[j] = T(search.frame.from[j]);
  return result;
}

/// frechet_mean with equal weights.
template <class DP, class C>
auto frechet_mean(const Eigen::MatrixBase<DP>& points, const Curvature<C>& c,
                  const FrechetMeanOptions& options = {}) {
  return frechet_mean(points, detail::equal_weights<typename DP::Scalar>(points), c, options);
}

/// frechet_mean of views.
template <class T, class V, class C>
auto frechet_mean(const MatrixView<T>& points, const VectorView<V>& weights, const Curvature<C>& c,
                  const FrechetMeanOptions& options = {}) {
  return frechet_mean(detail::as_matrix(points), detail::as_vector(weights), c, options);
}
template <class T, class C>
auto frechet_mean(const MatrixView<T>& points, const Curvature<C>& c,
                  const FrechetMeanOptions& options = {}) {
  return frechet_mean(detail::as_matrix(points), c, options);
}

/// Gradient {points, weights, c} of grad_out . frechet_mean(points, weights, c).mean, Euclidean in
/// the coordinates of every point, by the implicit function theorem at the converged mean.
///
/// Smooth everywhere. Accuracy as for centroid_vjp, but double 3e-15 + min(2.3e-16 sqrt(c) |x|,
/// 2.7e-14). Errors as for frechet_mean, and shape_error
/// if grad_out does not have D elements. Cost: the search, and about twenty passes over N D.
template <class DP, class DW, class C, class DG>
auto frechet_mean_vjp(const Eigen::MatrixBase<DP>& points, const Eigen::MatrixBase<DW>& weights,
                      const Curvature<C>& c, const Eigen::MatrixBase<DG>& grad_out) {
  using T = common_scalar<mean_scalar<DP, DW, C>, typename DG::Scalar>;
  using P = Precision<T>;
  using W = typename P::work;
  using Vector = detail::WorkVector<W>;
  const char* name = "frechet_mean_vjp";
  const detail::Cloud<P> cloud(name, points, weights, W(T(c.value())));
  const detail::Coordinates<P, DG> grad(grad_out);
  expect_size(name, "grad_out", grad.size(), "a row of points", points.cols());
  const detail::MeanSearch<P> search(cloud, W(0), FrechetMeanOptions().max_iterations);
  Vector k(grad.size());
  for (Eigen::Index j = 0; j < k.size(); ++j) k[j] = grad(j);
  // Seen from the rounded mean, the exact one is m, some roundings of a far point away; from there,
  // the points, k, and s = (Hessian)^-1 k.
  const W exact = scalar::epsilon<W>();
  const Curvature<W> curvature(cloud.c);
  const detail::Cloud<P> seen(cloud, search.frame.points);
  const Vector m = lift(search.logarithms.solve(search.logarithms.mean, exact), curvature);
  const detail::Frame<P> frame(seen, m);
  const detail::Logarithms<P> logarithms(seen, frame);
  const Vector k_here = search.frame.point_vjp(m, k);
  const Vector s = logarithms.solve(frame.point_vjp(Vector::Zero(m.size() + 1), k_here), exact);
  const W level = detail::dot_of<P>(logarithms.mean, s);

  FrechetMeanGradient<plain_matrix<DP, T>, plain_vector<DW, T>, T> result;
  result.points.resize(points.rows(), points.cols());
  result.weights.resize(weights.rows(), weights.cols());
  W by_c(0);
  for (Eigen::Index i = 0; i < points.rows(); ++i) {
    const auto x = cloud.points.row(i), there = frame.points.row(i);
    const W& weight = cloud.weights[i];
    const W xs = weight * detail::dot_of<P>(there, s);
    const row::ScaleCoefficients<W> log =
        row::logmap0_vjp(detail::dot_of<P>(there, there), xs, cloud.c);
    const W slope = detail::dot_of<P>(logarithms.tangents.row(i), s) - level;
    result.weights.coeffRef(i) = T(W(slope / cloud.total));
    Vector g(s.size());
    for (Eigen::Index j = 0; j < g.size(); ++j) g[j] = log.at(W(weight * s[j]), there[j]);
    const auto here = search.frame.seen_vjp(x, frame.seen_vjp(seen.points.row(i), g).by_x);
    for (Eigen::Index j = 0; j < here.by_x.size(); ++j) result.points(i, j) = T(here.by_x[j]);
    by_c += row::frechet_mean_c(here.triangle, row::boost_inverse(here.triangle), log, here.along);
  }
  result.c = T(by_c);
  return result;
}

/// frechet_mean_vjp with equal weights.
template <class DP, class C, class DG>
auto frechet_mean_vjp(const Eigen::MatrixBase<DP>& points, const Curvature<C>& c,
                      const Eigen::MatrixBase<DG>& grad_out) {
  return frechet_mean_vjp(points, detail::equal_weights<typename DP::Scalar>(points), c, grad_out);
}

/// frechet_mean_vjp of views.
template <class T, class V, class C, class G>
auto frechet_mean_vjp(const MatrixView<T>& points, const VectorView<V>& weights,
                      const Curvature<C>& c, const VectorView<G>& grad_out) {
  return frechet_mean_vjp(detail::as_matrix(points), detail::as_vector(weights), c,
                          detail::as_vector(grad_out));
}
template <class T, class C, class G>
auto frechet_mean_vjp(const MatrixView<T>& points, const Curvature<C>& c,
                      const VectorView<G>& grad_out) {
  return frechet_mean_vjp(detail::as_matrix(points), c, detail::as_vector(grad_out));
}

}  // namespace v0
}  // namespace rapidity
