// The contrastive loss and its gradients against the CPU's in double, in tiles that divide the
// pairs and that do not, whole and shared out among ranks.
#include <rapidity/batch/batch.hpp>
#include <rapidity/cuda/cuda.hpp>

#include "cases.hpp"
#include "fused.hpp"

namespace {

namespace batch = rapidity::batch;
namespace cuda = rapidity::cuda;
using cuda::Products;
using cuda::Schedule;
using cuda::Score;
using rapidity::Curvature;
using rapidity::GradMode;
using rapidity::MatrixView;

/// Pairs, and how they are worked on.
struct Problem {
  std::int64_t rows, cols;
  std::int64_t tile;
  Products products;
  Score score;
  double scale, radius;
  Schedule schedule = Schedule::separate;

  cuda::ContrastiveOptions options() const { return {score, products, 0, tile, schedule}; }
  Problem fused() const {
    Problem other = *this;
    other.schedule = Schedule::fused;
    return other;
  }
};

std::string name(const Problem& p) {
  return "[" + std::to_string(p.rows) + ", " + std::to_string(p.cols) + "], tile " +
         std::to_string(p.tile) + ", products " + std::to_string(int(p.products)) + ", score " +
         std::to_string(int(p.score)) + ", scale " + std::to_string(p.scale) +
         (p.schedule == Schedule::fused ? ", fused" : "");
}

const double c = 0.8, grad_out = -3;

/// Points whose negatives are apart; row 1 is a coincident pair, row 2 one of close points. All
/// are numbers of bfloat16, which every kind of product holds exactly.
template <class T>
struct Pairs {
  std::vector<T> x, y;

  explicit Pairs(const Problem& p, bool is_coarse = true) {
    std::vector<double> a = cases::random(p.rows, p.cols, p.radius, 7);
    std::vector<double> b = cases::random(p.rows, p.cols, p.radius, 8);
    for (std::size_t k = 0; k < a.size(); ++k) {
      const auto row = std::int64_t(k) / p.cols;
      if (is_coarse) a[k] = cases::exact(__nv_bfloat16(float(a[k])));
      b[k] = row == 1 ? a[k] : row == 2 ? a[k] * (1 + 0x1p-6) : 0.5 * a[k] + 0.8 * b[k];
      if (is_coarse) b[k] = cases::exact(__nv_bfloat16(float(b[k])));
    }
    x = cases::rounded<T>(a);
    y = cases::rounded<T>(b);
  }
};

/// What the CPU finds, in double.
struct Expected {
  double loss, g_c, g_scale;
  std::vector<double> rows, columns, positives, g_x, g_y;

  template <class T>
  Expected(const Problem& p, const Pairs<T>& pairs) {
    const std::vector<double> x = cases::exact(pairs.x), y = cases::exact(pairs.y);
    g_x.resize(x.size());
    g_y.resize(y.size());
    const MatrixView<const double> at_x{x.data(), p.rows, p.cols, p.cols},
        at_y{y.data(), p.rows, p.cols, p.cols};
    const Curvature<double> curvature{double(float(c))};
    const auto scale = double(float(p.scale));
    const auto forward = batch::contrastive_loss(at_x, at_y, curvature, scale, p.score);
    const auto scalars = batch::contrastive_loss_vjp(
        at_x, at_y, curvature, scale, p.score, forward.statistics, grad_out,
        {g_x.data(), p.rows, p.cols, p.cols}, {g_y.data(), p.rows, p.cols, p.cols});
    loss = forward.loss;
    g_c = scalars.c;
    g_scale = scalars.scale;
    const auto& s = forward.statistics;
    for (std::int64_t i = 0; i < p.rows; ++i) {
      rows.push_back(s.rows[i]);
      columns.push_back(s.columns[i]);
      positives.push_back(s.positives[i]);
    }
  }
};

/// Device memory for the statistics of rows and columns.
struct Statistics {
  device::Vector<double> rows, columns, positives;

