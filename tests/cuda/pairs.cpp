// Functions of matched pairs of points against the CPU's in double.
#include <cstdlib>

#include "cases.hpp"
#include "functions.hpp"

namespace {

using namespace functions;
using rapidity::GradMode;

/// What goes with a batch: points and weights, on the host and on the device.
template <class T>
struct Batch {
  using N = cuda::Number<T>;

  cases::Case shape;
  cases::Points<T> points{shape};
  N curvature = std::vector<N>{N(0.1), N(1), N(10)}[shape.seed % 3];
  std::vector<N> weights = cases::rounded<N>(cases::random(shape.rows, 1, 1, 300 + shape.seed));
  device::Matrix<T> x{shape.rows, shape.cols, shape.layout};
  device::Matrix<T> y{shape.rows, shape.cols, {shape.layout.padding, 0}};
  device::Vector<N> c = device::number(curvature);
  device::Vector<N> grad_out{shape.rows, 1 + shape.layout.offset};

  explicit Batch(const cases::Case& s) : shape(s) {
    x.put(points.x);
    y.put(points.y);
    grad_out.put(weights);
  }
  cuda::DeviceCurvature<T> device_curvature() const { return cuda::DeviceCurvature<T>(c.data()); }
};

/// The same on the CPU, in double, and the sum and sum of magnitudes of the terms of g_c.
struct Expected {
  std::vector<double> values, g_x, g_y;
  long double g_c = 0, g_c_magnitude = 0;

  template <class T, class Function>
  Expected(const Function& function, const Batch<T>& batch) {
    const std::int64_t rows = batch.shape.rows, cols = batch.shape.cols;
    const std::vector<double> x = cases::exact(batch.points.x), y = cases::exact(batch.points.y);
    const Curvature<double> c{double(batch.curvature)};
    values.resize(std::size_t(rows));
    g_x.resize(x.size());
    g_y.resize(y.size());
    function.template map_on_cpu<T>({x.data(), rows, cols, cols}, {y.data(), rows, cols, cols}, c,
                                    {values.data(), rows});
    for (std::int64_t i = 0; i < rows; ++i) {
      const std::int64_t at = i * cols;
      const double weight = batch.weights[std::size_t(i)];
      const double term = function.template vjp_on_cpu<T>(
          {x.data() + at, 1, cols, cols}, {y.data() + at, 1, cols, cols}, c, {&weight, 1},
          {g_x.data() + at, 1, cols, cols}, {g_y.data() + at, 1, cols, cols});
      g_c += term;
      g_c_magnitude += std::abs(term);
    }
  }
};

/// How far double results may be from one another, of a value and of a gradient: conventions.md.
template <class T>
constexpr double value_slack = cases::is_double<T> ? 4e-15 : 1e-10;
template <class T>
constexpr double gradient_slack = cases::is_double<T> ? 4e-12 : 1e-9;

template <class T>
struct Gradients {
  std::vector<T> x, y;
  std::vector<cuda::Number<T>> c;

  friend bool operator==(const Gradients& a, const Gradients& b) {
    return cases::same_bits(a.x, b.x) && cases::same_bits(a.y, b.y) && cases::same_bits(a.c, b.c);
  }
};

/// The gradients of the device, added to what `before` holds or, if that is null, to nothing.
template <class T, class Function>
Gradients<T> gradients(const Function& function, const Batch<T>& batch,
                       const Gradients<T>* before = nullptr) {
  const cases::Case& s = batch.shape;
  const device::Matrix<T> g_x(s.rows, s.cols, s.layout), g_y(s.rows, s.cols, s.layout);
  const device::Vector<cuda::Number<T>> g_c(1);
  const device::Memory workspace(function.bytes(s.rows, s.cols));
  if (before != nullptr) {
    g_x.put(before->x);
    g_y.put(before->y);
    g_c.put(before->c);
  }
  const GradMode mode = before != nullptr ? GradMode::accumulate : GradMode::overwrite;
  REQUIRE(function.template vjp<T>(batch.x.view(), batch.y.view(), batch.device_curvature(),
                                   batch.grad_out.view(), g_x.view(), g_y.view(), g_c.data(), mode,
                                   workspace.workspace(), device::stream()) == cudaSuccess);
  return {g_x.get(), g_y.get(), g_c.get()};
}

template <class T, class Function>
void check_values(const Function& function, const Batch<T>& batch, const Expected& expected) {
  const device::Vector<cuda::Number<T>> out(batch.shape.rows, 1 + batch.shape.layout.padding);
  const auto run = [&] {
    REQUIRE(function.template map<T>(batch.x.view(), batch.y.view(), batch.device_curvature(),
                                     out.view(), device::stream()) == cudaSuccess);
    return out.get();
  };
  const auto values = run();
  std::vector<double> scale;  // angles are good to so many radians
  for (const double value : expected.values) scale.push_back(std::max(1.0, std::abs(value)));
  cases::check_rows(values, expected.values, 1, value_slack<T>, scale);
  CHECK(cases::is_repeated(values, run));
}

template <class T, class Function>
void check_gradients(const Function& function, const Batch<T>& batch, const Expected& expected) {
  const std::int64_t rows = batch.shape.rows, cols = batch.shape.cols;
  const double slack = gradient_slack<T>;
  const auto g = gradients<T>(function, batch);
  cases::check_rows(g.x, expected.g_x, cols, slack);
  cases::check_rows(g.y, expected.g_y, cols, slack);
  const double of_c = slack * double(expected.g_c_magnitude);
  INFO("g_c " << g.c[0] << ", expected " << expected.g_c);
  CHECK(cases::is_rounded(g.c[0], double(expected.g_c), of_c));
  CHECK((cases::emulated || g == gradients<T>(function, batch)));

  const Gradients<T> before{cases::rounded<T>(cases::random(rows, cols, 3, 7)),
                            cases::rounded<T>(cases::random(rows, cols, 3, 8)),
                            {2}};
  const auto added = gradients<T>(function, batch, &before);
  cases::check_rows(added.x, cases::sum(before.x, expected.g_x), cols, slack,
                    cases::lengths(expected.g_x, cols));
  cases::check_rows(added.y, cases::sum(before.y, expected.g_y), cols, slack,
                    cases::lengths(expected.g_y, cols));
  CHECK(cases::is_rounded(added.c[0], double(2 + expected.g_c), of_c));
}

template <class T, class Function>
void check(const Function& function) {
  if (!device::is_there()) return;
  for (const cases::Case& s : cases::all()) {
    INFO(cases::name(s));
    const Batch<T> batch(s);
    const Expected expected(function, batch);
    check_values<T>(function, batch, expected);
    check_gradients<T>(function, batch, expected);
  }
}

}  // namespace

TEST_CASE("distances of pairs", "[cuda]") {
  cases::for_types([](auto type) { check<decltype(type)>(Distance()); });
}
TEST_CASE("exterior angles", "[cuda]") {
  cases::for_types([](auto type) { check<decltype(type)>(ExteriorAngle()); });
}
TEST_CASE("entailment residuals", "[cuda]") {
  cases::for_types([](auto type) { check<decltype(type)>(EntailmentResidual()); });
}
