// The nearest points on a GPU against a search that makes every distance there, pair by pair: the
// same bits, whatever the products.
#include <rapidity/cuda/cuda.hpp>

#include <cstring>
#include <numeric>

#include "cases.hpp"

namespace {

namespace cuda = rapidity::cuda;
using cuda::PairwiseOptions;
using cuda::Products;

struct Problem {
  std::int64_t rows, columns, cols, tile, count;
  device::Layout layout = {};
};

std::string name(const Problem& p) {
  return "[" + std::to_string(p.rows) + ", " + std::to_string(p.columns) + ", " +
         std::to_string(p.cols) + "], k " + std::to_string(p.count) + ", tile " +
         std::to_string(p.tile) + ", padding " + std::to_string(p.layout.padding);
}

struct Found {
  std::vector<std::int64_t> indices;
  std::vector<float> distances;
};

/// The points of one problem, in device memory.
template <class T>
struct Points {
  Problem p;
  std::vector<T> x, y;
  device::Matrix<T> d_x, d_y;
  device::Vector<float> c;

  Points(const Problem& problem, const std::vector<double>& of_x, const std::vector<double>& of_y,
         float curvature)
      : p(problem),
        x(cases::rounded<T>(of_x)),
        y(cases::rounded<T>(of_y)),
        d_x(p.rows, p.cols, p.layout),
        d_y(p.columns, p.cols, p.layout),
        c(device::number(curvature)) {
    d_x.put(x);
    d_y.put(y);
  }

  Found nearest(Products products) const {
    static const cuda::Handle handle;
    const PairwiseOptions options{products, p.tile};
    const device::Matrix<std::int64_t> indices(p.rows, p.count, {3, 1});
    const device::Matrix<float> distances(p.rows, p.count, {2, 5});
    const device::Memory memory(cuda::nearest_workspace_bytes(p.rows, p.columns, p.cols, options));
    REQUIRE(cuda::nearest<T>(handle, d_x.view(), d_y.view(), cuda::DeviceCurvature<T>(c.data()),
                             options, indices.view(), distances.view(), memory.workspace(),
                             device::stream()) == cudaSuccess);
    return {indices.get(), distances.get()};
  }

  /// The distances of x_i from all of y.
  std::vector<float> distances_from(std::int64_t i) const {
    std::vector<T> same;
    for (std::int64_t j = 0; j < p.columns; ++j) {
      same.insert(same.end(), x.begin() + i * p.cols, x.begin() + (i + 1) * p.cols);
    }
    const device::Matrix<T> d_same(p.columns, p.cols, p.layout);
    d_same.put(same);
    const device::Vector<float> out(p.columns);
    REQUIRE(cuda::distance<T>(d_same.view(), d_y.view(), cuda::DeviceCurvature<T>(c.data()),
                              out.view(), device::stream()) == cudaSuccess);
    return out.get();
  }

  Found sorted() const {
    Found found;
    for (std::int64_t i = 0; i < p.rows; ++i) {
      const std::vector<float> all = distances_from(i);
      std::vector<std::int64_t> order(all.size());
      std::iota(order.begin(), order.end(), std::int64_t(0));
      std::stable_sort(order.begin(), order.end(), [&](std::int64_t a, std::int64_t b) {
        const float of_a = all[std::size_t(a)], of_b = all[std::size_t(b)];
        return std::isnan(of_b) ? !std::isnan(of_a) : of_a < of_b;
      });
      for (std::int64_t k = 0; k < p.count; ++k) {
        found.indices.push_back(order[std::size_t(k)]);
        found.distances.push_back(all[std::size_t(order[std::size_t(k)])]);
      }
    }
    return found;
  }

  void check() const {
    const Found expected = sorted();
    for (const Products products : {Products::fp32, Products::tf32, Products::bf16}) {
      INFO(name(p) << ", products " << int(products));
      const Found found = nearest(products);
      CHECK(found.indices == expected.indices);
      CHECK(are_same(found.distances, expected.distances));
    }
  }

  static bool are_same(const std::vector<float>& a, const std::vector<float>& b) {
    bool same = a.size() == b.size();
    for (std::size_t k = 0; same && k < a.size(); ++k) {
      same =
          std::memcmp(&a[k], &b[k], sizeof(float)) == 0 || (std::isnan(a[k]) && std::isnan(b[k]));
    }
    return same;
  }
};

/// Points near one point, by a relative distance.
std::vector<double> cluster(std::int64_t rows, std::int64_t cols, double radius, double noise,
                            unsigned seed) {
  const std::vector<double> center = cases::random(1, cols, radius, 7);
  std::vector<double> values = cases::random(rows, cols, radius * noise, seed);
  for (std::size_t k = 0; k < values.size(); ++k) values[k] += center[k % std::size_t(cols)];
  return values;
}

std::vector<Problem> problems() {
  std::vector<Problem> list{
      {3, 70, 20, 32, 7, {}}, {2, 70, 65, 64, 70, {5, 3}}, {5, 33, 16, 8, 1, {8, 0}},
      {1, 1, 16, 8, 1, {}},   {2, 530, 24, 264, 300, {}},  {0, 9, 8, 8, 3, {}},
      {3, 9, 8, 8, 0, {}},    {2, 9, 0, 8, 4, {}},         {2, 1030, 3, 520, 1024, {1, 0}}};
  if (!cases::are_few()) {
    list.push_back({100, 5000, 512, 2048, 10, {}});
    list.push_back({33, 20000, 65, 1024, 1024, {3, 1}});
    list.push_back({2100, 3000, 64, 2048, 1, {}});
  }
  return list;
}

template <class T>
void check_all() {
  const std::vector<Problem> all = problems();
  const std::size_t step = cases::emulated && sizeof(T) == 2 ? 3 : 1;  // it takes its time
  for (std::size_t k = 0; k < all.size(); k += step * cases::step()) {
    const Problem& p = all[k];
    Points<T>(p, cases::random(p.rows, p.cols, 1, 3), cases::random(p.columns, p.cols, 1, 4), 0.8f)
        .check();
  }
  const Problem close{3, 150, 17, 64, 6, {}};
  for (const double radius : {1.0, 1e-3, 1e4}) {
    if (cases::step() > 1 && radius != 1) break;
    for (const double noise : {1e-2, 1e-6}) {
      Points<T>(close, cluster(3, 17, radius, noise, 5), cluster(150, 17, radius, noise, 6), 1.0f)
          .check();
    }
  }
}

}  // namespace

