#pragma once
// Functions of matched pairs: row i of one set of points with row i of another. A function comes as
// a small type: value(triangle), and vjp(triangle, grad_out) for the coefficients of its gradient.
#include "rapidity/row/coefficients.hpp"
#include "rapidity/row/triangle.hpp"
#include "row_sums.cuh"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {

template <class T>
struct PairRows {
  MatrixView<const T> x, y;
  const Number<T>* c;
};

/// The triangle of row i. A curvature of NaN makes all of it NaN, the sums included, because some
/// results (of coincident points, of the origin) do not ask for the curvature.
template <class T>
__device__ row::Triangle<Work<T>> triangle(const PairRows<T>& pairs, const RowWarp<T>& warp,
                                           std::int64_t i) {
  using W = Work<T>;
  const W c = curvature<T>(pairs.c);
  const Elements<T> x(pairs.x.row(i)), y(pairs.y.row(i));
  auto sums = row::pair_sums<RowPrecision<T>>(x, y, warp);
  if (!(c == c)) sums = {c, c, c, c, c, c, c, {c, c, c}, {c, c, c}, c, c, c};
  return row::triangle(sums, c);
}

template <class T, class Function>
RAPIDITY_KERNEL map_pairs_kernel(RowShape shape, PairRows<T> pairs, VectorView<Number<T>> out,
                                 Function function) {
  for_rows<T>(shape, [&](const RowWarp<T>& warp, std::int64_t i) {
    const Work<T> value = function.value(triangle(pairs, warp, i));
    if (is_first_lane()) out[i] = Number<T>(value);
  });
}

/// Writes the gradients that the coefficients describe.
template <class T>
__device__ void put_pair_gradients(const RowWarp<T>& warp, const T* x, const T* y,
                                   const row::PairCoefficients<Work<T>>& coefficients, T* g_x,
                                   T* g_y, GradMode mode) {
  warp.for_spans([&](auto span) {
    const auto x_span = load(x, span);
    const auto y_span = load(y, span);
    put(g_x, span, mode, [&](auto k) {
      return coefficients.at_x(widened(x_span.values[k.offset]), widened(y_span.values[k.offset]));
    });
    put(g_y, span, mode, [&](auto k) {
      return coefficients.at_y(widened(x_span.values[k.offset]), widened(y_span.values[k.offset]));
    });
  });
}

/// g_x, g_y (+)= gradients of sum_i grad_out(i) function; the partial sums of that by c.
template <class T, class Function, class GradOut>
RAPIDITY_KERNEL map_pairs_vjp_kernel(RowShape shape, PairRows<T> pairs, GradOut grad_out,
                                     MatrixView<T> g_x, MatrixView<T> g_y, GradMode mode,
                                     RowSum* partials, Function function) {
  BlockSums<1> sums(partials);
  for_rows<T>(shape, [&](const RowWarp<T>& warp, std::int64_t i) {
    const auto k = function.vjp(triangle(pairs, warp, i), Work<T>(grad_out[i]));
    put_pair_gradients(warp, pairs.x.row(i), pairs.y.row(i), k, g_x.row(i), g_y.row(i), mode);
    sums.add(0, k.c);
  });
  sums.store();
}

/// The arguments of a function of pairs, checked: names and views of the two points.
template <class T>
struct Pairs {
  Check check;
  const char *first, *second;
  PairRows<T> rows;

  /// Throws if the views or the curvature cannot be right.
  Pairs(const char* function, const char* name_x, const char* name_y, const Points<T>& x,
        const Points<T>& y, const DeviceCurvature<T>& c)
      : check{function}, first(name_x), second(name_y), rows{x, y, c.data} {
    check.matrix(first, x);
    check.matrix_as(second, y, first, x);
    check.pointer("c", c.data);
  }

  template <class Function>
  [[nodiscard]] cudaError_t map(const Function& function, const MutableValues<T>& out,
                                cudaStream_t stream) const {
    check.outputs("out", out, first, rows.x.rows);
    return launch_rows(map_pairs_kernel<T, Function>, row_shape(rows.x, rows.y), stream, rows, out,
                       function);
  }

  template <class Function, class GradOut>
  [[nodiscard]] cudaError_t map_vjp(const Function& function, const GradOut& grad_out,
                                    const MutablePoints<T>& g_x, const MutablePoints<T>& g_y,
                                    Number<T>* g_c, GradMode mode, const Workspace& workspace,
                                    cudaStream_t stream) const {
    check.matrix_as(("g_" + std::string(first)).c_str(), g_x, first, rows.x);
    check.matrix_as(("g_" + std::string(second)).c_str(), g_y, first, rows.x);
    check.optional_pointer("g_c", g_c);
    const RowSums sums = row_sums(check, workspace, rows.x.rows, g_c != nullptr);
    const cudaError_t error =
        launch_rows(map_pairs_vjp_kernel<T, Function, GradOut>, row_shape(rows.x, rows.y, g_x, g_y),
                    stream, rows, grad_out, g_x, g_y, mode, sums.partials, function);
    return error != cudaSuccess ? error : sums.finish(0, g_c, mode, stream);
  }
};

}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
