// NaN, curvatures that no space has, results that nobody wants, results in the place of arguments.
#include <rapidity/cuda/cuda.hpp>

#include <limits>

#include "cases.hpp"

namespace {

namespace cuda = rapidity::cuda;
using rapidity::GradMode;

constexpr std::int64_t rows = 13, cols = 67;
const cases::Case shape{rows, cols, {3, 2}, 77};

/// Everything that the functions write, for points and numbers that a test may spoil before.
template <class T>
struct Results {
  using N = cuda::Number<T>;
  using Matrix = device::Matrix<T>;
  using Vector = device::Vector<N>;

  std::vector<T> x = cases::Points<T>(shape).x, y = cases::Points<T>(shape).y;
  std::vector<N> weights = cases::rounded<N>(cases::random(rows, 1, 1, 3));
  N c = N(0.9), alpha = N(1.1);

  /// By function: rows of coordinates; one number a row; single numbers.
  std::vector<std::vector<T>> matrices;
  std::vector<std::vector<N>> values;
  std::vector<N> numbers;

  void run() {
    matrices.clear();
    values.clear();
    numbers.clear();
    const Matrix at_x(rows, cols, shape.layout), at_y(rows, cols);
    const Vector weight(rows), device_c(1), device_alpha(1);
    at_x.put(x);
    at_y.put(y);
    weight.put(weights);
    device_c.put({c});
    device_alpha.put({alpha});
    const cuda::DeviceCurvature<T> curvature(device_c.data());
    const cuda::DeviceScale<T> scale(device_alpha.data());
    const N limit = std::numeric_limits<N>::infinity(), radius(0.1), eta(0.9);
    const auto a = at_x.view(), b = at_y.view();
    const auto w = weight.view();
    const device::Memory memory(cuda::lift_vjp_workspace_bytes(rows, cols));
    const cuda::Workspace workspace = memory.workspace();
    const GradMode mode = GradMode::overwrite;
    const cudaStream_t stream = device::stream();

    points([&](auto out) { return cuda::lift(a, scale, curvature, limit, out, stream); });
    points([&](auto out) { return cuda::logmap0(a, curvature, out, stream); });
    row_values([&](auto out) { return cuda::half_aperture(a, curvature, radius, out, stream); });
    row_values([&](auto out) { return cuda::distance(a, b, curvature, out, stream); });
    row_values([&](auto out) { return cuda::exterior_angle(a, b, curvature, out, stream); });
    row_values([&](auto out) {
      return cuda::entailment_residual(a, b, curvature, radius, eta, out, stream);
    });
    number([&](N* out) {
      return cuda::entailment_loss(a, b, curvature, radius, eta, out, workspace, stream);
    });

    number([&](N* g_alpha) {
      number([&](N* g_c) {
        return points([&](auto g) {
          return cuda::lift_vjp(a, scale, curvature, limit, b, g, g_alpha, g_c, mode, workspace,
                                stream);
        });
      });
      return cudaSuccess;
    });
    number([&](N* g_c) {
      return points([&](auto g) {
        return cuda::logmap0_vjp(a, curvature, b, g, g_c, mode, workspace, stream);
      });
    });
    number([&](N* g_c) {
      return points([&](auto g) {
        return cuda::half_aperture_vjp(a, curvature, radius, w, g, g_c, mode, workspace, stream);
      });
    });
    pairs([&](auto g_x, auto g_y, N* g_c) {
      return cuda::distance_vjp(a, b, curvature, w, g_x, g_y, g_c, mode, workspace, stream);
    });
    pairs([&](auto g_x, auto g_y, N* g_c) {
      return cuda::exterior_angle_vjp(a, b, curvature, w, g_x, g_y, g_c, mode, workspace, stream);
    });
    pairs([&](auto g_x, auto g_y, N* g_c) {
      return cuda::entailment_residual_vjp(a, b, curvature, radius, eta, w, g_x, g_y, g_c, mode,
                                           workspace, stream);
    });
    pairs([&](auto g_x, auto g_y, N* g_c) {
      return cuda::entailment_loss_vjp(a, b, curvature, radius, eta, w.data, g_x, g_y, g_c, mode,
                                       workspace, stream);
    });
  }