  Statistics(std::int64_t row_count, std::int64_t column_count)
      : rows(row_count), columns(column_count), positives(column_count) {}
  cuda::ContrastiveStatistics view() const {
    return {rows.data(), columns.data(), positives.data()};
  }
};

/// What a call leaves.
template <class T>
struct Got {
  std::vector<float> loss, g_c, g_scale;
  std::vector<double> rows, columns, positives;
  std::vector<T> g_x, g_y;
};

const cuda::Handle& handle() {
  static const cuda::Handle only;
  return only;
}

template <class T>
Got<T> on_device(const Problem& p, const Pairs<T>& pairs, GradMode mode = GradMode::overwrite,
                 float number_c = float(c)) {
  const device::Matrix<T> x(p.rows, p.cols, {5, 3}), y(p.rows, p.cols), g_x(p.rows, p.cols),
      g_y(p.rows, p.cols, {5, 3});
  x.put(pairs.x);
  y.put(pairs.y);
  const auto at_c = device::number(number_c), at_scale = device::number(float(p.scale)),
             at_grad = device::number(float(grad_out));
  const device::Vector<float> loss(1), g_c(1), g_scale(1);
  if (mode == GradMode::accumulate) {
    g_x.put(std::vector<T>(pairs.x.size(), T(1.0f)));
    g_y.put(std::vector<T>(pairs.y.size(), T(1.0f)));
    g_c.put({1});
    g_scale.put({1});
  }
  const Statistics statistics(p.rows, p.rows);
  const cuda::DeviceCurvature<T> curvature(at_c.data());
  const cuda::DeviceScale<T> scale(at_scale.data());
  const device::Memory forward(
      cuda::contrastive_loss_workspace_bytes(p.rows, p.rows, p.cols, p.options()));
  REQUIRE(cuda::contrastive_loss(handle(), x.view(), y.view(), curvature, scale, p.options(),
                                 loss.data(), statistics.view(), forward.workspace(),
                                 device::stream()) == cudaSuccess);
  const device::Memory backward(
      cuda::contrastive_loss_vjp_workspace_bytes(p.rows, p.rows, p.cols, p.options()));
  REQUIRE(cuda::contrastive_loss_vjp(handle(), x.view(), y.view(), curvature, scale, p.options(),
                                     statistics.view(), at_grad.data(), g_x.view(), g_y.view(),
                                     g_c.data(), g_scale.data(), mode, backward.workspace(),
                                     device::stream()) == cudaSuccess);
  return {loss.get(),
          g_c.get(),
          g_scale.get(),
          statistics.rows.get(),
          statistics.columns.get(),
          statistics.positives.get(),
          g_x.get(),
          g_y.get()};
}

/// The error of all gradients together, relative to their length.
template <class T>
double relative_error(const std::vector<T>& got, const std::vector<double>& expected) {
  double error2 = 0, length2 = 0;
  for (std::size_t k = 0; k < expected.size(); ++k) {
    const double error = cases::exact(got[k]) - expected[k];
    error2 += error * error;
    length2 += expected[k] * expected[k];
  }
  const double least = cases::smallest<T> * std::sqrt(double(expected.size()));
  return std::sqrt(error2) <= least ? 0 : std::sqrt(error2 / length2);
}

bool all_near(const std::vector<double>& got, const std::vector<double>& expected, double bound) {
  for (std::size_t k = 0; k < expected.size(); ++k) {
    if (got[k] == expected[k]) continue;  // -inf
    if (!(std::abs(got[k] - expected[k]) <= bound * (1 + std::abs(expected[k])))) return false;
  }
  return got.size() == expected.size();
}

/// Of gradients, the rounding of the weights; of T, that of the results.
double bound_of(Products products) {
  return products == Products::bf16 ? 4e-3 : products == Products::tf32 ? 5e-4 : 2e-5;
}

template <class T>
Got<T> check_pairs(const Problem& p, const Pairs<T>& pairs) {
  INFO(name(p));
  const Expected expected(p, pairs);
  const Got<T> got = on_device(p, pairs);
  const double digits = 2e-6 * std::max(1.0, p.scale / 10);
  CHECK(all_near(got.positives, expected.positives, 1e-12));
  CHECK(all_near(got.rows, expected.rows, digits));
  CHECK(all_near(got.columns, expected.columns, digits));
  CHECK(std::abs(got.loss[0] - expected.loss) <= digits * (0.1 + std::abs(expected.loss)));

  const double bound = bound_of(p.products), rounding = 2 * cases::unit<T>;
  CHECK(relative_error(got.g_x, expected.g_x) <= bound + rounding);
  CHECK(relative_error(got.g_y, expected.g_y) <= bound + rounding);
  CHECK(std::abs(got.g_scale[0] - expected.g_scale) <= 2e-5 * std::abs(expected.g_scale) + 1e-6);
  CHECK(std::abs(got.g_c[0] - expected.g_c) <= 2e-4 * std::abs(expected.g_c) + 1e-6);
  return got;
}

template <class T>
void check(const Problem& p) {
  INFO(name(p));
  const Pairs<T> pairs(p);
  const Got<T> got = check_pairs(p, pairs), again = on_device(p, pairs);
  CHECK(cases::same_bits(got.g_x, again.g_x));
  CHECK(cases::same_bits(got.g_y, again.g_y));
  CHECK(cases::same_bits(got.loss, again.loss));
}

std::vector<Problem> problems() {
  std::vector<Problem> list;
  const Products all[] = {Products::fp32, Products::tf32, Products::bf16};
  int k = 0;
  for (const std::int64_t rows : {0, 1, 2, 31, 33, 70}) {
    for (const std::int64_t cols : {1, 3, 65}) {
      // On a line, or almost, some negatives are so close that float cannot tell how far.
      const Score score = cols < 8 || k % 2 == 1 ? Score::inner : Score::distance;
      list.push_back({rows, cols, 32, all[k % 3], score, 14.3, 1});
      list.push_back({rows, cols, 8, all[(k + 1) % 3], score, 5, 0.5});
      ++k;
    }
  }
  for (const Products products : all) {
    list.push_back({300, 64, 2048, products, Score::distance, 14.3, 1.5});
    list.push_back({300, 8, 264, products, Score::inner, 3, 1});
    if (cases::are_few()) continue;
    list.push_back({1000, 512, 2048, products, Score::distance, 14.3, 1.5});
    list.push_back({4097, 65, 1024, products, Score::distance, 100, 0.5});
  }
  return list;
}

}  // namespace

