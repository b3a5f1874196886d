#pragma once
// Functions of one point, row by row. A function comes as a small type: map(|v|^2, c) for a factor
// of the row's elements, measure(|x|^2, c) for a number, and the vjp of either for its
// coefficients.
#include "rapidity/row/coefficients.hpp"
#include "row_sums.cuh"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {

template <class T>
struct PointRows {
  MatrixView<const T> v;
  const Number<T>* c;
};

/// |v|^2 of a row.
template <class T>
__device__ Work<T> squared_length(const T* v, const RowWarp<T>& warp) {
  using S = typename RowPrecision<T>::sum;
  const Elements<T> at_v(v);
  return warp(S(),
              [&](S& sum, auto k) {
                const Work<T> value = at_v(k);  // asked for once: it may fetch
                sum.add(value, value);
              })
      .value();
}

/// The sums of a vector and the gradient that comes in for what is made of it.
template <class S>
struct VectorSums {
  using value_type = typename S::value_type;

  S vv, gv;

  __device__ void merge(const VectorSums& other) {
    vv.merge(other.vv);
    gv.merge(other.gv);
  }
};

template <class T>
__device__ VectorSums<typename RowPrecision<T>::sum> vector_sums(const T* v, const T* g,
                                                                 const RowWarp<T>& warp) {
  using Sums = VectorSums<typename RowPrecision<T>::sum>;
  const Elements<T> at_v(v), at_g(g);
  return warp(Sums(), [&](Sums& sums, auto k) {
    const Work<T> value = at_v(k);
    sums.vv.add(value, value);
    sums.gv.add(at_g(k), value);
  });
}

/// out_i = map(v_i) element by element.
template <class T, class Function>
RAPIDITY_KERNEL map_points_kernel(RowShape shape, PointRows<T> points, MatrixView<T> out,
                                  Function function) {
  for_rows<T>(shape, [&](const RowWarp<T>& warp, std::int64_t i) {
    const T* v = points.v.row(i);
    const auto map = function.map(squared_length(v, warp), curvature<T>(points.c));
    warp.for_spans([&](auto span) {
      const auto chunk = load(v, span);
      put(out.row(i), span, GradMode::overwrite,
          [&](auto k) { return map(widened(chunk.values[k.offset])); });
    });
  });
}

/// g_v (+)= gradients of sum_i grad_out_i . map(v_i); the partial sums of that by c and, for
/// functions with a factor, by it.
template <class T, class Function>
RAPIDITY_KERNEL map_points_vjp_kernel(RowShape shape, PointRows<T> points,
                                      MatrixView<const T> grad_out, MatrixView<T> g_v,
                                      GradMode mode, RowSum* partials, Function function) {
  BlockSums<Function::sums> sums(partials);
  for_rows<T>(shape, [&](const RowWarp<T>& warp, std::int64_t i) {
    const T *v = points.v.row(i), *g = grad_out.row(i);
    const auto s = vector_sums(v, g, warp);
    const auto k = function.map_vjp(s.vv.value(), s.gv.value(), curvature<T>(points.c));
    warp.for_spans([&](auto span) {
      const auto v_span = load(v, span);
      const auto g_span = load(g, span);
      put(g_v.row(i), span, mode, [&](auto e) {
        return k.at(widened(g_span.values[e.offset]), widened(v_span.values[e.offset]));
      });
    });
    sums.add(0, k.c);
    if constexpr (Function::sums == 2) sums.add(1, k.alpha);
  });
  sums.store();
}

/// out_i = measure(x_i)
template <class T, class Function>
RAPIDITY_KERNEL measure_points_kernel(RowShape shape, PointRows<T> points,
                                      VectorView<Number<T>> out, Function function) {
  for_rows<T>(shape, [&](const RowWarp<T>& warp, std::int64_t i) {
    const T* x = points.v.row(i);
    const Work<T> value = function.measure(squared_length(x, warp), curvature<T>(points.c));
    if (is_first_lane()) out[i] = Number<T>(value);
  });
}

/// g_x (+)= gradients of sum_i grad_out_i measure(x_i); the partial sums of that by c.
template <class T, class Function>
RAPIDITY_KERNEL measure_points_vjp_kernel(RowShape shape, PointRows<T> points,
                                          VectorView<const Number<T>> grad_out, MatrixView<T> g_x,
                                          GradMode mode, RowSum* partials, Function function) {
  BlockSums<1> sums(partials);
  for_rows<T>(shape, [&](const RowWarp<T>& warp, std::int64_t i) {
    using W = Work<T>;
    const T* x = points.v.row(i);
    const auto k =
        function.measure_vjp(squared_length(x, warp), curvature<T>(points.c), W(grad_out[i]));
    warp.for_spans([&](auto span) {
      const auto chunk = load(x, span);
      put(g_x.row(i), span, mode, [&](auto e) { return k.x * widened(chunk.values[e.offset]); });
    });
    sums.add(0, k.c);
  });
  sums.store();
}

/// The arguments of a function of points, checked.
template <class T>
struct PointsOf {
  Check check;
  const char* name;
  PointRows<T> rows;

  /// Throws if the view or the curvature cannot be right.
  PointsOf(const char* function, const char* name_v, const Points<T>& v,
           const DeviceCurvature<T>& c)
      : check{function}, name(name_v), rows{v, c.data} {
    check.matrix(name, v);
    check.pointer("c", c.data);
  }

  std::int64_t count() const { return rows.v.rows; }
};

}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
