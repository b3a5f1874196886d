// Functions of rows against the functions of one point or one pair that they apply.
#include <rapidity/batch/batch.hpp>

#include <cmath>
#include <limits>
#include <vector>

#include "catch.hpp"
#include "plain_loss.hpp"
#include "points.hpp"

namespace {

namespace batch = rapidity::batch;
namespace row = rapidity::row;
using rapidity::Curvature;
using rapidity::MatrixView;
using rapidity::VectorView;
using rapidity::batch::Execution;
using rapidity::batch::GradMode;

// 37: whole registers of any width, and a rest.
constexpr std::int64_t count = 150, dimensions = 37;
constexpr double c = 0.8, min_radius = 0.1, eta = 0.9;

template <class T>
struct Pairs {
  points::Matrix<T> x = points::random<T>(count, dimensions, 1, 21);
  points::Matrix<T> y = points::random<T>(count, dimensions, 1.5, 22);
  Curvature<T> curvature{T(c)};
  std::vector<T> grad_out;

  Pairs() {
    for (std::int64_t i = 0; i < count; ++i) grad_out.push_back(T(0.3) + T(0.01) * T(i));
  }
  VectorView<const T> weights() const { return {grad_out.data(), count, 1}; }
  row::Triangle<double> triangle(std::int64_t i) const {
    return plain::triangle(x, i, y, i, double(curvature.value()));
  }
};

/// value(i) of row i, batched(out, execution) of all.
template <class T, class Value, class Batched>
void check_values(const Value& value, const Batched& batched) {
  std::vector<T> out(2 * count, T(-7)), again(count);
  batched(VectorView<T>{out.data(), count, 2}, Execution{1});
  batched(VectorView<T>{again.data(), count, 1}, Execution{3});
  for (std::int64_t i = 0; i < count; ++i) {
    CHECK(out[2 * i] == Approx(T(value(i))).epsilon(4 * std::numeric_limits<T>::epsilon()));
    CHECK(out[2 * i + 1] == T(-7));
    CHECK(out[2 * i] == again[i]);
  }
}

/// coefficients(i) of the gradients of pair i; batched(g_x, g_y, mode, execution) of all.
template <class T, class Coefficients, class Batched>
void check_pair_gradients(const Pairs<T>& pairs, const Coefficients& coefficients,
                          const Batched& batched) {
  const double close = 8 * std::numeric_limits<T>::epsilon();
  points::Matrix<T> g_x(count, dimensions), g_y(count, dimensions), sum_x(count, dimensions, T(3)),
      sum_y(count, dimensions, T(-3));
  const T g_c = batched(g_x.view(), g_y.view(), GradMode::overwrite, Execution{3});
  CHECK(batched(sum_x.view(), sum_y.view(), GradMode::accumulate, Execution{1}) == g_c);

  points::Matrix<double> exact_x(count, dimensions), exact_y(count, dimensions);
  double exact_c = 0;
  for (std::int64_t i = 0; i < count; ++i) {
    const row::PairCoefficients<double> k = coefficients(i);
    exact_c += k.c;
    for (std::int64_t d = 0; d < dimensions; ++d) {
      exact_x(i, d) = k.at_x(pairs.x(i, d), pairs.y(i, d));
      exact_y(i, d) = k.at_y(pairs.x(i, d), pairs.y(i, d));
      CHECK(std::abs(sum_x(i, d) - (3 + exact_x(i, d))) < close * (3 + std::abs(exact_x(i, d))));
      CHECK(std::abs(sum_y(i, d) - (exact_y(i, d) - 3)) < close * (3 + std::abs(exact_y(i, d))));
    }
  }
  CHECK(points::difference(g_x, exact_x) < close);
  CHECK(points::difference(g_y, exact_y) < close);
  CHECK(points::difference(g_c, exact_c) < close);
  CHECK(g_x.padding_is_untouched());
  CHECK(g_y.padding_is_untouched());
}

template <class T>
void check_pairs() {
  const Pairs<T> p;
  const auto x = p.x.view(), y = p.y.view();
  const T radius = T(min_radius), widening = T(eta);

  check_values<T>([&](auto i) { return row::distance(p.triangle(i)); },
                  [&](auto out, Execution e) { batch::distance(x, y, p.curvature, out, e); });
  check_pair_gradients(
      p, [&](auto i) { return row::distance_vjp(p.triangle(i), double(p.grad_out[i])); },
      [&](auto g_x, auto g_y, GradMode mode, Execution e) {
        return batch::distance_vjp(x, y, p.curvature, p.weights(), g_x, g_y, mode, e);
      });

  check_values<T>([&](auto i) { return row::exterior_angle(p.triangle(i)); },
                  [&](auto out, Execution e) { batch::exterior_angle(x, y, p.curvature, out, e); });
  check_pair_gradients(
      p, [&](auto i) { return row::exterior_angle_vjp(p.triangle(i), double(p.grad_out[i])); },
      [&](auto g_x, auto g_y, GradMode mode, Execution e) {
        return batch::exterior_angle_vjp(x, y, p.curvature, p.weights(), g_x, g_y, mode, e);
      });

  check_values<T>(
      [&](auto i) {
        return row::entailment_residual(p.triangle(i), double(radius), double(widening));
      },
      [&](auto out, Execution e) {
        batch::entailment_residual(x, y, p.curvature, radius, widening, out, e);
      });
  check_pair_gradients(
      p,
      [&](auto i) {
        return row::entailment_residual_vjp(p.triangle(i), double(radius), double(widening),
                                            double(p.grad_out[i]));
      },
      [&](auto g_x, auto g_y, GradMode mode, Execution e) {
        return batch::entailment_residual_vjp(x, y, p.curvature, radius, widening, p.weights(), g_x,
                                              g_y, mode, e);
      });

  double mean = 0;
  for (std::int64_t i = 0; i < count; ++i) {
    mean += row::entailment_residual(p.triangle(i), double(radius), double(widening)) / count;
  }
  const T loss = batch::entailment_loss(x, y, p.curvature, radius, widening, {3});
  CHECK(points::difference(loss, mean) < 4 * std::numeric_limits<T>::epsilon());
  CHECK(batch::entailment_loss(x, y, p.curvature, radius, widening) == loss);
  check_pair_gradients(
      p,
      [&](auto i) {
        return row::entailment_residual_vjp(p.triangle(i), double(radius), double(widening),
                                            2.0 / count);
      },
      [&](auto g_x, auto g_y, GradMode mode, Execution e) {
        return batch::entailment_loss_vjp(x, y, p.curvature, radius, widening, T(2), g_x, g_y, mode,
                                          e);
      });
}

/// out(i, d) and gradient(i, d) expected of a map of points, and the gradient by c.
template <class T, class Map, class Vjp, class Scale, class Coefficients>
void check_map(const points::Matrix<T>& points_in, const Map& map, const Vjp& vjp,
               const Scale& scale, const Coefficients& coefficients) {
  const auto grad_out = points::random<T>(count, dimensions, 1, 23);
  const double close = 8 * std::numeric_limits<T>::epsilon();
  points::Matrix<T> out(count, dimensions), gradient(count, dimensions),
      sum(count, dimensions, T(2));
  map(out.view(), Execution{3});
  const T g_c = vjp(grad_out.view(), gradient.view(), GradMode::overwrite, Execution{3});
  CHECK(vjp(grad_out.view(), sum.view(), GradMode::accumulate, Execution{1}) == g_c);

  points::Matrix<double> exact(count, dimensions), exact_gradient(count, dimensions);
  double exact_c = 0;
  for (std::int64_t i = 0; i < count; ++i) {
    double square = 0, product = 0;
    for (std::int64_t d = 0; d < dimensions; ++d) {
      square += double(points_in(i, d)) * double(points_in(i, d));
      product += double(points_in(i, d)) * double(grad_out(i, d));
    }
    const row::ScaleCoefficients<double> k = coefficients(square, product);
    exact_c += k.c;
    for (std::int64_t d = 0; d < dimensions; ++d) {
      exact(i, d) = scale(square) * points_in(i, d);
      exact_gradient(i, d) = k.at(grad_out(i, d), points_in(i, d));
      CHECK(std::abs(sum(i, d) - (2 + exact_gradient(i, d))) <
            close * (2 + std::abs(exact_gradient(i, d))));
    }
  }
  CHECK(points::difference(out, exact) < close);
  CHECK(points::difference(gradient, exact_gradient) < close);
  CHECK(points::difference(g_c, exact_c) < close * 10);
  CHECK(out.padding_is_untouched());
  CHECK(gradient.padding_is_untouched());
}

template <class T>
void check_maps() {
  const Pairs<T> p;
  const auto x = p.x.view();
  const double curvature = p.curvature.value();
  for (const double limit : {std::numeric_limits<double>::infinity(), 0.75}) {
    check_map<T>(
        p.x, [&](auto out, Execution e) { batch::lift(x, p.curvature, out, T(limit), e); },
        [&](auto grad_out, auto g, GradMode mode, Execution e) {
          return batch::lift_vjp(x, p.curvature, grad_out, g, mode, T(limit), e);
        },
        [&](double square) { return row::lift_scale(square, curvature, limit); },
        [&](double square, double product) {
          return row::lift_vjp(square, product, curvature, limit);
        });
  }
  check_map<T>(
      p.x, [&](auto out, Execution e) { batch::logmap0(x, p.curvature, out, e); },
      [&](auto grad_out, auto g, GradMode mode, Execution e) {
        return batch::logmap0_vjp(x, p.curvature, grad_out, g, mode, e);
      },
      [&](double square) { return row::logmap0_scale(square, curvature); },
      [&](double square, double product) { return row::logmap0_vjp(square, product, curvature); });
}

template <class T>
void check_half_aperture() {
  const Pairs<T> p;
  const double curvature = p.curvature.value(), radius = T(min_radius);
  const auto square = [&](std::int64_t i) { return p.triangle(i).sums.xx; };
  check_values<T>([&](auto i) { return row::half_aperture(square(i), curvature, radius); },
                  [&](auto out, Execution e) {
                    batch::half_aperture(p.x.view(), p.curvature, T(min_radius), out, e);
                  });
  points::Matrix<T> g_x(count, dimensions), sum(count, dimensions, T(1));
  const T g_c =
      batch::half_aperture_vjp(p.x.view(), p.curvature, T(min_radius), p.weights(), g_x.view());
  CHECK(batch::half_aperture_vjp(p.x.view(), p.curvature, T(min_radius), p.weights(), sum.view(),
                                 GradMode::accumulate, {3}) == g_c);
  double exact_c = 0;
  points::Matrix<double> exact(count, dimensions), exact_sum(count, dimensions);
  for (std::int64_t i = 0; i < count; ++i) {
    const auto k = row::half_aperture_vjp(square(i), curvature, radius, double(p.grad_out[i]));
    exact_c += k.c;
    for (std::int64_t d = 0; d < dimensions; ++d) {
      exact(i, d) = k.x * p.x(i, d);
      exact_sum(i, d) = 1 + exact(i, d);
    }
  }
  const double close = 8 * std::numeric_limits<T>::epsilon();
  CHECK(points::difference(g_x, exact) < close);
  CHECK(points::difference(sum, exact_sum) < close);
  CHECK(points::difference(g_c, exact_c) < close);
}

}  // namespace

