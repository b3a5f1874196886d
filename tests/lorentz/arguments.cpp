// What the functions take: rows, columns, blocks, maps, expressions; what they refuse and how they
// say it.
#include <string>

#include "operations.hpp"

namespace {

using lorentz::Vector;

const rapidity::Curvature<double> kC(0.5);

template <class Error, class Call>
std::string message(const Call& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return "no " + std::string(typeid(Error).name()) + " was thrown";
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a point is any vector expression", "[lorentz]") {
  const Eigen::Matrix<double, 4, 3> m = Eigen::Matrix<double, 4, 3>::Random();
  const Eigen::Vector3d x = m.row(0), y = m.row(1);
  const double expected = rapidity::distance(x, y, kC);
  const Eigen::RowVectorXd row = m.row(1);
  double storage[6] = {y[0], 9, y[1], 9, y[2], 9};
  const Eigen::Map<const Eigen::Vector3d, 0, Eigen::InnerStride<2>> strided(storage);
  CHECK(rapidity::distance(m.row(0), m.row(1), kC) == expected);
  CHECK(rapidity::distance(x, row, kC) == expected);
  CHECK(rapidity::distance(x, strided, kC) == expected);
  CHECK(rapidity::distance(2 * x - x, m.row(1).transpose(), kC) == Approx(expected));
  CHECK(rapidity::distance(x.head(2), y.tail(2), kC) > 0);
}

TEST_CASE("gradients have the shape of their points", "[lorentz]") {
  const Eigen::RowVector3d x(0.1, 0.2, 0.3);
  const Eigen::VectorXd y = Eigen::Vector3d(1, 0, -1);
  const auto g = rapidity::distance_vjp(x, y, kC, 1.0);
  static_assert(decltype(g.x)::RowsAtCompileTime == 1, "x is a row");
  static_assert(decltype(g.x)::ColsAtCompileTime == 3, "of three");
  static_assert(decltype(g.y)::ColsAtCompileTime == 1, "y is a column");
  CHECK(g.y.size() == 3);
  const auto lifted = rapidity::lift(x, kC);
  static_assert(decltype(lifted)::ColsAtCompileTime == 3, "a row of three, no lazy expression");
  const auto h = rapidity::lift_vjp(x, kC, Eigen::RowVector3d(1, 2, 3));
  static_assert(decltype(h.v)::ColsAtCompileTime == 3, "v is a row");
}

TEST_CASE("no coordinates at all: every point is the origin", "[lorentz]") {
  const Vector<double> none(0);
  CHECK(rapidity::distance(none, none, kC) == 0);
  CHECK(rapidity::time(none, kC) == Approx(std::sqrt(2.0)));
  CHECK(rapidity::inner(none, none, kC) == -2);
  CHECK(rapidity::lift(none, kC).size() == 0);
  CHECK(rapidity::distance_vjp(none, none, kC, 1.0).x.size() == 0);
}

TEST_CASE("points of different sizes are refused by name and size", "[lorentz]") {
  const Vector<double> two = Vector<double>::Ones(2), three = Vector<double>::Ones(3);
  using rapidity::shape_error;
  const std::string text = message<shape_error>([&] { rapidity::distance(two, three, kC); });
  CHECK(has(text, "rapidity::distance"));
  CHECK(has(text, "y has 3 elements"));
  CHECK(has(text, "expected 2"));
  CHECK_THROWS_AS(rapidity::inner(two, three, kC), shape_error);
  CHECK_THROWS_AS(rapidity::inner_vjp(two, three, kC, 1.0), shape_error);
  CHECK_THROWS_AS(rapidity::distance_vjp(two, three, kC, 1.0), shape_error);
  CHECK_THROWS_AS(rapidity::exterior_angle_vjp(two, three, kC, 1.0), shape_error);
  CHECK_THROWS_AS(rapidity::entailment_residual(two, three, kC, 0.1, 1.0), shape_error);
  CHECK_THROWS_AS(rapidity::entailment_residual_vjp(two, three, kC, 0.1, 1.0, 1.0), shape_error);
  CHECK(has(message<shape_error>([&] { rapidity::exterior_angle(two, three, kC); }),
            "specific has 3"));
  CHECK(has(message<shape_error>([&] { rapidity::lift_vjp(two, kC, three); }), "grad_out has 3"));
  CHECK(
      has(message<shape_error>([&] { rapidity::logmap0_vjp(two, kC, three); }), "grad_out has 3"));
  CHECK_THROWS_AS(rapidity::distance(two, three, kC), std::invalid_argument);
}

TEMPLATE_TEST_CASE("a curvature is positive and finite", "[lorentz]", float, double) {
  using T = TestType;
  using Limits = std::numeric_limits<T>;
  for (const T value : {T(0), T(-0.0), T(-1), Limits::quiet_NaN(), Limits::infinity()}) {
    CHECK_THROWS_AS(rapidity::Curvature<T>(value), rapidity::domain_error);
    CHECK_THROWS_AS(rapidity::Curvature<T>(value), std::domain_error);
  }
  for (const T value : {Limits::denorm_min(), T(1), Limits::max()}) {
    CHECK(rapidity::Curvature<T>(value).value() == value);
  }
  const auto negative = [] { rapidity::Curvature<T> refused(T(-1)); };
  CHECK(has(message<rapidity::domain_error>(negative), "-1"));
}

TEST_CASE("negative parameters are refused by name", "[lorentz]") {
  const Vector<double> x = Vector<double>::Ones(2), y = -x;
  using rapidity::domain_error;
  CHECK(has(message<domain_error>([&] { rapidity::half_aperture(x, kC, -0.1); }), "min_radius"));
  CHECK(has(message<domain_error>([&] { rapidity::half_aperture_vjp(x, kC, -0.1, 1.0); }),
            "min_radius"));
  CHECK(has(message<domain_error>([&] { rapidity::lift(x, kC, -1.0); }), "max_rapidity"));
  CHECK(has(message<domain_error>([&] { rapidity::lift_vjp(x, kC, -1.0, y); }), "max_rapidity"));
  CHECK(has(message<domain_error>([&] { rapidity::entailment_residual(x, y, kC, 0.1, -1.0); }),
            "eta"));
  CHECK(has(
      message<domain_error>([&] { rapidity::entailment_residual_vjp(x, y, kC, -1.0, 1.0, 1.0); }),
      "min_radius"));
}
