// Busemann function, boosts, hyperplanes and the Riemannian gradient against the reference.
#include "accuracy/page.hpp"
#include "errors.hpp"
#include "plain.hpp"

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

// Bounds and what errors are relative to: of the value, of the gradient by y and of that by c.
struct Measure {
  double value_bound, bound;
  double value_scale = 0, y_scale = 0, c_scale = 0;
};

template <class T>
Measure measure(const Case& k, const means::Pair<T>& in) {
  const reference::Points<T> p{in.x, in.y};
  const double first = static_cast<double>(k.numbers.front());
  const double last = static_cast<double>(k.numbers.back());
  if (k.operation == "busemann") {
    const double b = bound<T>(1e-15);
    return {b, b, horosphere_scale(p, k.c), 0, busemann_c_scale(first, last, k.c)};
  }
  if (k.operation == "boost" || k.operation == "boost_inverse") {
    return {bound<T>(2e-15), bound<T>(2e-15), 0, 0, boost_c_scale(p, in.k, last)};
  }
  if (k.operation == "riemannian_gradient") return {bound<T>(1e-15), bound<T>(1e-15)};
  const bool logit = k.operation == "mlr_logit";
  const double norm = logit ? in.y.template cast<double>().norm() : 1;
  const double scale = hyperplane_scale(p, k.c, k.parameter, first / norm);
  return {bound<T>(1e-15), bound<T>(3e-15), norm * scale, logit ? scale : 0,
          norm * hyperplane_c_scale(p, k.c, k.parameter)};
}

template <class Method, class T>
void record(Record& to, const Case& k) {
  const means::Pair<T> in(k);
  to.in_frame<T>({in.x, in.y, in.k});
  const means::Parts<T> parts = Method::pair(k.operation, in);
  const Measure m = measure(k, in);
  to.vector("value", parts[0], m.value_bound, m.value_scale);
  to.vector("∂x", parts[1], m.bound);
  to.vector("∂y", parts[2], m.bound, m.y_scale);
  if (parts.size() == 5) to.vector("∂offset", parts[3], m.bound);
  to.vector("∂c", parts.back(), m.bound, m.c_scale);
  CHECK(to.done());
}

const char* const kOperations[] = {"busemann",      "boost",
                                   "boost_inverse", "hyperplane_distance",
                                   "mlr_logit",     "riemannian_gradient"};

template <template <class> class Method, class T>
accuracy::Table errors() {
  accuracy::Table table;
  for (const Case& k : means::cases<T>()) {
    if (std::find(std::begin(kOperations), std::end(kOperations), k.operation) ==
        std::end(kOperations)) {
      continue;
    }
    Record to(table, k);
    record<Method<T>, T>(to, k);
  }
  return table;
}

}  // namespace

TEMPLATE_TEST_CASE("functions of a point and another keep their bounds", "[means]", float, double) {
  const auto table = errors<means::Library, TestType>();
  std::printf("\nMeans, two points, %s\n%s",
              std::is_same<TestType, float>::value ? "float" : "double",
              table.markdown(accuracy::unit<TestType>()).c_str());
  CHECK(table.rows().size() == std::size(kOperations));
  means::check_bounds(table);
}

TEST_CASE("the plain boosts and horospheres lose what these keep", "[means]") {
  const auto table = errors<means::Plain, float>();
  std::printf("\nMeans, two points, plain formulas in float\n%s",
              table.markdown(accuracy::unit<float>()).c_str());
  CHECK(table.rows().at("busemann").at("value").error > 0.1);
  CHECK(table.rows().at("boost_inverse").at("value").error > 1);
}

TEST_CASE("docs/accuracy/boosts.md is written on request", "[means]") {
  accuracy::write_page("boosts", "boosts, horospheres and hyperplanes",
                       errors<means::Library, float>(), errors<means::Library, double>(),
                       errors<means::Plain, float>());
}
