#pragma once
// Functions of all pairs of two sets of points, as matrices. A function comes as a small type: its
// Score and sign, so that it is sign unit(c) value(u) but for what rest_c differentiates; and
// finish(u, c), its value.
#include "all_pairs.cuh"
#include "pair_gradients.cuh"
#include "rapidity/cuda/pairwise.hpp"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {

/// Whether four neighbours of a row, from a column of a patch on, are aligned to 16 bytes.
template <class N>
__device__ bool is_aligned(const MatrixView<N>& matrix) {
  return reinterpret_cast<std::uintptr_t>(matrix.data) % 16 == 0 && matrix.stride % 4 == 0;
}

/// out_ij = finish(u_ij, c) for the pairs of a tile.
template <class Function>
RAPIDITY_KERNEL finish_tile_kernel(Tile tile, PairFactors factors, MatrixView<float> out) {
  const Patch patch(tile);
  const bool in_one = patch.columns() == patch_columns && is_aligned(out);
  const auto c = float(curvature<float>(factors.c));
  const ColumnNumbers q = patch.of_columns(factors.y.excess);
#pragma unroll 1
  for (int r = 0; r < patch.rows(); ++r) {
    const float p = factors.x.excess[patch.row(r)];
    const ColumnNumbers xy = patch.products(r);
    ColumnNumbers values;
#pragma unroll
    for (int k = 0; k < patch_columns; ++k) {
      const Lane y = Lane::fill(q[k]);
      values[k] = Function::finish(row::excess(Lane::fill(xy[k]), c, p, y, factors.noise), c);
    }
    float* to = out.row(patch.row(r)) + patch.column();
    if (in_one) {
      *reinterpret_cast<float4*>(to) = float4{values[0], values[1], values[2], values[3]};
      continue;
    }
#pragma unroll
    for (int k = 0; k < patch_columns; ++k) {
      if (k < patch.columns()) to[k] = values[k];
    }
  }
}

/// The weights are the gradients from above; their sum is in place of that of the values.
template <class Score>
struct GradOutWeights {
  using Lane = detail::Lane;

  MatrixView<const float> grad_out;

  /// The gradients of a row of a patch.
  struct Row {
    ColumnNumbers grad_out;

    __device__ row::PairWeight<Lane> operator()(Lane u, Lane gap, int k) const {
      const Lane g = Lane::fill(grad_out[k]);
      auto pair = row::pair_weight(Score::line(u), g, gap);
      pair.value = g;
      return pair;
    }
  };
  struct Columns {
    MatrixView<const float> grad_out;
    bool in_one;

    __device__ Row row(const Patch& patch, int r, float) const {
      const float* from = grad_out.row(patch.row(r)) + patch.column();
      if (in_one) return {load_four(from)};
      return {load_some(from, patch.columns())};
    }
  };

  __device__ Counted counted(const Patch& patch) const { return patch.counted(); }
  __device__ float row_number(std::int64_t) const { return 0; }
  __device__ Columns columns(const Patch& patch, float) const {
    return {grad_out, patch.columns() == patch_columns && is_aligned(grad_out)};
  }
};

/// What the sums over pairs are multiplied with.
struct PairwiseFactors {
  double points_c;   // of the points' gradients, times c
  double curvature;  // of the curvature's gradient
  double ones;       // likewise, of the sum of the gradients from above
};

template <class Function>
RAPIDITY_KERNEL pairwise_factors_kernel(const float* c, PairwiseFactors* out) {
  const double curvature = detail::curvature<float>(c);
  const double factor = Function::sign * Function::Score::unit(curvature);
  *out = {factor * curvature, -factor / curvature, Function::rest_c(curvature)};
}

RAPIDITY_KERNEL pairwise_scalar_kernel(const double* totals, const PairwiseFactors* factors,
                                       float* g_c, GradMode mode) {
  const double old = mode == GradMode::accumulate ? double(*g_c) : 0;
  *g_c = float(old + factors->curvature * totals[1] + factors->ones * totals[0]);
}

template <class Format>
struct PairwiseBackward {
  PairGradients<Format> gradients;
  PairwiseFactors* factors;

  PairwiseBackward(Carver& carver, std::int64_t rows, std::int64_t columns, std::int64_t cols,
                   const Tiling& tiling)
      : gradients(carver, rows, columns, cols, tiling) {
    factors = carver.take<PairwiseFactors>(1);
  }
};

inline std::size_t pairwise_bytes(std::int64_t rows, std::int64_t columns, std::int64_t cols,
                                  const PairwiseOptions& options) {
  return bytes_of<PairTiles>(options.products, rows, columns, cols, options.tile);
}
inline std::size_t pairwise_vjp_bytes(std::int64_t rows, std::int64_t columns, std::int64_t cols,
                                      const PairwiseOptions& options) {
  return bytes_of<PairwiseBackward>(options.products, rows, columns, cols, options.tile);
}