TEST_CASE("the contrastive loss and its gradients", "[cuda]") {
  if (!device::is_there()) return;
  const std::vector<Problem> all = problems();
  for (std::size_t k = 0; k < all.size(); k += cases::step()) {
    check<float>(all[k]);
    if (cases::are_few() && k % 4 != 0) continue;
    check<__nv_bfloat16>(all[k]);
    check<__half>(all[k]);
  }
}

// Squares of 64 by 128, of which the last are not whole; more of them than warpgroups; slices of 64
// coordinates, as many as there can be, and more than there is room for ahead.
TEST_CASE("fused, the contrastive loss is the same", "[cuda]") {
  if (!device::is_there() || !fused::is_there()) return;
  std::vector<Problem> list;
  for (const std::int64_t rows : {0, 1, 31, 64, 70, 129}) {
    const Score score = rows % 2 == 1 ? Score::inner : Score::distance;
    list.push_back({rows, 17, 128, Products::bf16, score, 14.3, 1, Schedule::fused});
  }
  list.push_back({450, 65, 256, Products::bf16, Score::distance, 14.3, 1.5, Schedule::fused});
  list.push_back({70, 600, 8, Products::bf16, Score::inner, 3, 1, Schedule::fused});
  list.push_back({150, 768, 8192, Products::bf16, Score::distance, 14.3, 1, Schedule::fused});
  if (!cases::are_few()) {
    list.push_back({1000, 512, 1024, Products::bf16, Score::distance, 14.3, 1.5, Schedule::fused});
    list.push_back({4097, 65, 2048, Products::bf16, Score::distance, 100, 0.5, Schedule::fused});
  }
  for (std::size_t k = 0; k < list.size(); ++k) {
    if (cases::step() > 1 && k % 2 == 0) continue;
    check<float>(list[k]);
    if (cases::step() == 1) check<__nv_bfloat16>(list[k]);
  }
}