TEST_CASE("the nearest points of rows of float", "[cuda]") {
  if (device::is_there()) check_all<float>();
}

TEST_CASE("the nearest points of rows of 16 bits", "[cuda]") {
  if (!device::is_there()) return;
  check_all<__nv_bfloat16>();
  if (cases::step() == 1) check_all<__half>();
}

TEST_CASE("nearest points among equal ones, and with points that are not finite", "[cuda]") {
  if (!device::is_there()) return;
  const Problem p{3, 300, 5, 64, 9, {}};
  const std::vector<double> few = cases::random(4, 5, 1, 8);
  std::vector<double> x = cases::random(3, 5, 1, 9), y;
  for (std::size_t j = 0; j < 300; ++j) {
    for (std::size_t k = 0; k < 5; ++k) y.push_back(few[j * j % 4 * 5 + k]);
  }
  Points<float>(p, x, y, 1).check();
  x[7] = std::numeric_limits<double>::quiet_NaN();
  y[0] = std::numeric_limits<double>::infinity();
  y[11] = std::numeric_limits<double>::quiet_NaN();
  Points<float>(p, x, y, 1).check();
  const Problem all{3, 300, 5, 64, 300, {}};
  Points<float>(all, x, y, 1).check();
}

TEST_CASE("no space, no order but that of the indices", "[cuda]") {
  if (!device::is_there()) return;
  const Problem p{2, 70, 5, 32, 4, {}};
  for (const float c : {0.0f, -1.0f, std::numeric_limits<float>::infinity(),
                        std::numeric_limits<float>::quiet_NaN()}) {
    const Points<float> points(p, cases::random(2, 5, 1, 1), cases::random(70, 5, 1, 2), c);
    const Found found = points.nearest(Products::fp32);
    CHECK(found.indices == std::vector<std::int64_t>{0, 1, 2, 3, 0, 1, 2, 3});
    for (const float d : found.distances) CHECK(std::isnan(d));
  }
}

TEST_CASE("what nearest refuses", "[host]") {
  using rapidity::domain_error;
  using rapidity::MatrixView;
  using rapidity::shape_error;
  alignas(256) static float memory[64];
  alignas(256) static std::int64_t numbers[64];
  alignas(256) static char scratch[256];
  // Nothing of a handle is asked for before all else is right.
  alignas(cuda::Handle) static char no_handle[sizeof(cuda::Handle)];
  const auto& none = *reinterpret_cast<const cuda::Handle*>(no_handle);
  const auto points = [&](std::int64_t rows, std::int64_t cols) {
    return MatrixView<float>{memory, rows, cols, cols};
  };
  const auto indices = [&](std::int64_t rows, std::int64_t cols) {
    return MatrixView<std::int64_t>{numbers, rows, cols, cols};
  };
  const cuda::DeviceCurvature<float> c(memory);
  const auto call = [&](const MatrixView<float>& y, const MatrixView<std::int64_t>& i,
                        const MatrixView<float>& d, std::int64_t tile = 8) {
    return cuda::nearest(none, points(4, 3), y, c, {Products::fp32, tile}, i, d,
                         {scratch, sizeof(scratch)}, nullptr);
  };
  const auto y = points(5, 3);
  CHECK_THROWS_WITH((void)call(y, indices(4, 6), points(4, 6)),
                    "rapidity::cuda::nearest: indices has 6 columns, expected at most 5 as y has "
                    "rows");
  CHECK_THROWS_WITH((void)call(points(2000, 3), indices(4, 1025), points(4, 1025)),
                    "rapidity::cuda::nearest: indices has 1025 columns, expected at most 1024");
  CHECK_THROWS_AS((void)call(points(5, 2), indices(4, 2), points(4, 2)), shape_error);
  CHECK_THROWS_AS((void)call(y, indices(3, 2), points(3, 2)), shape_error);
  CHECK_THROWS_AS((void)call(y, indices(4, 2), points(4, 3)), shape_error);
  CHECK_THROWS_AS((void)call(y, {nullptr, 4, 2, 2}, points(4, 2)), domain_error);
  CHECK_THROWS_AS((void)call(y, indices(4, 2), {nullptr, 4, 2, 2}), domain_error);
  CHECK_THROWS_AS((void)call(y, indices(4, 2), points(4, 2), 7), domain_error);
  CHECK_THROWS_AS((void)call(y, indices(4, 2), points(4, 2)), shape_error);  // the workspace
}