/// The arguments of a function of all pairs, checked.
template <class T>
struct AllPairs {
  Check check;
  Points<T> x, y;
  const float* c;
  PairwiseOptions options;
  Workspace workspace;

  AllPairs(const char* function, const Points<T>& x_points, const Points<T>& y_points,
           const DeviceCurvature<T>& curvature, const PairwiseOptions& which,
           const Workspace& memory)
      : check{function},
        x(x_points),
        y(y_points),
        c(curvature.data),
        options(which),
        workspace(memory) {
    check.matrix("x", x);
    check.matrix("y", y);
    check_columns(check, x, y);
    check_tile(check, options.tile);
    check.pointer("c", c);
  }

  template <class Function>
  [[nodiscard]] cudaError_t map(const Handle& handle, const MatrixView<float>& out,
                                cudaStream_t stream) const {
    check_pairs("out", out);
    check.workspace(workspace, pairwise_bytes(x.rows, y.rows, x.cols, options));
    return with_format(options.products, [&](auto format) {
      return finish_all<decltype(format), Function>(handle, out, stream);
    });
  }

  template <class Function>
  [[nodiscard]] cudaError_t map_vjp(const Handle& handle, const MatrixView<const float>& grad_out,
                                    const MutablePoints<T>& g_x, const MutablePoints<T>& g_y,
                                    float* g_c, GradMode mode, cudaStream_t stream) const {
    check_pairs("grad_out", grad_out);
    check.matrix_as("g_x", g_x, "x", x);
    check.matrix_as("g_y", g_y, "y", y);
    check.optional_pointer("g_c", g_c);
    check.workspace(workspace, pairwise_vjp_bytes(x.rows, y.rows, x.cols, options));
    return with_format(options.products, [&](auto format) {
      return gradients_of<decltype(format), Function>(handle, grad_out, g_x, g_y, g_c, mode,
                                                      stream);
    });
  }

 private:
  template <class N>
  void check_pairs(const char* name, const MatrixView<N>& matrix) const {
    if (matrix.rows != x.rows || matrix.cols != y.rows) {
      check.fail<shape_error>(name, " is " + shape_text(matrix.rows, matrix.cols) + ", expected " +
                                        shape_text(x.rows, y.rows) + " as x and y have rows");
    }
    check.matrix(name, matrix);
  }

  template <class Format, class Function>
  cudaError_t finish_all(const Handle& handle, const MatrixView<float>& out,
                         cudaStream_t stream) const {
    Carver carver(workspace.data);
    PairTiles<Format> tiles(carver, x.rows, y.rows, x.cols, options.tile);
    Sequence steps;
    steps.then([&] { return tiles.round(x, y, c, stream); });
    for (std::int64_t p = 0; p * tiles.side < x.rows; ++p) {
      for (std::int64_t t = 0; t * tiles.side < y.rows; ++t) {
        const Tile tile = tiles.tile(piece(x.rows, tiles.side, p), piece(y.rows, tiles.side, t));
        steps.then([&] { return tiles.multiply_tile(handle, tile, stream); }).then([&] {
          return launch_tile(finish_tile_kernel<Function>, tile, stream, tiles.factors(), out);
        });
      }
    }
    return steps.error();
  }

  template <class Format, class Function>
  cudaError_t gradients_of(const Handle& handle, const MatrixView<const float>& grad_out,
                           const MutablePoints<T>& g_x, const MutablePoints<T>& g_y, float* g_c,
                           GradMode mode, cudaStream_t stream) const {
    Carver carver(workspace.data);
    PairwiseBackward<Format> back(carver, x.rows, y.rows, x.cols, options.tile);
    auto& tiles = back.gradients.tiles;
    const GradOutWeights<typename Function::Score> weights{grad_out};
    const double* factor_c = &back.factors->points_c;
    const GradientRows<T, Format> of_x{x, y,   tiles.x, back.gradients.x, factor_c, nullptr,
                                       0, g_x, mode};
    const GradientRows<T, Format> of_y{x, y,   tiles.y, back.gradients.y, factor_c, nullptr,
                                       0, g_y, mode};
    Sequence steps;
    steps.then([&] { return tiles.round(x, y, c, stream); })
        .then([&] {
          return launch(pairwise_factors_kernel<Function>, dim3(1), dim3(1), 0, stream, c,
                        back.factors);
        })
        .then([&] { return back.gradients.add_all(handle, weights, stream); })
        .then([&] { return write_gradients<Side::left>(of_x, stream); })
        .then([&] { return write_gradients<Side::right>(of_y, stream); });
    if (g_c == nullptr) return steps.error();
    steps.then([&] {
      return launch(pairwise_scalar_kernel, dim3(1), dim3(1), 0, stream, back.gradients.totals,
                    back.factors, g_c, mode);
    });
    return steps.error();
  }
};

}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