TEST_CASE("fused, the loss is of bf16 products and of up to 768 columns", "[host]") {
  cuda::ContrastiveOptions options;
  options.schedule = Schedule::fused;
  CHECK_THROWS_WITH(cuda::contrastive_loss_workspace_bytes(4, 4, 3, options),
                    "rapidity::cuda::contrastive_loss_workspace_bytes: options.schedule is fused, "
                    "expected options.products bf16");
  options.products = Products::bf16;
  CHECK(cuda::contrastive_loss_workspace_bytes(4, 4, 768, options) > 0);
  CHECK_THROWS_WITH(cuda::contrastive_loss_vjp_workspace_bytes(4, 4, 769, options),
                    "rapidity::cuda::contrastive_loss_vjp_workspace_bytes: options.schedule is "
                    "fused, expected up to 768 columns, not 769");
}

TEST_CASE("fp32 products keep the digits of floats", "[cuda]") {
  if (!device::is_there()) return;
  for (const double scale : {14.3, 100.0}) {
    const Problem p{200, 96, 64, Products::fp32, Score::distance, scale, scale > 50 ? 0.5 : 1.0};
    INFO(name(p));
    const Pairs<float> pairs(p, false);
    const Expected expected(p, pairs);
    const Got<float> got = on_device(p, pairs);
    CHECK(std::abs(got.loss[0] - expected.loss) <= 2e-5 * std::abs(expected.loss));
    CHECK(relative_error(got.g_x, expected.g_x) <= 2e-5);
    CHECK(relative_error(got.g_y, expected.g_y) <= 2e-5);
  }
}

// The table of docs/decisions/0010; not a test of its own: test_cuda_emulated [.table]
TEST_CASE("errors of fp32 gradients, printed", "[.table]") {
  if (!device::is_there()) return;
  for (const double scale : {14.3, 100.0}) {
    for (const double radius : {0.5, 1.5}) {
      for (const std::int64_t cols : {8, 512}) {
        const Problem p{200, cols, 256, Products::fp32, Score::distance, scale, radius};
        const Pairs<float> pairs(p, false);
        const Expected expected(p, pairs);
        const Got<float> got = on_device(p, pairs);
        std::printf("scale %g, radius %g, D %d: g_x %.1e, g_y %.1e\n", scale, radius, int(cols),
                    relative_error(got.g_x, expected.g_x), relative_error(got.g_y, expected.g_y));
      }
    }
  }
}

// The logits of a far point, of a row or of a column, are exp(-40) to exp(-180) of those beside
// them: for the largest logit of them all as a shift, their exponentials lose digits or are 0.
TEST_CASE("a point far from all others keeps its softmax", "[cuda]") {
  if (!device::is_there()) return;
  for (const Products products : {Products::fp32, Products::tf32, Products::bf16}) {
    for (const double scale : {12.0, 18.0, 20.0, 22.0, 24.0, 50.0}) {
      const Problem p{40, 9, 64, products, Score::distance, scale, 0.3};
      Pairs<float> pairs(p);
      pairs.x[3 * 9] = 30;
      pairs.y[17 * 9 + 1] = -30;
      check_pairs(p, pairs);
      if (products == Products::bf16 && fused::is_there()) check_pairs(p.fused(), pairs);
    }
  }
}

TEST_CASE("gradients of the contrastive loss are added where wanted", "[cuda]") {
  if (!device::is_there()) return;
  const Problem p{40, 20, 16, Products::fp32, Score::distance, 14.3, 1};
  const Pairs<float> pairs(p);
  const Got<float> plain = on_device(p, pairs), added = on_device(p, pairs, GradMode::accumulate);
  std::vector<double> g_x = cases::exact(plain.g_x), g_y = cases::exact(plain.g_y);
  for (double& value : g_x) value += 1;
  for (double& value : g_y) value += 1;
  CHECK(relative_error(added.g_x, g_x) <= 1e-7);
  CHECK(relative_error(added.g_y, g_y) <= 1e-7);
  CHECK(std::abs(added.g_c[0] - plain.g_c[0] - 1) <= 1e-6 * std::abs(added.g_c[0]));
  CHECK(std::abs(added.g_scale[0] - plain.g_scale[0] - 1) <= 1e-6 * std::abs(added.g_scale[0]));
}

