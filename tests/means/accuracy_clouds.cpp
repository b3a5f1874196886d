// Centroid, Frechet mean and wrapped normal against the reference.
#include <rapidity/lorentz/distance.hpp>

#include "accuracy/page.hpp"
#include "errors.hpp"
#include "plain.hpp"

namespace {

using means::Case;
using means::Cloud;
using means::Record;
using reference::Vector;

template <class T>
double bound(double of_double) {
  return std::is_same<T, float>::value ? 6.1e-8 : of_double;
}

// sqrt(1 + c |x|^2)
double time_factor(double c, double radius) { return std::sqrt(1 + c * radius * radius); }

// The mean distance of the points from their mean, which its error is relative to near the origin.
template <class T>
double spread(const Cloud<T>& cloud, const Vector<T>& mean, T c) {
  double sum = 0;
  for (Eigen::Index i = 0; i < cloud.points.rows(); ++i) {
    const T weight = cloud.weights[i] / cloud.weights.sum();
    const T distance = rapidity::distance(cloud.points.row(i), mean, rapidity::Curvature<T>(c));
    sum += static_cast<double>(weight * distance);
  }
  return sum;
}

template <class Method, class T>
void record_cloud(Record& to, const Case& k) {
  const Cloud<T> cloud = means::cloud<T>(k);
  std::vector<Vector<T>> vectors;
  for (Eigen::Index i = 0; i < cloud.points.rows(); ++i) vectors.push_back(cloud.points.row(i));
  vectors.push_back(cloud.grad_out);
  to.in_frame<T>(vectors);
  // A rounding of the coordinates moves a far point by eps cosh(rho) in the space: what the
  // gradients are relative to for points that coincide, where two of them are 0.
  const double radius = cloud.points.template cast<double>().rowwise().norm().maxCoeff();
  const double rounding = std::numeric_limits<double>::epsilon() * time_factor(k.c, radius);
  const double size = cloud.grad_out.template cast<double>().norm() * radius;
  const bool centroid = k.operation == "centroid";
  const double of_gradients = bound<T>(centroid ? 3e-15 : 3e-15 + std::min(rounding, 2.7e-14));
  const means::Parts<T> parts =
      centroid ? Method::centroid(cloud, T(k.c)) : Method::frechet_mean(cloud, T(k.c));
  const Vector<T> mean = parts[0].col(0);
  to.vector("value", parts[0], bound<T>(centroid ? 1e-15 : 3e-15),
            centroid ? 0 : spread(cloud, mean, T(k.c)));
  to.vector("∂points", parts[1], of_gradients);
  to.vector("∂weights", parts[2], of_gradients, rounding * size);
  to.vector("∂c", parts[3], of_gradients, rounding * size / k.c);
  CHECK(to.done());
}

// The two parts of log_density's derivative by c that are of one sign and of the other, together.
template <class T>
double density_c_scale(const means::Pair<T>& in) {
  const rapidity::Curvature<double> c(in.c);
  const Vector<double> mean = in.x.template cast<double>(), x = in.y.template cast<double>();
  const Vector<double> sizes = in.sizes.template cast<double>();
  const rapidity::WrappedNormal<double> normal(mean, sizes, c);
  const Vector<double> seen = rapidity::boost_inverse(mean, x, c);
  const rapidity::row::WrappedNormalSums<double> sums{
      seen.squaredNorm(), seen.cwiseQuotient(sizes).squaredNorm(), 0, double(x.size())};
  const auto none = rapidity::row::WrappedNormalSums<double>{sums.square, 0, 0, sums.size};
  const auto flat = rapidity::row::WrappedNormalSums<double>{sums.square, sums.mahalanobis, 0, 1};
  const double own = std::abs(rapidity::row::log_density_vjp(none, c.value(), 1.0).c) +
                     std::abs(rapidity::row::log_density_vjp(flat, c.value(), 1.0).c);
  const double whole = rapidity::row::log_density_vjp(sums, c.value(), 1.0).c;
  return own + std::abs(normal.log_density_vjp(x, 1.0).c - whole);
}

template <class Method, class T>
void record_density(Record& to, const Case& k) {
  const means::Pair<T> in(k);
  const means::Parts<T> parts = Method::log_density(in);
  const double longer = double(std::max(in.x.norm(), in.y.norm()));
  const double rounding = std::numeric_limits<double>::epsilon() * time_factor(k.c, longer);
  to.vector("value", parts[0], bound<T>(3e-15));
  to.sampled("∂mean", parts[1], bound<T>(5e-15 + rounding));
  to.sampled("∂x", parts[2], bound<T>(5e-15 + rounding));
  to.sampled("∂deviations", parts[3], bound<T>(5e-15));
  to.vector("∂c", parts[4], bound<T>(5e-15), density_c_scale(in));
  CHECK(to.done());
}

template <template <class> class Method, class T>
accuracy::Table errors() {
  accuracy::Table table;
  for (const Case& k : means::cases<T>()) {
    Record to(table, k);
    if (k.operation == "centroid" || k.operation == "frechet_mean") {
      record_cloud<Method<T>, T>(to, k);
    }
    if (k.operation == "log_density") record_density<Method<T>, T>(to, k);
  }
  return table;
}

}  // namespace

TEMPLATE_TEST_CASE("functions of many points keep their bounds", "[means]", float, double) {
  const auto table = errors<means::Library, TestType>();
  std::printf("\nMeans, many points, %s\n%s",
              std::is_same<TestType, float>::value ? "float" : "double",
              table.markdown(accuracy::unit<TestType>()).c_str());
  CHECK(table.rows().size() == 3);
  means::check_bounds(table);
}

TEMPLATE_TEST_CASE("the search for the Frechet mean converges in a few steps", "[means]", float,
                   double) {
  using T = TestType;
  for (const Case& k : means::cases<T>()) {
    if (k.operation != "frechet_mean") continue;
    const Cloud<T> cloud = means::cloud<T>(k);
    const rapidity::Curvature<T> c(T(k.c));
    const auto result = rapidity::frechet_mean(cloud.points, cloud.weights, c);
    INFO(k.regime << ", seed " << k.seed << ", residual " << result.residual);
    CHECK(result.converged);
    CHECK(result.iterations <= 10);
  }
}

TEMPLATE_TEST_CASE("log_sinhc keeps its bound", "[means]", float, double) {
  using T = TestType;
  double worst = 0;
  for (const Case& k : means::cases<T>()) {
    if (k.operation != "log_sinhc") continue;
    const T value = rapidity::scalar::log_sinhc(T(k.parameter));
    worst = std::max(worst, reference::relative_error(value, k.numbers.at(0)));
  }
  std::printf("\nlog_sinhc, %s: %.1e\n", sizeof(T) == 4 ? "float" : "double", worst);
  CHECK(worst > 0);
  CHECK(worst <= 4 * std::numeric_limits<T>::epsilon());
}

TEST_CASE("the plain means lose what these keep", "[means]") {
  const auto table = errors<means::Plain, float>();
  std::printf("\nMeans, many points, plain formulas in float\n%s",
              table.markdown(accuracy::unit<float>()).c_str());
  CHECK(table.rows().at("centroid").at("value").error > 0.1);
  CHECK(table.rows().at("log_density").at("value").error > 0.1);
}

TEST_CASE("docs/accuracy/means.md is written on request", "[means]") {
  accuracy::write_page("means", "means and the wrapped normal", errors<means::Library, float>(),
                       errors<means::Library, double>(), errors<means::Plain, float>());
}
