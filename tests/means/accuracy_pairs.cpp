// Busemann function, boosts, hyperplanes and the Riemannian gradient against the reference.
#include <rapidity/lorentz/boost.hpp>
#include <rapidity/lorentz/busemann.hpp>
#include <rapidity/lorentz/mlr_logit.hpp>
#include <rapidity/lorentz/riemannian_gradient.hpp>

#include "accuracy/page.hpp"
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

// The sizes of the terms whose sum is the derivative by c.
double busemann_c_scale(double value, double gradient, double c) {
  const double log = std::sqrt(c) * value;
  return std::abs(gradient) + std::abs(log - std::tanh(log)) / (2 * c * std::sqrt(c));
}

template <class T>
double hyperplane_c_scale(const reference::Points<T>& p, double c, double offset) {
  namespace row = rapidity::row;
  const Vector<double> x = p.x.template cast<double>(), z = p.y.template cast<double>();
  const auto at = [](const Vector<double>& v) { return [&v](std::int64_t i) { return v[i]; }; };
  const auto sums =
      row::pair_sums<rapidity::Precision<double>>(at(x), at(z), row::Serial{x.size()});
  const auto h = row::hyperplane(row::bearing(sums, c), offset);
  const double chord = h.slope * std::abs(h.tau - std::tanh(h.tau));
  const double across = std::abs(h.sinh_a) * h.bearing.width2 / h.bearing.time;
  return (std::abs(h.bend) + chord + across) / (2 * c * std::sqrt(c));
}

// The derivative by c for k.x = |k| |x|.
template <class T>
double boost_c_scale(const reference::Points<T>& p, const Vector<T>& grad_out, double by_c) {
  const Vector<double> x = p.x.template cast<double>(), k = grad_out.template cast<double>();
  return x.isZero(0) ? 0 : std::abs(by_c) * x.norm() * k.norm() / std::abs(x.dot(k));
}

template <class T>
void record(Record& to, const Case& k) {
  const reference::Points<T> p = reference::points<T>(k);
  const Vector<T> grad_out = means::incoming<T>(k);
  const rapidity::Curvature<T> c(T(k.c));
  const T parameter = T(k.parameter);
  const double first = static_cast<double>(k.numbers.front());
  const double last = static_cast<double>(k.numbers.back());
  if (k.operation == "busemann") {
    const double b = bound<T>(1e-15);
    const auto g = rapidity::busemann_vjp(p.x, p.y, c, T(1));
    to.number("value", rapidity::busemann(p.x, p.y, c), b, horosphere_scale(p, k.c));
    to.vector("x", g.x, b);
    to.vector("y", g.direction, b);
    to.number("c", g.c, b, busemann_c_scale(first, last, k.c));
  } else if (k.operation == "boost" || k.operation == "boost_inverse") {
    const bool inverse = k.operation == "boost_inverse";
    const double b = bound<T>(2e-15);
    const auto g = inverse ? rapidity::boost_inverse_vjp(p.x, p.y, c, grad_out)
                           : rapidity::boost_vjp(p.x, p.y, c, grad_out);
    to.vector("value",
              inverse ? rapidity::boost_inverse(p.x, p.y, c) : rapidity::boost(p.x, p.y, c), b);
    to.vector("x", g.x, b);
    to.vector("y", g.p, b);
    to.number("c", g.c, b, boost_c_scale(p, grad_out, last));
  } else if (k.operation == "hyperplane_distance" || k.operation == "mlr_logit") {
    const bool logit = k.operation == "mlr_logit";
    const auto g = logit ? rapidity::mlr_logit_vjp(p.x, p.y, parameter, c, T(1))
                         : rapidity::hyperplane_distance_vjp(p.x, p.y, parameter, c, T(1));
    const double norm = logit ? p.y.template cast<double>().norm() : 1, b = bound<T>(3e-15);
    const double scale = hyperplane_scale(p, k.c, k.parameter, first / norm);
    to.number("value",
              logit ? rapidity::mlr_logit(p.x, p.y, parameter, c)
                    : rapidity::hyperplane_distance(p.x, p.y, parameter, c),
              bound<T>(1e-15), norm * scale);
    to.vector("x", g.x, b);
    to.vector("y", g.normal, b, logit ? scale : 0);
    to.number("offset", g.offset, b);
    to.number("c", g.c, b, norm * hyperplane_c_scale(p, k.c, k.parameter));
  } else if (k.operation == "riemannian_gradient") {
    const double b = bound<T>(1e-15);
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

TEST_CASE("docs/accuracy/boosts.md is written on request", "[means]") {
  accuracy::write_page("boosts", "boosts, horospheres and hyperplanes", errors<float>().markdown(),
                       errors<double>().markdown());
}
