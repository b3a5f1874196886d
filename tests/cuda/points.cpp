// Functions of one point against the CPU's in double: lift with its factor, logmap0, half_aperture.
#include <rapidity/batch/batch.hpp>
#include <rapidity/cuda/cuda.hpp>

#include <limits>

#include "cases.hpp"

namespace {

namespace batch = rapidity::batch;
namespace cuda = rapidity::cuda;
using rapidity::Curvature;
using rapidity::GradMode;

constexpr double infinity = std::numeric_limits<double>::infinity();

/// What goes with a batch: vectors, incoming gradients and numbers, on the host and on the device.
template <class T>
struct Batch {
  using N = cuda::Number<T>;

  cases::Case shape;
  std::vector<T> values = cases::Points<T>(shape).x;
  std::vector<T> g = cases::rounded<T>(cases::random(shape.rows, shape.cols, 2, 9 + shape.seed));
  std::vector<N> weights = cases::rounded<N>(cases::random(shape.rows, 1, 1, 5 + shape.seed));
  N curvature = std::vector<N>{N(0.1), N(1), N(10)}[shape.seed % 3];
  device::Matrix<T> v{shape.rows, shape.cols, shape.layout};
  device::Matrix<T> grad_out{shape.rows, shape.cols, {shape.layout.padding, 0}};
  device::Vector<N> weight{shape.rows, 1 + shape.layout.padding};
  device::Vector<N> c = device::number(curvature);

  explicit Batch(const cases::Case& s) : shape(s) {
    v.put(values);
    grad_out.put(g);
    weight.put(weights);
  }
  cuda::DeviceCurvature<T> device_curvature() const { return cuda::DeviceCurvature<T>(c.data()); }
};

/// Rows of doubles, each on its own: f(row i of a, of b, of c).
using Row = rapidity::MatrixView<double>;
template <class F>
void for_rows(const cases::Case& s, std::vector<double>& a, std::vector<double>& b,
              std::vector<double>& c, const F& f) {
  const auto row = [&](std::vector<double>& values, std::int64_t i) {
    return Row{values.data() + i * s.cols, 1, s.cols, s.cols};
  };
  for (std::int64_t i = 0; i < s.rows; ++i) f(row(a, i), row(b, i), row(c, i));
}

/// A sum over rows and the sum of its terms' magnitudes, with digits to spare.
struct Total {
  long double sum = 0, magnitude = 0;

  void add(double term) {
    sum += term;
    magnitude += std::abs(term);
  }
  template <class N>
  bool is(N got, double before, double slack) const {
    return cases::is_rounded(got, double(before + sum), slack * double(magnitude));
  }
};

struct Expected {
  std::vector<double> out, g;
  Total c, alpha;
  std::vector<double> scale;  // of each row of g, what its error is relative to
};

/// Results of the device: rows, and the numbers g_c and g_alpha.
template <class T>
struct Results {
  std::vector<T> rows;
  std::vector<cuda::Number<T>> c, alpha;

