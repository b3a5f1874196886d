// Busemann function, boosts, hyperplanes and the Riemannian gradient against the reference.
#include <rapidity/lorentz/boost.hpp>
#include <rapidity/lorentz/busemann.hpp>
#include <rapidity/lorentz/mlr_logit.hpp>
#include <rapidity/lorentz/riemannian_gradient.hpp>

#include "errors.hpp"

namespace {

using means::Case;
using means::Record;
using reference::Vector;

// The bounds of the headers: half an ulp of float and a little, whatever the operation.
template <class T>
double bound(double of_double) {
  return std::is_same<T, float>::value ? 6.1e-8 : of_double;
}

// |x| / X, to which the value near the horosphere through the origin is rounded.
template <class T>
double horosphere_scale(const reference::Points<T>& p, double c) {
  const double norm = p.x.template cast<double>().norm();
  return norm / std::sqrt(1 + c * norm * norm);
}

// (|tau| + rc |a|) M / (rc cosh(rc d)), to which the distance of a point near the hyperplane is
// rounded.
template <class T>
double hyperplane_scale(const reference::Points<T>& p, double c, double offset, double distance) {
  const Vector<double> x = p.x.template cast<double>(), z = p.y.template cast<double>();
  const double rc = std::sqrt(c), along = x.dot(z) / z.norm();
  const double height = std::sqrt(1 + c * (x - along * z.normalized()).squaredNorm());
  const double lengths = std::abs(std::asinh(rc * along / height)) / rc + std::abs(offset);
  return lengths * height / std::cosh(rc * distance);
}

template <class T>
void record(Record& to, const Case& k) {
  const reference::Points<T> p = reference::points<T>(k);
  const Vector<T> grad_out = means::incoming<T>(k);
  const rapidity::Curvature<T> c(T(k.c));
  const T parameter = T(k.parameter);
  const double b = bound<T>(1e-15), by_plane = bound<T>(3e-15);
  if (k.operation == "busemann") {
    const auto g = rapidity::busemann_vjp(p.x, p.y, c, T(1));
    to.number("value", rapidity::busemann(p.x, p.y, c), b, horosphere_scale(p, k.c));
    to.vector("x", g.x, b);
    to.vector("y", g.direction, b);
    to.number("c", g.c, b);
  } else if (k.operation == "boost" || k.operation == "boost_inverse") {
    const bool inverse = k.operation == "boost_inverse";
    const auto g = inverse ? rapidity::boost_inverse_vjp(p.x, p.y, c, grad_out)
                           : rapidity::boost_vjp(p.x, p.y, c, grad_out);
    to.vector("value",
              inverse ? rapidity::boost_inverse(p.x, p.y, c) : rapidity::boost(p.x, p.y, c), b);
    to.vector("x", g.x, b);
    to.vector("y", g.p, b);
    to.number("c", g.c, b);
  } else if (k.operation == "hyperplane_distance" || k.operation == "mlr_logit") {
    const bool logit = k.operation == "mlr_logit";
    const auto g = logit ? rapidity::mlr_logit_vjp(p.x, p.y, parameter, c, T(1))
                         : rapidity::hyperplane_distance_vjp(p.x, p.y, parameter, c, T(1));
    const double norm = logit ? p.y.template cast<double>().norm() : 1;
    const double distance = static_cast<double>(k.numbers.front()) / norm;
    const double scale = hyperplane_scale(p, k.c, k.parameter, distance);
    to.number("value",
              logit ? rapidity::mlr_logit(p.x, p.y, parameter, c)
                    : rapidity::hyperplane_distance(p.x, p.y, parameter, c),
              b, norm * scale);
    to.vector("x", g.x, by_plane);
    to.vector("y", g.normal, by_plane, logit ? scale : 0);
    to.number("offset", g.offset, by_plane);
    to.number("c", g.c, by_plane);
  } else if (k.operation == "riemannian_gradient") {
    const auto g = rapidity::riemannian_gradient_vjp(p.x, p.y, c, grad_out);
    to.vector("value", rapidity::riemannian_gradient(p.x, p.y, c), b);
    to.vector("x", g.x, b);
    to.vector("y", g.euclidean_gradient, b);
    to.number("c", g.c, b);
  } else {
    return;
  }
  CHECK(to.done());
}

template <class T>
accuracy::Table errors() {
  accuracy::Table table;
  for (const Case& k : means::cases<T>()) {
    Record to(table, k);
    record<T>(to, k);
  }
  return table;
}

}  // namespace

TEMPLATE_TEST_CASE("functions of a point and another keep their bounds", "[means]", float, double) {
  const auto table = errors<TestType>();
  std::printf("\nMeans, two points, %s\n%s",
              std::is_same<TestType, float>::value ? "float" : "double", table.markdown().c_str());
  means::check_bounds(table);
}
