// Every function of the headers, instantiated in float and double: for compilers to look at, with
// and without exceptions. Run with an argument, it makes an error.
#include <rapidity/rapidity.hpp>

#include <random>
#include <vector>

namespace {

using namespace rapidity;

// A number that depends on every part of a result.
template <class T>
auto sum(const T& a) {
  if constexpr (std::is_arithmetic<T>::value) {
    return a;
  } else {
    return a.sum();
  }
}
template <class X, class T>
auto sum(const PointGradient<X, T>& g) {
  return sum(g.x) + sum(g.c);
}
template <class V, class T>
auto sum(const LiftGradient<V, T>& g) {
  return sum(g.v) + sum(g.c);
}
template <class X, class Y, class T>
auto sum(const PairGradient<X, Y, T>& g) {
  return sum(g.x) + sum(g.y) + sum(g.c);
}
template <class X, class Y, class T>
auto sum(const EntailmentGradient<X, Y, T>& g) {
  return sum(g.general) + sum(g.specific) + sum(g.c);
}
template <class X, class V, class T>
auto sum(const PointTangentGradient<X, V, T>& g) {
  return sum(g.x) + sum(g.v) + sum(g.c);
}

template <class X, class Y, class T>
T points(const X& x, const Y& y, const Curvature<T>& c) {
  const T one(1), k = one / 10;
  const ProductSpace<T> space{{1, c}, {2}};
  T total = sum(distance(x, y, c)) + sum(distance_vjp(x, y, c, one));
  total += sum(inner(x, y, c)) + sum(inner_vjp(x, y, c, one));
  total += sum(exterior_angle(x, y, c)) + sum(exterior_angle_vjp(x, y, c, one));
  total += sum(entailment_residual(x, y, c, k, one));
  total += sum(entailment_residual_vjp(x, y, c, k, one, one));
  total += sum(half_aperture(x, c, k)) + sum(half_aperture_vjp(x, c, k, one));
  total += sum(time(x, c)) + sum(time_vjp(x, c, one));
  total += sum(lift(x, c, one)) + sum(lift_vjp(x, c, one, y)) + sum(expmap0(x, c)) +
           sum(expmap0_vjp(x, c, y));
  total += sum(logmap0(x, c)) + sum(logmap0_vjp(x, c, y));
  total += sum(full_coordinates_vjp(x, c, full_coordinates(x, c)));
  total += sum(space_part(full_coordinates(x, c), c, one));
  total += sum(distance(x, y, space)) + sum(distance_vjp(x, y, space, one));
  total += sum(lift(x, space)) + sum(lift_vjp(x, space, y));
  return total + sum(logmap0(x, space)) + sum(logmap0_vjp(x, space, y));
}

template <class X, class Y, class T>
T models(const X& x, const Y& y, const Curvature<T>& c) {
  T total = sum(to_poincare(x, c)) + sum(to_poincare_vjp(x, c, y));
  total += sum(to_poincare_tangent(x, y, c)) + sum(to_poincare_tangent_vjp(x, y, c, y));
  total += sum(from_poincare(x, c)) + sum(from_poincare_vjp(x, c, y));
  total += sum(from_poincare_tangent(x, y, c)) + sum(from_poincare_tangent_vjp(x, y, c, y));
  total += sum(to_klein(x, c)) + sum(to_klein_vjp(x, c, y));
  total += sum(to_klein_tangent(x, y, c)) + sum(to_klein_tangent_vjp(x, y, c, y));
  total += sum(from_klein(x, c)) + sum(from_klein_vjp(x, c, y));
  total += sum(from_klein_tangent(x, y, c)) + sum(from_klein_tangent_vjp(x, y, c, y));
  total += sum(to_half_space(x, c)) + sum(to_half_space_vjp(x, c, y));
  total += sum(to_half_space_tangent(x, y, c)) + sum(to_half_space_tangent_vjp(x, y, c, y));
  total += sum(from_half_space(x, c)) + sum(from_half_space_vjp(x, c, y));
  total += sum(from_half_space_tangent(x, y, c));
  return total + sum(from_half_space_tangent_vjp(x, y, c, y));
}

template <class X, class Y, class T>
T motions(const X& x, const Y& y, const Curvature<T>& c) {
  const T one(1), half = one / 2;
  T total = tangent_inner(x, y, y, c) + tangent_inner_vjp(x, y, y, c, one).c;
  total += tangent_norm(x, y, c) + tangent_norm_vjp(x, y, c, one).c;
  total += radius(x, c) + radius_vjp(x, c, one).c;
  total += squared_distance(x, y, c) + squared_distance_vjp(x, y, c, one).c;
  total += sum(expmap(x, y, c)) + expmap_vjp(x, y, c, y).c;
  total += sum(logmap(x, y, c)) + logmap_vjp(x, y, c, y).c;
  total += sum(transport(x, y, y, c)) + transport_vjp(x, y, y, c, y).c;
  total += sum(geodesic(x, y, half, c)) + geodesic_vjp(x, y, half, c, y).c;
  total += sum(midpoint(x, y, c)) + midpoint_vjp(x, y, c, y).c;
  total += sum(boost(x, y, c)) + boost_vjp(x, y, c, y).c;
  total += sum(boost_inverse(x, y, c)) + boost_inverse_vjp(x, y, c, y).c;
  total += busemann(x, y, c) + busemann_vjp(x, y, c, one).c;
  total += hyperplane_distance(x, y, half, c) + hyperplane_distance_vjp(x, y, half, c, one).c;
  total += mlr_logit(x, y, half, c) + mlr_logit_vjp(x, y, half, c, one).c;
  return total + sum(riemannian_gradient(x, y, c)) + riemannian_gradient_vjp(x, y, c, y).c;
}

template <class T>
T means(const Curvature<T>& c) {
  using Matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  using Vector = Eigen::Matrix<T, Eigen::Dynamic, 1>;
  const Matrix points = Matrix::Identity(4, 3);
  const Vector weights = Vector::Ones(4), deviations = Vector::Ones(3);
  T total = sum(centroid(points, weights, c)) + sum(centroid(points, c));
  total += centroid_vjp(points, weights, c, deviations).c;
  total += sum(frechet_mean(points, weights, c).mean);
  total += frechet_mean_vjp(points, weights, c, deviations).c;
  const WrappedNormal<T> normal(deviations, deviations, c);
  std::mt19937_64 generator(1);
  total += normal.log_density_vjp(deviations, T(1)).c;
  return total + normal.log_density(normal.sample(generator));
}

template <class T>
T many(const Curvature<T>& c) {
  using Matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  using Vector = Eigen::Matrix<T, Eigen::Dynamic, 1>;
  const Matrix x = Matrix::Constant(4, 3, T(0.25)), y = Matrix::Identity(4, 3);
  const Vector ones = Vector::Ones(4);
  const T one(1), k = one / 10;
  Matrix a(4, 3), b(4, 3), square(4, 4);
  Vector out(4);
  batch::distance(view(x), view(y), c, view(out));
  batch::exterior_angle(view(x), view(y), c, view(out));
  batch::entailment_residual(view(x), view(y), c, k, one, view(out));
  batch::half_aperture(view(x), c, k, view(out));
  batch::lift(view(x), c, view(a));
  batch::lift(view(x), one, c, view(a));
  batch::logmap0(view(x), c, view(a));
  batch::pairwise_distance(view(x), view(y), c, view(square));
  batch::pairwise_inner(view(x), view(y), c, view(square));
  Eigen::Matrix<std::int64_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> indices(4, 3);
  batch::nearest(view(x), view(y), c, view(indices), view(a));
  T total = batch::distance_vjp(view(x), view(y), c, view(ones), view(a), view(b));
  total += batch::exterior_angle_vjp(view(x), view(y), c, view(ones), view(a), view(b));
  total += batch::half_aperture_vjp(view(x), c, k, view(ones), view(a));
  total += batch::lift_vjp(view(x), c, view(y), view(a));
  const batch::LiftScalars<T> by = batch::lift_vjp(view(x), k, c, view(y), view(a));
  total += by.c + by.alpha;
  total += batch::logmap0_vjp(view(x), c, view(y), view(a));
  total += batch::pairwise_distance_vjp(view(x), view(y), c, view(square), view(a), view(b));
  total += batch::pairwise_inner_vjp(view(x), view(y), c, view(square), view(a), view(b));
  total +=
      batch::entailment_residual_vjp(view(x), view(y), c, k, one, view(ones), view(a), view(b));
  total += batch::entailment_loss(view(x), view(y), c, k, one);
  total += batch::entailment_loss_vjp(view(x), view(y), c, k, one, one, view(a), view(b));
  for (const batch::Score score : {batch::Score::distance, batch::Score::inner}) {
    const auto loss = batch::contrastive_loss(view(x), view(y), c, one, score);
    const auto g = batch::contrastive_loss_vjp(view(x), view(y), c, one, score, loss.statistics,
                                               one, view(a), view(b));
    total += loss.loss + g.c + g.scale;
  }
  return total + square.sum() + a.sum() + b.sum() + out.sum();
}

template <class T>
bool is_finite() {
  const Curvature<T> c(T(0.5));
  const Eigen::Matrix<T, 3, 1> x(T(0.1), T(-0.2), T(0.3));
  const Eigen::Matrix<T, 1, Eigen::Dynamic> y = Eigen::Matrix<T, 1, 3>(T(0.5), T(0.4), T(0.2));
  const T total = points(x, y, c) + points(y, x, c) + models(x, y, c) + models(y, x, c) +
                  motions(x, y, c) + motions(y, x, c) + means(c) + many(c);
  return total - total == T(0);
}

}  // namespace

int main(int count, char**) {
  if (count > 1) return static_cast<int>(Curvature<double>(-2.0).value());
  return is_finite<float>() && is_finite<double>() ? 0 : 1;
}