 private:
  template <class F>
  cudaError_t points(const F& f) {
    const Matrix out(rows, cols);
    const cudaError_t error = f(out.view());
    REQUIRE(error == cudaSuccess);
    matrices.push_back(out.get());
    return error;
  }
  template <class F>
  void row_values(const F& f) {
    const Vector out(rows);
    REQUIRE(f(out.view()) == cudaSuccess);
    values.push_back(out.get());
  }
  template <class F>
  void number(const F& f) {
    const Vector out(1);
    REQUIRE(f(out.data()) == cudaSuccess);
    numbers.push_back(out.number());
  }
  template <class F>
  void pairs(const F& f) {
    number([&](N* g_c) {
      return points([&](auto g_x) { return points([&](auto g_y) { return f(g_x, g_y, g_c); }); });
    });
  }
};

template <class T>
bool is_nan(T value) {
  return std::isnan(cases::exact(value));
}

/// Whether row i of all results is NaN, or none of it.
template <class T>
bool row_is(const Results<T>& results, std::int64_t i, bool nan) {
  for (const auto& matrix : results.matrices) {
    for (std::int64_t k = 0; k < cols; ++k) {
      if (is_nan(matrix[std::size_t(i * cols + k)]) != nan) return false;
    }
  }
  for (const auto& vector : results.values) {
    if (is_nan(vector[std::size_t(i)]) != nan) return false;
  }
  return true;
}
template <class T>
bool numbers_are(const Results<T>& results, bool nan) {
  for (const auto number : results.numbers) {
    if (is_nan(number) != nan) return false;
  }
  return true;
}

template <class T>
void check_nan() {
  using N = cuda::Number<T>;
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  Results<T> r;
  r.run();
  CHECK(numbers_are(r, false));
  for (std::int64_t i = 0; i < rows; ++i) CHECK(row_is(r, i, false));

  Results<T> spoiled = r;
  spoiled.x[std::size_t(2 * cols + 66)] = T(nan);
  spoiled.run();
  CHECK(numbers_are(spoiled, true));
  for (std::int64_t i = 0; i < rows; ++i) CHECK(row_is(spoiled, i, i == 2));

  const double infinity = std::numeric_limits<double>::infinity();
  for (const double c : {0.0, -0.0, -1.0, nan, infinity, -infinity}) {
    INFO("curvature " << c);
    Results<T> curved = r;
    curved.c = N(c);
    curved.run();
    CHECK(numbers_are(curved, true));
    for (std::int64_t i = 0; i < rows; ++i) CHECK(row_is(curved, i, true));
  }
}

template <class T>
void check_unwanted() {
  using N = cuda::Number<T>;
  Results<T> r;
  const device::Matrix<T> x(rows, cols), y(rows, cols), g_x(rows, cols), g_y(rows, cols);
  x.put(r.x);
  y.put(r.y);
  const device::Vector<N> weight(rows);
  weight.put(r.weights);
  const auto c = device::number(N(1));
  const cuda::DeviceCurvature<T> curvature(c.data());
  const cuda::Workspace none{nullptr, 0};
  const GradMode mode = GradMode::overwrite;

  CHECK(cuda::distance_vjp(x.view(), y.view(), curvature, weight.view(), g_x.view(), g_y.view(),
                           nullptr, mode, none, device::stream()) == cudaSuccess);
  const device::Memory memory(cuda::distance_vjp_workspace_bytes(rows, cols));
  const device::Vector<N> g_c(1);
  const auto alone = g_x.get();
  CHECK(cuda::distance_vjp(x.view(), y.view(), curvature, weight.view(), g_x.view(), g_y.view(),
                           g_c.data(), mode, memory.workspace(), device::stream()) == cudaSuccess);
  CHECK(cases::same_bits(alone, g_x.get()));

  CHECK(cuda::lift_vjp(x.view(), {}, curvature, N(9), y.view(), g_x.view(), nullptr, nullptr, mode,
                       none, device::stream()) == cudaSuccess);
  const auto without = g_x.get();
  const device::Memory both(cuda::lift_vjp_workspace_bytes(rows, cols));
  CHECK(cuda::lift_vjp(x.view(), {}, curvature, N(9), y.view(), g_x.view(), g_c.data(), nullptr,
                       mode, both.workspace(), device::stream()) == cudaSuccess);
  CHECK(cases::same_bits(without, g_x.get()));
  CHECK(!is_nan(g_c.number()));
}

template <class T>
void check_in_place() {
  using N = cuda::Number<T>;
  for (const device::Layout layout : {device::Layout{0, 0}, {5, 3}}) {
    const cases::Case s{rows, 64, layout, 5};
    const device::Matrix<T> v(s.rows, s.cols, layout), x(s.rows, s.cols, layout);
    v.put(cases::Points<T>(s).x);
    const auto c = device::number(N(1));
    const cuda::DeviceCurvature<T> curvature(c.data());
    const auto lift = [&](auto out) {
      CHECK(cuda::lift(v.view(), {}, curvature, N(2), out, device::stream()) == cudaSuccess);
    };
    lift(x.view());
    lift(v.view());
    CHECK(cases::same_bits(x.get(), v.get()));
    CHECK(cuda::logmap0(x.view(), curvature, v.view(), device::stream()) == cudaSuccess);
    CHECK(cuda::logmap0(x.view(), curvature, x.view(), device::stream()) == cudaSuccess);
    CHECK(cases::same_bits(x.get(), v.get()));
  }
}

}  // namespace

TEST_CASE("NaN in, NaN out; no other row is touched", "[cuda]") {
  if (!device::is_there()) return;
  cases::for_types([](auto type) { check_nan<decltype(type)>(); });
}
TEST_CASE("gradients by numbers that nobody wants", "[cuda]") {
  if (!device::is_there()) return;
  cases::for_types([](auto type) { check_unwanted<decltype(type)>(); });
}
TEST_CASE("a map may write over its argument on a GPU, too", "[cuda]") {
  if (!device::is_there()) return;
  cases::for_types([](auto type) { check_in_place<decltype(type)>(); });
}
