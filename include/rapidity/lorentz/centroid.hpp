#pragma once
#include "cloud.hpp"
#include "riemannian_gradient.hpp"

namespace rapidity {
inline namespace v0 {

/// Gradient of centroid: with respect to the points, the weights and the curvature parameter.
template <class P, class V, class T>
struct CentroidGradient {
  P points;
  V weights;
  T c;
};

/// Lorentzian centroid: sum_i w_i x_i / (rc sqrt(-<s, s>_L)), s = sum_i w_i x_i in Minkowski space,
/// rc = sqrt(c): the point m that minimises sum_i w_i (-2/c - 2 <m, x_i>_L), the weighted sum of
/// squared Lorentzian distances.
///
/// @param points  one point a row (any matrix expression, N x D), N > 0
/// @param weights N numbers >= 0, not all zero; a row or column
/// @param c       the space has sectional curvature -c
/// @return a row vector of D space coordinates; NaN if a coordinate or weight is NaN
/// @throws shape_error if weights does not have N elements; domain_error if a weight is negative or
///         all are zero
///
/// -<s, s>_L cancels like c |x|^2; it is computed from the points as they look from a point near
/// the centroid, where it does not. Error, norm-wise and relative to the larger of |m| and
/// the mean distance of the points from m, for c |x|^2 up to 1e8 and any spread: float 6.1e-8,
/// double 1e-15. Cost: some six passes over N D, more for a wide cloud far
/// out; memory for two or three times as many numbers.
/// Source: Law et al., Lorentzian distance learning (2019). Derivation: docs/derivations/means.md.
template <class DP, class DW, class C>
row_vector<DP, mean_scalar<DP, DW, C>> centroid(const Eigen::MatrixBase<DP>& points,
                                                const Eigen::MatrixBase<DW>& weights,
                                                const Curvature<C>& c) {
  using T = mean_scalar<DP, DW, C>;
  using P = Precision<T>;
  using W = typename P::work;
  const detail::Cloud<P> cloud("centroid", points, weights, W(T(c.value())));
  const detail::Frame<P> frame = detail::frame_near_centroid(cloud);
  const detail::WorkVector<W> mean = frame.point(frame.centroid);
  row_vector<DP, T> result(points.cols());
  for (Eigen::Index j = 0; j < result.size(); ++j) result[j] = T(mean[j]);
  return result;
}

/// centroid with equal weights.
template <class DP, class C>
row_vector<DP, point_scalar<DP, C>> centroid(const Eigen::MatrixBase<DP>& points,
                                             const Curvature<C>& c) {
  return centroid(points, detail::equal_weights<typename DP::Scalar>(points), c);
}

/// centroid of views.
template <class T, class V, class C>
auto centroid(const MatrixView<T>& points, const VectorView<V>& weights, const Curvature<C>& c) {
  return centroid(detail::as_matrix(points), detail::as_vector(weights), c);
}
template <class T, class C>
auto centroid(const MatrixView<T>& points, const Curvature<C>& c) {
  return centroid(detail::as_matrix(points), c);
}

/// Gradient {points, weights, c} of grad_out . centroid(points, weights, c), Euclidean in the
/// coordinates of every point.
///
/// Smooth everywhere. Norm-wise relative error of the gradient by all points together, by all
/// weights together and by c, for c |x|^2 up to 1e8: float 6.1e-8, double 3e-15; where the points
/// coincide and the gradients by weights and c vanish, relative to 2.3e-16 sqrt(c) x_t |x|
/// |grad_out| instead, x the farthest point. Errors as for centroid, and shape_error
/// if grad_out does not have D elements. Cost: centroid, and about ten passes over N D.
template <class DP, class DW, class C, class DG>
auto centroid_vjp(const Eigen::MatrixBase<DP>& points, const Eigen::MatrixBase<DW>& weights,
                  const Curvature<C>& c, const Eigen::MatrixBase<DG>& grad_out) {
  using T = common_scalar<mean_scalar<DP, DW, C>, typename DG::Scalar>;
  using P = Precision<T>;
  using W = typename P::work;
  using Vector = detail::WorkVector<W>;
  const char* name = "centroid_vjp";
  const detail::Cloud<P> cloud(name, points, weights, W(T(c.value())));
  const detail::Coordinates<P, DG> grad(grad_out);
  expect_size(name, "grad_out", grad.size(), "a row of points", points.cols());
  const Curvature<W> curvature(cloud.c);
  const detail::Frame<P> near = detail::frame_near_centroid(cloud);
  const Vector mean = near.point(near.centroid);

  // Seen from the rounded centroid: m there, k there, and k's Riemannian gradient h.
  const detail::Frame<P> frame(cloud, mean);
  Vector k(grad.size());
  for (Eigen::Index j = 0; j < k.size(); ++j) k[j] = grad(j);
  const Vector& m = frame.centroid;
  const Vector k_here = frame.point_vjp(m, k);
  const Vector h = riemannian_gradient(m, k_here, curvature);
  const W km = detail::dot_of<P>(k_here, m);
  const W time_m = detail::dot_of<P>(m, m) * cloud.c + W(1);
  using std::sqrt;
  const W time = sqrt(time_m);

  CentroidGradient<plain_matrix<DP, T>, plain_vector<DW, T>, T> result;
  result.points.resize(points.rows(), points.cols());
  result.weights.resize(weights.rows(), weights.cols());
  const W norm = frame.norm * cloud.total;
  for (Eigen::Index i = 0; i < points.rows(); ++i) {
    const auto x = cloud.points.row(i), there = frame.points.row(i);
    const W weight = cloud.weights[i] * cloud.total;
    const row::CentroidCoefficients<W> coefficients = row::centroid_vjp(
        weight, norm, detail::dot_of<P>(h, there), km, time, frame.times[i], cloud.c);
    result.weights.coeffRef(i) = T(coefficients.weight);
    Vector g(h.size());
    for (Eigen::Index j = 0; j < g.size(); ++j) g[j] = coefficients(h[j], there[j]);
    const Vector by_x = frame.seen_vjp(x, g).by_x;
    for (Eigen::Index j = 0; j < by_x.size(); ++j) result.points(i, j) = T(by_x[j]);
  }
  result.c = T(row::centroid_c(frame.sums, frame.norm, detail::dot_of<P>(mean, mean),
                               detail::dot_of<P>(mean, k), cloud.c));
  return result;
}

/// centroid_vjp with equal weights.
template <class DP, class C, class DG>
auto centroid_vjp(const Eigen::MatrixBase<DP>& points, const Curvature<C>& c,
                  const Eigen::MatrixBase<DG>& grad_out) {
  return centroid_vjp(points, detail::equal_weights<typename DP::Scalar>(points), c, grad_out);
}

/// centroid_vjp of views.
template <class T, class V, class C, class G>
auto centroid_vjp(const MatrixView<T>& points, const VectorView<V>& weights, const Curvature<C>& c,
                  const VectorView<G>& grad_out) {
  return centroid_vjp(detail::as_matrix(points), detail::as_vector(weights), c,
                      detail::as_vector(grad_out));
}
template <class T, class C, class G>
auto centroid_vjp(const MatrixView<T>& points, const Curvature<C>& c,
                  const VectorView<G>& grad_out) {
  return centroid_vjp(detail::as_matrix(points), c, detail::as_vector(grad_out));
}

}  // namespace v0
}  // namespace rapidity
