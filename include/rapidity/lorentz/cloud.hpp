#pragma once
#include <Eigen/Core>
#include <string>
#include <vector>

#include "../row/centroid.hpp"
#include "../views.hpp"
#include "boost.hpp"

// Weighted points, and how they look from a point among them: what the means share.

namespace rapidity {
inline namespace v0 {

/// Scalar of a mean of the rows of a DP with the weights of a DW.
template <class DP, class DW, class C>
using mean_scalar = common_scalar<point_scalar<DP, C>, typename DW::Scalar>;

/// A point shaped like a row of the matrix expression D, with scalar T.
template <class D, class T>
using row_vector =
    Eigen::Matrix<T, 1, D::ColsAtCompileTime, Eigen::RowMajor, 1, D::MaxColsAtCompileTime>;

/// A plain matrix of the shape of the expression D, with scalar T.
template <class D, class T>
using plain_matrix =
    Eigen::Matrix<T, D::RowsAtCompileTime, D::ColsAtCompileTime,
                  D::RowsAtCompileTime == 1 && D::ColsAtCompileTime != 1   ? Eigen::RowMajor
                  : D::ColsAtCompileTime == 1 && D::RowsAtCompileTime != 1 ? Eigen::ColMajor
                  : D::IsRowMajor                                          ? Eigen::RowMajor
                                                                           : Eigen::ColMajor,
                  D::MaxRowsAtCompileTime, D::MaxColsAtCompileTime>;

namespace detail {

template <class W>
using WorkVector = Eigen::Matrix<W, Eigen::Dynamic, 1>;
template <class W>
using WorkMatrix = Eigen::Matrix<W, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// An Eigen map of a view.
template <class T>
auto as_matrix(const MatrixView<T>& view) {
  using Plain = WorkMatrix<std::remove_const_t<T>>;
  return Eigen::Map<const Plain, 0, Eigen::OuterStride<>>(
      view.data, static_cast<Eigen::Index>(view.rows), static_cast<Eigen::Index>(view.cols),
      Eigen::OuterStride<>(static_cast<Eigen::Index>(view.stride)));
}
template <class T>
auto as_vector(const VectorView<T>& view) {
  using Plain = WorkVector<std::remove_const_t<T>>;
  return Eigen::Map<const Plain, 0, Eigen::InnerStride<>>(
      view.data, static_cast<Eigen::Index>(view.size),
      Eigen::InnerStride<>(static_cast<Eigen::Index>(view.stride)));
}

/// Weights that are all 1, one for each row.
template <class T, class DP>
auto equal_weights(const Eigen::MatrixBase<DP>& points) {
  return WorkVector<T>::Constant(points.rows(), T(1));
}

/// Points (rows) and weights in the working precision of P, the weights divided by their sum.
template <class P>
struct Cloud {
  using W = typename P::work;

  /// Checks: a weight for each row, none negative, not all of them zero.
  template <class DP, class DW>
  Cloud(const char* function, const Eigen::MatrixBase<DP>& rows,
        const Eigen::MatrixBase<DW>& row_weights, const W& curvature)
      : points(rows.rows(), rows.cols()), weights(rows.rows()), total(0), c(curvature) {
    const Coordinates<P, DW> given(row_weights);
    expect_size(function, "weights", given.size(), "the rows of points", rows.rows());
    const typename Eigen::internal::nested_eval<DP, 1>::type coordinates(rows.derived());
    for (Eigen::Index i = 0; i < points.rows(); ++i) {
      weights[i] = given(i);
      expect_non_negative(function, "weights", weights[i]);
      total += weights[i];
      for (Eigen::Index j = 0; j < points.cols(); ++j) points(i, j) = W(coordinates.coeff(i, j));
    }
    if (total == W(0)) {
      raise<domain_error>(std::string("rapidity::") + function +
                          ": weights are all zero, expected one that is positive");
    }
    for (W& weight : weights) weight = W(weight / total);
  }

  /// The same weights at other points.
  Cloud(const Cloud& other, const WorkMatrix<W>& other_points)
      : points(other_points), weights(other.weights), total(other.total), c(other.c) {}

  WorkMatrix<W> points;
  WorkVector<W> weights;
  W total, c;
};

template <class P, class X, class Y>
row::PairSums<typename P::work> sums_of(const X& x, const Y& y) {
  using W = typename P::work;
  return row::pair_sums<P>([&](std::int64_t i) -> const W& { return x.coeffRef(i); },
                           [&](std::int64_t i) -> const W& { return y.coeffRef(i); },
                           row::Serial{x.size()});
}

template <class P, class X, class Y>
typename P::work dot_of(const X& x, const Y& y) {
  using W = typename P::work;
  return row::dot<P>([&](std::int64_t i) -> const W& { return x.coeffRef(i); },
                     [&](std::int64_t i) -> const W& { return y.coeffRef(i); },
                     row::Serial{x.size()});
}

/// The cloud seen from a point y: its rows after boost_inverse(y, .). A vector there has D + 1
/// numbers, its part across y and its component along y, so that no rounding of the one gets into
/// the other: far out the gradients scale them by 1 and by sqrt(1 + c |y|^2).
template <class P>
struct Frame {
  using W = typename P::work;

  Frame(const Cloud<P>& cloud, const WorkVector<W>& from_point)
      : from(from_point),
        length(0),
        c(cloud.c),
        points(cloud.points.rows(), cloud.points.cols() + 1),
        times(points.rows()),
        sums{W(0), W(0), W(0), W(0)} {
    using std::sqrt;
    using Sum = typename P::sum;
    const Eigen::Index size = from.size();
    const W square = dot_of<P>(from, from);
    if (!(square == W(0))) length = sqrt(square);
    std::vector<Sum> coordinates(static_cast<std::size_t>(points.cols()));
    Sum time, along, bend, least;
    for (Eigen::Index i = 0; i < points.rows(); ++i) {
      const auto x = cloud.points.row(i);
      const W& weight = cloud.weights[i];
      const row::Triangle<W> t = row::triangle(sums_of<P>(from, x), cloud.c);
      const row::Boosted<W> boosted = row::boost_inverse(t);
      for (Eigen::Index j = 0; j < size; ++j) points(i, j) = boosted.rejection(from[j], x[j]);
      if (!has_compensated_sums<P> && !(square == W(0))) {  // plain ones leave some of y in it
        const W left = dot_of<P>(points.row(i).head(size), from) / square;
        for (Eigen::Index j = 0; j < size; ++j) points(i, j) -= left * from[j];
      }
      points(i, size) = boosted.along * length;
      for (Eigen::Index j = 0; j <= size; ++j) {
        coordinates[static_cast<std::size_t>(j)].add(weight, points(i, j));
      }
      times[i] = t.cosh_d();
      time.add(weight, t.cosh_d());
      least.add(weight, row::centroid_decay(t.cosh_d(), t.sinh_d()));
      along.add(weight, boosted.along);
      bend.add(weight, row::centroid_bend(t, boosted));
    }
    centroid.resize(points.cols());
    for (Eigen::Index j = 0; j < points.cols(); ++j) {
      centroid[j] = coordinates[static_cast<std::size_t>(j)].value();
    }
    sums = {time.value(), dot_of<P>(centroid, centroid), along.value(), bend.value()};
    norm = row::centroid_norm(sums.time, sums.space2, W(least.value()), cloud.c);
    for (W& coordinate : centroid) coordinate = W(coordinate / norm);
  }

  /// The D coordinates of a vector in D + 1 numbers.
  WorkVector<W> flat(const WorkVector<W>& v) const {
    WorkVector<W> result = v.head(from.size());
    if (length == W(0)) return result;
    const W along = v[from.size()] / length;
    for (Eigen::Index j = 0; j < from.size(); ++j) result[j] += along * from[j];
    return result;
  }

  /// The point that looks like p from here.
  WorkVector<W> point(const WorkVector<W>& p) const {
    return boost(from, flat(p), Curvature<W>(c));
  }

  /// The gradient of k . point(p) by p.
  WorkVector<W> point_vjp(const WorkVector<W>& p, const WorkVector<W>& k) const {
    const WorkVector<W> back = -from;
    const row::Triangle<W> t = row::triangle(sums_of<P>(back, flat(p)), c);
    const row::BoostCoefficients<W> b = row::boost_inverse_vjp(t, sums_of<P>(back, k));
    WorkVector<W> result(p.size());
    for (Eigen::Index j = 0; j < from.size(); ++j) {
      const W own = b.grad(back[j], k[j]);
      result[j] = own + b.p_perp * p[j];
    }
    result[from.size()] = -b.p_x * length;
    return result;
  }

  /// The triangle of y and x, and g . y: with the gradient of g . boost_inverse(y, x) by x.
  struct Seen {
    row::Triangle<W> triangle;
    W along;
    WorkVector<W> by_x;
  };

  template <class X>
  Seen seen_vjp(const X& x, const WorkVector<W>& g) const {
    const row::Triangle<W> t = row::triangle(sums_of<P>(from, x), c);
    row::PairSums<W> of_g = t.sums;  // g comes split: its part across y is its own rejection
    of_g.xy = g[from.size()] * length;
    of_g.from_x = {W(0), W(0), W(0)};
    const row::BoostCoefficients<W> b = row::boost_inverse_vjp(t, of_g);
    WorkVector<W> by_x(from.size());
    for (Eigen::Index j = 0; j < by_x.size(); ++j) by_x[j] = b.at_p(from[j], x[j], g[j]);
    return {t, of_g.xy, by_x};
  }

  WorkVector<W> from;  ///< y
  W length;            ///< |y|
  W c;
  WorkMatrix<W> points;
  WorkVector<W> times;     ///< the times of the points from here, 1 for one that coincides
  WorkVector<W> centroid;  ///< the centroid from here
  row::CentroidSums<W> sums;
  W norm;
};

/// A point near the centroid: the plain formula, and where its norm cancels (it has few digits for
/// c |x|^2 beyond 1e11) the point of the cloud that is nearest to the origin.
template <class P>
WorkVector<typename P::work> first_centroid(const Cloud<P>& cloud) {
  using W = typename P::work;
  using Sum = typename P::sum;
  using std::sqrt;
  Sum times;
  W nearest2(0);
  Eigen::Index nearest = -1;
  for (Eigen::Index i = 0; i < cloud.points.rows(); ++i) {
    const auto x = cloud.points.row(i);
    const W xx = dot_of<P>(x, x);
    const W time2 = W(1) + cloud.c * xx;
    times.add(cloud.weights[i], W(sqrt(time2)));
    if (!(cloud.weights[i] > W(0)) || (nearest >= 0 && !(xx < nearest2))) continue;
    nearest = i;
    nearest2 = xx;
  }
  WorkVector<W> sum(cloud.points.cols());
  for (Eigen::Index j = 0; j < sum.size(); ++j) {
    Sum coordinate;
    for (Eigen::Index i = 0; i < cloud.points.rows(); ++i) {
      coordinate.add(cloud.weights[i], cloud.points(i, j));
    }
    sum[j] = coordinate.value();
  }
  const W time = times.value();
  const W time2 = time * time;
  const W norm2 = time2 - cloud.c * dot_of<P>(sum, sum);
  if (norm2 < W(1e-12) * time2 && nearest >= 0) return cloud.points.row(nearest);
  const W norm = sqrt(norm2);
  for (W& coordinate : sum) coordinate = W(coordinate / norm);
  return sum;
}

/// A frame at a distance below 1 / (2 rc) from the centroid, where its norm does not cancel.
template <class P>
Frame<P> frame_near_centroid(const Cloud<P>& cloud) {
  using W = typename P::work;
  Frame<P> frame(cloud, first_centroid(cloud));
  W reach2 = dot_of<P>(frame.centroid, frame.centroid);
  for (int step = 0; step < 4 && W(4) * cloud.c * reach2 > W(1); ++step) {
    const Frame<P> next(cloud, frame.point(frame.centroid));
    const W next2 = dot_of<P>(next.centroid, next.centroid);
    if (!(next2 < reach2)) break;
    frame = next;
    reach2 = next2;
  }
  return frame;
}

}  // namespace detail
}  // namespace v0
}  // namespace rapidity
