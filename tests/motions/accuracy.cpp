// Values and every gradient against the reference, within the bounds that the headers document.
#include "accuracy/page.hpp"
#include "accuracy/table.hpp"
#include "catch.hpp"
#include "motions.hpp"
#include "plain.hpp"

namespace {

using accuracy::Table;
using reference::Vector;

template <class T>
double bound(const std::string& operation, const std::string& part) {
  if (std::is_same<T, float>::value) return 6.1e-8;  // half an ulp and a little
  const bool moves = operation == "expmap" || operation == "logmap" || operation == "transport" ||
                     operation == "geodesic";
  return moves && part != "value" ? 1e-14 : 2e-15;
}

std::string describe(const motions::Case& k) {
  return "seed " + std::to_string(k.seed) + ", size " + std::to_string(k.size) + ", c " +
         std::to_string(k.c) + ", s " + accuracy::scientific(k.s);
}

// The terms of a geodesic at x and y, A x and B y or those of its derivative by t for the incoming
// gradient g, and the length of its way beyond the nearer end.
struct Terms {
  long double value, by_time, way;
};

template <class T>
Terms terms(const motions::Inputs<T>& in) {
  using Long = Vector<long double>;
  const Long x = in.x.template cast<long double>(), y = in.y.template cast<long double>();
  const Long g = in.g.template cast<long double>();
  const rapidity::Curvature<long double> c(in.c);
  const long double d = rapidity::distance(x, y, c), w = std::sqrt(c.value()) * d, t = in.t;
  if (w == 0) return {0, 0, 0};
  const long double scale = 1 / std::sinh(w), of_x = scale * std::sinh((1 - t) * w),
                    of_y = scale * std::sinh(t * w);
  return {std::max(of_x * x.norm(), of_y * y.norm()),
          w * scale *
              std::max(std::cosh((1 - t) * w) * std::fabs(g.dot(x)),
                       std::cosh(t * w) * std::fabs(g.dot(y))),
          d * std::max(-t, t - 1)};
}

// What an error is relative to, as geodesic's header says: near the origin to what the points
// contribute, or to the way beyond them; by the time of points that are no neighbours to the terms,
// for of a random incoming gradient little may lie along a geodesic.
template <class T>
long double scale(const motions::Case& k, const motions::Inputs<T>& in, const std::string& part,
                  const reference::Exact& exact) {
  if (k.operation != "geodesic" || (part != "value" && part != "∂t")) return exact.norm();
  const Terms own = terms(in);
  const bool beyond = k.t < 0 || k.t > 1;
  if (part == "value") return std::max(exact.norm(), beyond ? own.way : own.value);
  const rapidity::Curvature<T> c(in.c);
  const T near = rapidity::distance(in.x, in.y, c) * std::sqrt(in.c);
  return near < T(1) ? exact.norm() : std::max(exact.norm(), own.by_time);
}

template <class T>
Table errors(motions::Parts<T> (*evaluate)(const std::string&, const motions::Inputs<T>&)) {
  Table table;
  for (const motions::Case& k : motions::cases<T>()) {
    const motions::Inputs<T> in = motions::inputs<T>(k);
    reference::Results results(k.numbers);
    if (reference::is_framed(k)) results.in_frame(reference::Frame<T>({in.x, in.y, in.v, in.g}));
    for (const auto& [part, value] : evaluate(k.operation, in)) {
      const reference::Exact exact = results.next(value.size());
      const double error = reference::error(value, exact, scale(k, in, part, exact));
      table.record(k.operation, part, error, bound<T>(k.operation, part), describe(k));
    }
    REQUIRE(results.done());
  }
  return table;
}

}  // namespace

TEMPLATE_TEST_CASE("motions keep their documented bounds", "[motions]", float, double) {
  const Table table = errors<TestType>(motions::evaluate<TestType>);
  std::printf("\nMotions, %s\n%s", sizeof(TestType) == 4 ? "float" : "double",
              table.markdown(accuracy::unit<TestType>()).c_str());
  for (const std::string& operation : motions::operations()) {
    INFO(operation);
    REQUIRE(table.rows().count(operation) == 1);
    for (const auto& [part, cell] : table.rows().at(operation)) {
      INFO(part << ", " << cell.where);
      CHECK(cell.excess <= 1);
    }
  }
}

TEST_CASE("values in double keep the goal of 8 ulps", "[motions]") {
  const Table table = errors<double>(motions::evaluate<double>);
  for (const std::string& operation : motions::operations()) {
    INFO(operation);
    CHECK(table.rows().at(operation).at("value").error <= 4 * accuracy::unit<double>());
  }
}

// 8 (1 + c n^2) roundings, n the norm of the longest point, and of the vector where that adds to
// it.
TEST_CASE("gradients by points in double keep the goal of 8 (1 + c n^2) eps", "[motions]") {
  const std::vector<std::string> by_points = {"∂x", "∂y", "∂base", "∂target", "∂from", "∂to"};
  for (const motions::Case& k : motions::cases<double>()) {
    const motions::Inputs<double> in = motions::inputs<double>(k);
    const double n = std::max({in.x.norm(), in.y.norm(), in.v.norm()});
    reference::Results results(k.numbers);
    if (reference::is_framed(k)) {
      results.in_frame(reference::Frame<double>({in.x, in.y, in.v, in.g}));
    }
    for (const auto& [part, value] : motions::evaluate(k.operation, in)) {
      const reference::Exact exact = results.next(value.size());
      if (std::find(by_points.begin(), by_points.end(), part) == by_points.end()) continue;
      const double goal = 8 * (1 + k.c * n * n) * std::numeric_limits<double>::epsilon();
      INFO(k.operation << " " << part << ", " << describe(k));
      CHECK(reference::error(value, exact, exact.norm()) <= goal);
    }
  }
}

TEST_CASE("the plain motions lose what these keep", "[motions]") {
  const Table table = errors<float>(motions::evaluate_plainly<float>);
  std::printf("\nMotions, plain formulas in float\n%s",
              table.markdown(accuracy::unit<float>()).c_str());
  CHECK(table.rows().at("logmap").at("value").error > 0.1);
  CHECK(table.rows().at("tangent_inner").at("∂u").error > 0.01);
}

const char* const kRemarks =
    "The gradients by points in double keep the goal of 8 (1 + c n²) eps, which a test checks case "
    "by case.\n\n";

TEST_CASE("docs/accuracy/motions.md is written on request", "[motions]") {
  const auto of_float = errors<float>(motions::evaluate<float>);
  const auto of_double = errors<double>(motions::evaluate<double>);
  const auto plain = errors<float>(motions::evaluate_plainly<float>);
  accuracy::write_page("motions", "motions", of_float, of_double, plain, kRemarks);
}