TEST_CASE("functions of matched pairs of floats", "[batch]") { check_pairs<float>(); }
TEST_CASE("functions of matched pairs of doubles", "[batch]") { check_pairs<double>(); }
TEST_CASE("maps of float points", "[batch]") { check_maps<float>(); }
TEST_CASE("maps of double points", "[batch]") { check_maps<double>(); }
TEST_CASE("half-apertures of floats and doubles", "[batch]") {
  check_half_aperture<float>();
  check_half_aperture<double>();
}

TEST_CASE("rows of doubles keep the digits of their sums", "[batch]") {
  const double close = 8 * std::numeric_limits<double>::epsilon();
  const auto x = points::random<double>(count, dimensions, 500, 25);
  const Curvature<double> curvature(0.8);
  points::Matrix<double> lifted(count, dimensions), gradient(count, dimensions);
  batch::lift(x.view(), curvature, lifted.view());
  const std::vector<double> ones(count, 1.0);
  for (std::int64_t i = 0; i < count; ++i) {
    const auto read = [&](std::int64_t k) { return x(i, k); };
    const auto square =
        row::product_sum<rapidity::Precision<double>>(read, read, row::Serial{dimensions});
    const double scale = row::lift_scale(square, 0.8, HUGE_VAL);
    CHECK(lifted(i, 0) == Approx(scale * x(i, 0)).epsilon(close));

    // A cone within 1e-14 of a half-space.
    const double wide = std::sqrt(0.8 * square.value()) / 2 * (1 - 1e-14);
    batch::half_aperture_vjp(x.view(), curvature, wide, {ones.data(), count, 1}, gradient.view());
    const double slope = row::half_aperture_vjp(square, 0.8, wide, 1.0).x;
    CHECK(gradient(i, 0) == Approx(slope * x(i, 0)).epsilon(close));
  }
}

TEST_CASE("no pair at all", "[batch]") {
  const points::Matrix<float> none(0, 3);
  points::Matrix<float> g_x(0, 3), g_y(0, 3);
  const Curvature<float> curvature(1);
  CHECK(batch::entailment_loss(none.view(), none.view(), curvature, 0.1f, 1) == 0);
  CHECK(batch::entailment_loss_vjp(none.view(), none.view(), curvature, 0.1f, 1, 1, g_x.view(),
                                   g_y.view()) == 0);
}

TEST_CASE("a map may write over its argument", "[batch]") {
  auto v = points::random<double>(70, 5, 1, 24);
  points::Matrix<double> x(70, 5);
  const Curvature<double> curvature(2);
  batch::lift(v.view(), curvature, x.view());
  batch::lift(v.view(), curvature, v.view());
  CHECK(v == x);
}
