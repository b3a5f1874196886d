// Centroid, Frechet mean and wrapped normal against the reference.
#include <rapidity/lorentz/centroid.hpp>
#include <rapidity/lorentz/distance.hpp>
#include <rapidity/lorentz/frechet_mean.hpp>
#include <rapidity/lorentz/wrapped_normal.hpp>

#include "accuracy/page.hpp"
#include "errors.hpp"

namespace {

using means::Case;
using means::Record;
using reference::Vector;

template <class T>
double bound() {
  return std::is_same<T, float>::value ? 6.1e-8 : 3e-15;
}

template <class T>
void record_cloud(Record& to, const Case& k) {
  const means::Cloud<T> cloud = means::cloud<T>(k);
  const rapidity::Curvature<T> c(T(k.c));
  const double b = bound<T>();
  // A rounding of the coordinates moves a far point by eps cosh(rho) in the space: the gradients'
  // error, and what they are relative to for points that coincide, where two of them are 0.
  const double radius = cloud.points.template cast<double>().rowwise().norm().maxCoeff();
  const double time = std::sqrt(1 + k.c * radius * radius);
  const double rounding = std::numeric_limits<double>::epsilon() * time;
  const double size = cloud.grad_out.template cast<double>().norm() * radius;
  const double of_gradients = std::is_same<T, float>::value ? b : b + rounding;
  const auto gradients = [&](const auto& g) {
    to.vector("points", g.points, of_gradients);
    to.vector("weights", g.weights, of_gradients, rounding * size);
    to.number("c", g.c, of_gradients, rounding * size / k.c);
  };
  if (k.operation == "centroid") {
    const double of_value = std::is_same<T, float>::value ? b : 1e-15;
    to.vector("value", rapidity::centroid(cloud.points, cloud.weights, c), of_value);
    gradients(rapidity::centroid_vjp(cloud.points, cloud.weights, c, cloud.grad_out));
  } else {
    const auto result = rapidity::frechet_mean(cloud.points, cloud.weights, c);
    INFO(k.regime << ", seed " << k.seed << ", residual " << result.residual << ", iterations "
                  << result.iterations);
    CHECK(result.converged);
    CHECK(result.iterations <= 10);
    // Relative to the larger of the mean's norm and the points' mean distance from it.
    double distance = 0;
    for (Eigen::Index i = 0; i < cloud.points.rows(); ++i) {
      const T weight = cloud.weights[i] / cloud.weights.sum();
      distance +=
          static_cast<double>(weight * rapidity::distance(cloud.points.row(i), result.mean, c));
    }
    to.vector("value", result.mean, b, distance);
    gradients(rapidity::frechet_mean_vjp(cloud.points, cloud.weights, c, cloud.grad_out));
  }
  CHECK(to.done());
}

template <class T>
accuracy::Table errors() {
  accuracy::Table table;
  for (const Case& k : means::cases<T>()) {
    Record to(table, k);
    if (k.operation == "centroid" || k.operation == "frechet_mean") record_cloud<T>(to, k);
    if (k.operation == "log_sinhc") {
      to.number("value", rapidity::scalar::log_sinhc(T(k.parameter)),
                4 * std::numeric_limits<T>::epsilon());
    }
    if (k.operation != "log_density") continue;
    const reference::Points<T> p = reference::points<T>(k);
    const Vector<T> deviations = means::incoming<T>(k).cwiseAbs().array() + T(0.25);
    const rapidity::WrappedNormal<T> normal(p.x, deviations, rapidity::Curvature<T>(T(k.c)));
    to.number("value", normal.log_density(p.y), bound<T>());
    CHECK(to.done());
  }
  return table;
}

}  // namespace

TEMPLATE_TEST_CASE("functions of many points keep their bounds", "[means]", float, double) {
  const auto table = errors<TestType>();
  std::printf("\nMeans, many points, %s\n%s",
              std::is_same<TestType, float>::value ? "float" : "double", table.markdown().c_str());
  means::check_bounds(table);
}

TEST_CASE("docs/accuracy/means.md is written on request", "[means]") {
  accuracy::write_page("means", "means and the wrapped normal", errors<float>().markdown(),
                       errors<double>().markdown());
}