  friend bool operator==(const Results& a, const Results& b) {
    return cases::same_bits(a.rows, b.rows) && cases::same_bits(a.c, b.c) &&
           cases::same_bits(a.alpha, b.alpha);
  }
};

/// vjp(g, g_alpha, g_c, mode) fresh and added to what is there, against the CPU's.
template <class T, class Vjp>
void check_gradients(const cases::Case& s, const Expected& expected, double slack, bool has_alpha,
                     const Vjp& vjp) {
  const auto run = [&](const Results<T>* before) {
    const device::Matrix<T> g(s.rows, s.cols, s.layout);
    const device::Vector<cuda::Number<T>> g_c(1), g_alpha(1);
    if (before != nullptr) {
      g.put(before->rows);
      g_c.put(before->c);
      g_alpha.put(before->alpha);
    }
    const GradMode mode = before != nullptr ? GradMode::accumulate : GradMode::overwrite;
    REQUIRE(vjp(g.view(), g_alpha.data(), g_c.data(), mode) == cudaSuccess);
    return Results<T>{g.get(), g_c.get(), g_alpha.get()};
  };
  const auto fresh = run(nullptr);
  cases::check_rows(fresh.rows, expected.g, s.cols, slack, expected.scale);
  INFO("g_c " << fresh.c[0] << ", expected " << expected.c.sum << "; g_alpha " << fresh.alpha[0]
              << ", expected " << expected.alpha.sum);
  CHECK(expected.c.is(fresh.c[0], 0, slack));
  if (has_alpha) CHECK(expected.alpha.is(fresh.alpha[0], 0, slack));
  CHECK((cases::emulated || fresh == run(nullptr)));

  const Results<T> before{cases::rounded<T>(cases::random(s.rows, s.cols, 3, 7)), {2}, {3}};
  const auto added = run(&before);
  cases::check_rows(added.rows, cases::sum(before.rows, expected.g), s.cols, slack, expected.scale);
  CHECK(expected.c.is(added.c[0], 2, slack));
  if (has_alpha) CHECK(expected.alpha.is(added.alpha[0], 3, slack));
}

/// map(out) twice, against the CPU's.
template <class T, class Map>
void check_map(const cases::Case& s, const Expected& expected, double slack, const Map& map) {
  const auto run = [&] {
    const device::Matrix<T> out(s.rows, s.cols, s.layout);
    REQUIRE(map(out.view()) == cudaSuccess);
    return out.get();
  };
  const auto out = run();
  cases::check_rows(out, expected.out, s.cols, slack);
  CHECK(cases::is_repeated(out, run));
}

template <class T>
constexpr double slack_of = cases::is_double<T> ? 4e-15 : 1e-10;

/// lift of alpha v; `given` is whether the device gets an alpha, else 1.
template <class T>
void check_lift(const Batch<T>& b, bool given, double limit) {
  using N = cuda::Number<T>;
  const cases::Case& s = b.shape;
  const double alpha = given ? double(N(0.37)) : 1, max_rapidity = double(N(limit));
  const Curvature<double> c{double(b.curvature)};
  std::vector<double> u = cases::exact(b.values), g = cases::exact(b.g);
  for (double& value : u) value *= alpha;
  Expected expected{u, g, {}, {}, {}};
  for_rows(s, u, expected.out, g, [&](Row v, Row x, Row) { batch::lift(v, c, x, max_rapidity); });
  for_rows(s, u, expected.g, g, [&](Row v, Row g_u, Row grad_out) {
    expected.c.add(batch::lift_vjp(v, c, grad_out, g_u, GradMode::overwrite, max_rapidity));
    // Beyond the limit the gradient is what is orthogonal to v of this.
    const double slope = std::sinh(max_rapidity) / std::sqrt(c.value());
    const double length = cases::length(v.data, s.cols);
    const bool is_capped = std::sqrt(c.value()) * length > max_rapidity;
    const double before = alpha * slope / length * cases::length(grad_out.data, s.cols);
    double by_alpha = 0;
    for (std::int64_t k = 0; k < s.cols; ++k) {
      by_alpha += g_u.data[k] * v.data[k] / alpha;
      g_u.data[k] *= alpha;
    }
    expected.alpha.add(is_capped ? 0 : by_alpha);
    expected.scale.push_back(is_capped ? before : cases::length(g_u.data, s.cols));
  });

  const double slack = cases::is_double<T> ? 4e-14 : slack_of<T>;  // of sinh up to 100
  const auto factor = device::number(N(alpha));
  const cuda::DeviceScale<T> scale =
      given ? cuda::DeviceScale<T>(factor.data()) : cuda::DeviceScale<T>();
  check_map<T>(s, expected, slack, [&](auto out) {
    return cuda::lift(b.v.view(), scale, b.device_curvature(), N(limit), out, device::stream());
  });
  const device::Memory workspace(cuda::lift_vjp_workspace_bytes(s.rows, s.cols));
  check_gradients<T>(s, expected, slack, true, [&](auto out, N* g_alpha, N* g_c, GradMode mode) {
    return cuda::lift_vjp(b.v.view(), scale, b.device_curvature(), N(limit), b.grad_out.view(), out,
                          g_alpha, g_c, mode, workspace.workspace(), device::stream());
  });
}

template <class T>
void check_logmap0(const Batch<T>& b) {
  using N = cuda::Number<T>;
  const cases::Case& s = b.shape;
  const Curvature<double> c{double(b.curvature)};
  std::vector<double> points = cases::exact(b.values), g = cases::exact(b.g);
  Expected expected{points, g, {}, {}, {}};
  for_rows(s, points, expected.out, g, [&](Row x, Row v, Row) { batch::logmap0(x, c, v); });
  for_rows(s, points, expected.g, g, [&](Row x, Row g_x, Row grad_out) {
    expected.c.add(batch::logmap0_vjp(x, c, grad_out, g_x));
    expected.scale.push_back(cases::length(g_x.data, s.cols));
  });
  check_map<T>(s, expected, slack_of<T>, [&](auto out) {
    return cuda::logmap0(b.v.view(), b.device_curvature(), out, device::stream());
  });
  const device::Memory workspace(cuda::logmap0_vjp_workspace_bytes(s.rows, s.cols));
  check_gradients<T>(s, expected, slack_of<T>, false, [&](auto out, N*, N* g_c, GradMode mode) {
    return cuda::logmap0_vjp(b.v.view(), b.device_curvature(), b.grad_out.view(), out, g_c, mode,
                             workspace.workspace(), device::stream());
  });
}

template <class T>
void check_half_aperture(const Batch<T>& b) {
  using N = cuda::Number<T>;
  const cases::Case& s = b.shape;
  const N min_radius(0.1);
  const Curvature<double> c{double(b.curvature)};
  std::vector<double> points = cases::exact(b.values), values(std::size_t(s.rows));
  const std::vector<double> weights = cases::exact(b.weights);
  batch::half_aperture({points.data(), s.rows, s.cols, s.cols}, c, double(min_radius),
                       {values.data(), s.rows});
  const device::Vector<N> out(s.rows, 1 + s.layout.padding);
  REQUIRE(cuda::half_aperture(b.v.view(), b.device_curvature(), min_radius, out.view(),
                              device::stream()) == cudaSuccess);
  cases::check_rows(out.get(), values, 1, slack_of<T>);

  Expected expected{{}, points, {}, {}, {}};
  std::int64_t i = 0;
  for_rows(s, points, expected.g, points, [&](Row x, Row g_x, Row) {
    expected.c.add(batch::half_aperture_vjp(x, c, double(min_radius), {&weights[i++], 1}, g_x));
    expected.scale.push_back(cases::length(g_x.data, s.cols));
  });
  const device::Memory workspace(cuda::half_aperture_vjp_workspace_bytes(s.rows, s.cols));
  check_gradients<T>(s, expected, slack_of<T>, false, [&](auto g_x, N*, N* g_c, GradMode mode) {
    return cuda::half_aperture_vjp(b.v.view(), b.device_curvature(), min_radius, b.weight.view(),
                                   g_x, g_c, mode, workspace.workspace(), device::stream());
  });
}

/// check(batch) of every case and type.
template <class Check>
void check_all(const Check& check) {
  if (!device::is_there()) return;
  cases::for_types([&](auto type) {
    for (const cases::Case& s : cases::all()) {
      INFO(cases::name(s));
      check(Batch<decltype(type)>(s));
    }
  });
}

}  // namespace

TEST_CASE("lift", "[cuda]") {
  check_all([](const auto& b) { check_lift(b, false, infinity); });
}
TEST_CASE("lift with a factor", "[cuda]") {
  check_all([](const auto& b) { check_lift(b, true, infinity); });
}
TEST_CASE("lift with a factor and a limit", "[cuda]") {
  check_all([](const auto& b) { check_lift(b, true, 0.75); });
}
TEST_CASE("logmap0", "[cuda]") {
  check_all([](const auto& b) { check_logmap0(b); });
}
TEST_CASE("half-apertures", "[cuda]") {
  check_all([](const auto& b) { check_half_aperture(b); });
}