namespace {

/// The first rank has `split` rows.
void check_ranks(const Problem& p, std::int64_t split) {
  INFO(name(p));
  const Pairs<float> pairs(p);
  const Got<float> whole = on_device(p, pairs);

  const device::Matrix<float> x(p.rows, p.cols), y(p.rows, p.cols), g_x(p.rows, p.cols),
      g_y(p.rows, p.cols);
  x.put(pairs.x);
  y.put(pairs.y);
  g_x.put(std::vector<float>(pairs.x.size(), 0.0f));
  g_y.put(std::vector<float>(pairs.y.size(), 0.0f));
  const auto at_c = device::number(float(c)), at_scale = device::number(float(p.scale)),
             at_grad = device::number(float(grad_out)), g_c = device::number(0.0f),
             g_scale = device::number(0.0f);
  const cuda::DeviceCurvature<float> curvature(at_c.data());
  const cuda::DeviceScale<float> scale(at_scale.data());
  const device::Vector<double> rows(p.rows), positives(p.rows), merged(p.rows), parts(2 * p.rows);
  const std::int64_t begin[] = {0, split, p.rows};
  const device::Memory workspace(
      cuda::contrastive_loss_vjp_workspace_bytes(p.rows, p.rows, p.cols, p.options()));
  const auto part = [&](const device::Matrix<float>& matrix, int rank) {
    auto view = matrix.view();
    return MatrixView<float>{view.row(begin[rank]), begin[rank + 1] - begin[rank], view.cols,
                             view.stride};
  };
  const auto options = [&](int rank) {
    cuda::ContrastiveOptions o = p.options();
    o.first = begin[rank];
    return o;
  };
  for (int rank = 0; rank < 2; ++rank) {
    const cuda::ContrastiveStatistics mine{rows.data() + begin[rank], parts.data() + rank * p.rows,
                                           positives.data()};
    REQUIRE(cuda::contrastive_statistics(handle(), part(x, rank), y.view(), curvature, scale,
                                         options(rank), mine, workspace.workspace(),
                                         device::stream()) == cudaSuccess);
  }
  REQUIRE(cuda::contrastive_merge(parts.data(), 2, p.rows, merged.data(), device::stream()) ==
          cudaSuccess);
  CHECK(all_near(rows.get(), whole.rows, 2e-6));
  CHECK(all_near(positives.get(), whole.positives, 0));
  CHECK(all_near(merged.get(), whole.columns, 2e-6));

  double loss = 0;
  for (int rank = 0; rank < 2; ++rank) {
    const cuda::ContrastiveStatistics all{rows.data() + begin[rank], merged.data(),
                                          positives.data()};
    const device::Vector<float> share(1);
    REQUIRE(cuda::contrastive_value(all, part(x, rank).rows, p.rows, begin[rank], share.data(),
                                    workspace.workspace(), device::stream()) == cudaSuccess);
    loss += double(share.number());
    REQUIRE(cuda::contrastive_loss_vjp(handle(), part(x, rank), y.view(), curvature, scale,
                                       options(rank), all, at_grad.data(), part(g_x, rank),
                                       g_y.view(), g_c.data(), g_scale.data(), GradMode::accumulate,
                                       workspace.workspace(), device::stream()) == cudaSuccess);
  }
  CHECK(std::abs(loss - double(whole.loss[0])) <= 1e-6 * loss);
  CHECK(relative_error(g_x.get(), cases::exact(whole.g_x)) <= 1e-5);
  CHECK(relative_error(g_y.get(), cases::exact(whole.g_y)) <= 1e-5);
  CHECK(std::abs(g_c.number() - whole.g_c[0]) <= 1e-5 * std::abs(whole.g_c[0]));
  CHECK(std::abs(g_scale.number() - whole.g_scale[0]) <= 1e-5 * std::abs(whole.g_scale[0]));
}

}  // namespace

TEST_CASE("two ranks find what one finds", "[cuda]") {
  if (!device::is_there()) return;
  check_ranks({50, 24, 16, Products::fp32, Score::distance, 14.3, 1}, 21);
  if (!fused::is_there()) return;
  check_ranks({210, 24, 128, Products::bf16, Score::distance, 14.3, 1, Schedule::fused}, 77);
}

