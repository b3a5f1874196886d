// The time part put before the space part, taken off again and checked.
#include <rapidity/lorentz/full_coordinates.hpp>
#include <unsupported/Eigen/AutoDiff>

#include "catch.hpp"
#include "message.hpp"
#include "reference/case_inputs.hpp"

namespace {

using models::has;
using models::message;
using rapidity::Curvature;
using rapidity::domain_error;
using reference::Vector;

constexpr double kCurvatures[] = {0.1, 0.5, 1.0, 2.0, 10.0};

template <class T>
Vector<T> random(std::uint64_t seed, Eigen::Index size, double radius) {
  reference::SplitMix64 numbers(seed);
  return T(radius) * reference::uniform<T>(numbers, size);
}

// Worst relative errors of the time part and the gradient by x against long double.
template <class T>
double worst() {
  double error = 0;
  for (const double c : kCurvatures) {
    for (double radius = 1e-4; radius < 2e4; radius *= 10) {
      const Eigen::Index size = radius < 1 ? 5 : radius < 100 ? 512 : 2048;
      const Vector<T> x = random<T>(3, size, radius), g = random<T>(4, size + 1, 1.0);
      const Vector<long double> exact = x.template cast<long double>();
      const long double time = std::sqrt(1 / static_cast<long double>(T(c)) + exact.squaredNorm());
      const Vector<T> full = rapidity::full_coordinates(x, Curvature<T>(T(c)));
      CHECK(full.tail(size) == x);
      const auto k = rapidity::full_coordinates_vjp(x, Curvature<T>(T(c)), g);
      const Vector<long double> gx =
          g.tail(size).template cast<long double>() + g[0] / time * exact;
      const long double gc = -g[0] / (2 * std::pow(static_cast<long double>(T(c)), 2) * time);
      error = std::max({error, double(std::fabs(full[0] - time) / time),
                        double((k.x.template cast<long double>() - gx).norm() /
                               g.template cast<long double>().norm()),
                        double(std::fabs(k.c - gc) / std::fabs(gc))});
    }
  }
  return error;
}

}  // namespace

TEST_CASE("full coordinates and their gradient", "[full]") {
  const double of_float = worst<float>(), of_double = worst<double>();
  std::printf("\nFull coordinates, value and gradients: float %.1e, double %.1e\n", of_float,
              of_double);
  CHECK(of_float < 6.1e-8);
  CHECK(of_double < 1e-15);
}

TEST_CASE("the gradient is the automatic derivative", "[full]") {
  using Derivatives = Eigen::Matrix<double, 4, 1>;
  using Dual = Eigen::AutoDiffScalar<Derivatives>;
  const Eigen::Vector3d x(0.3, -0.2, 0.5);
  const Eigen::Vector4d g(1.5, -0.3, 0.2, 0.7);
  for (const double c : kCurvatures) {
    Eigen::Matrix<Dual, 3, 1> point;
    for (int i = 0; i < 3; ++i) point[i] = Dual(x[i], 4, i);
    const auto full = rapidity::full_coordinates(point, Curvature<Dual>(Dual(c, 4, 3)));
    Derivatives expected, sum = Derivatives::Zero();
    for (int i = 0; i < 4; ++i) sum += g[i] * full[i].derivatives();
    const auto k = rapidity::full_coordinates_vjp(x, Curvature<double>(c), g);
    expected << k.x, k.c;
    CHECK(sum.isApprox(expected, 1e-14));
  }
}

TEMPLATE_TEST_CASE("space_part undoes full_coordinates", "[full]", float, double) {
  using T = TestType;
  const T tolerance = std::numeric_limits<T>::epsilon();
  for (const double c : kCurvatures) {
    for (double radius = 1e-4; radius < 2e4; radius *= 10) {
      for (const Eigen::Index size : {0, 1, 7}) {
        const Curvature<T> curvature{T(c)};
        const Vector<T> x = random<T>(11, size, radius);
        const Vector<T> full = rapidity::full_coordinates(x, curvature);
        CHECK(rapidity::space_part(full, curvature, tolerance) == x);
      }
    }
  }
}

TEST_CASE("full coordinates have the shape of their point", "[full]") {
  const Curvature<double> c(1.0);
  const Eigen::RowVector3d row(1, 2, 3);
  const auto full = rapidity::full_coordinates(row, c);
  static_assert(decltype(full)::RowsAtCompileTime == 1 && decltype(full)::ColsAtCompileTime == 4,
                "");
  const auto back = rapidity::space_part(full, c, 1e-14);
  static_assert(decltype(back)::ColsAtCompileTime == 3, "");
  CHECK(back == row);
  CHECK(rapidity::full_coordinates(2 * row - row, c) == full);
}

TEST_CASE("a time part that is off is refused", "[full]") {
  const Curvature<double> c(4.0);
  Eigen::Vector3d full(0, 3, 4);
  full[0] = std::sqrt(25.25);
  CHECK(rapidity::space_part(full, c, 1e-15) == full.tail(2));
  const auto with_time = [&](double time) {
    Eigen::Vector3d other = full;
    other[0] = time;
    return other;
  };
  const std::string text =
      message<domain_error>([&] { rapidity::space_part(with_time(5.5), c, 1e-6); });
  CHECK(has(text, "rapidity::space_part: full[0]"));
  CHECK(has(text, "expected sqrt(1/c + |x|^2) = 5.02"));
  CHECK(has(text, "got 5.5"));
  CHECK(rapidity::space_part(with_time(5.5), c, 0.1).norm() == 5);
  CHECK_THROWS_AS(rapidity::space_part(with_time(full[0] * (1 + 1.5e-6)), c, 1e-6), domain_error);
  CHECK_THROWS_AS(rapidity::space_part(with_time(full[0] * (1 - 1.5e-6)), c, 1e-6), domain_error);
  CHECK_NOTHROW(rapidity::space_part(with_time(full[0] * (1 - 0.9e-6)), c, 1e-6));
  CHECK_THROWS_AS(rapidity::space_part(with_time(-full[0]), c, HUGE_VAL), domain_error);
  CHECK_THROWS_AS(rapidity::space_part(with_time(std::nan("")), c, HUGE_VAL), domain_error);
  CHECK_THROWS_AS(rapidity::space_part(full, c, -1.0), domain_error);
  CHECK_THROWS_AS(rapidity::space_part(Vector<double>(0), c, 1.0), rapidity::shape_error);
  full[2] = std::nan("");
  CHECK(std::isnan(rapidity::space_part(full, c, 1e-6)[1]));
  CHECK(rapidity::full_coordinates(full, c).hasNaN());
  CHECK(has(message<rapidity::shape_error>([&] { rapidity::full_coordinates_vjp(full, c, full); }),
            "grad_out has 3 elements, expected 4"));
}