namespace {

void check_nans(const Problem& p) {
  INFO(name(p));
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const auto check_nan = [](const Got<float>& got) {
    CHECK(std::isnan(got.loss[0]));
    for (const float value : got.g_y) CHECK(std::isnan(value));
    CHECK(std::isnan(got.g_c[0]));
    CHECK(std::isnan(got.g_scale[0]));
  };
  Pairs<float> pairs(p);
  for (const float no_curvature : {0.0f, -1.0f, nan}) {
    check_nan(on_device(p, pairs, GradMode::overwrite, no_curvature));
  }
  pairs.x[5] = nan;
  check_nan(on_device(p, pairs));
}

}  // namespace

TEST_CASE("NaN in a point, and a curvature that no space has, give NaN", "[cuda]") {
  if (!device::is_there()) return;
  check_nans({20, 12, 16, Products::fp32, Score::distance, 14.3, 1});
  if (!fused::is_there()) return;
  check_nans({20, 12, 16, Products::bf16, Score::distance, 14.3, 1, Schedule::fused});
}

TEST_CASE("the contrastive loss refuses what cannot be right", "[host]") {
  alignas(256) static char memory[256];
  auto* numbers = reinterpret_cast<float*>(memory);
  auto* wide = reinterpret_cast<double*>(memory);
  const MatrixView<float> a{numbers, 4, 3, 3}, few{numbers, 3, 3, 3}, narrow{numbers, 4, 2, 3};
  const cuda::DeviceCurvature<float> curvature(numbers);
  const cuda::DeviceScale<float> scale(numbers);
  const cuda::ContrastiveStatistics statistics{wide, wide, wide};
  const cuda::Workspace small{memory, 256};
  // Nothing of a handle is asked for before all else is right.
  alignas(cuda::Handle) static char no_handle[sizeof(cuda::Handle)];
  const auto& none = *reinterpret_cast<const cuda::Handle*>(no_handle);
  const auto call = [&](const MatrixView<float>& x, const MatrixView<float>& y,
                        const cuda::ContrastiveOptions& options,
                        const cuda::ContrastiveStatistics& s) {
    (void)cuda::contrastive_statistics(none, x, y, curvature, scale, options, s, small, nullptr);
  };
  cuda::ContrastiveOptions options;
  CHECK_THROWS_WITH(call(a, narrow, options, statistics),
                    "rapidity::cuda::contrastive_statistics: y is [4, 2], expected the 3 columns "
                    "of x");
  CHECK_THROWS_AS(call(a, few, options, statistics), rapidity::shape_error);
  options.first = 2;
  CHECK_THROWS_WITH(call(few, a, options, statistics),
                    "rapidity::cuda::contrastive_statistics: options.first is 2, expected the 3 "
                    "rows of x to have partners among the 4 of y");
  options.first = 0;
  for (const std::int64_t tile : {0, -8, 12, 65536}) {
    options.tile = tile;
    CHECK_THROWS_AS(call(a, a, options, statistics), rapidity::domain_error);
  }
  // The function that was called is named, not one that it calls.
  options.tile = 12;
  CHECK_THROWS_WITH(cuda::contrastive_loss(none, a, a, curvature, scale, options, numbers,
                                           statistics, small, nullptr),
                    "rapidity::cuda::contrastive_loss: options.tile is 12, expected a multiple of "
                    "8 from 8 to 32768");
  options.tile = 64;
  CHECK_THROWS_AS(call(a, a, options, {nullptr, wide, wide}), rapidity::domain_error);
  CHECK_THROWS_AS(call(a, a, options, statistics), rapidity::shape_error);  // the workspace
  CHECK_THROWS_AS((void)cuda::contrastive_merge(wide, 0, 4, wide, nullptr), rapidity::shape_error);
  CHECK_THROWS_AS((void)cuda::contrastive_value(statistics, 3, 4, 2, numbers, small, nullptr),
                  rapidity::shape_error);
  CHECK_THROWS_AS(cuda::contrastive_loss_workspace_bytes(-1, 4, 3, options), rapidity::shape_error);
}
