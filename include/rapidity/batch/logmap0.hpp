#pragma once
#include "../row/logmap0.hpp"
#include "detail/rows.hpp"

namespace rapidity {
inline namespace v0 {
namespace batch {

/// Logarithmic map at the origin, inverse of lift: v_i = asinh(sqrt(c) |x_i|) / (sqrt(c) |x_i|)
/// x_i. x and v [B, D]; v may be x.
///
/// Error: half an ulp for float; see row::logmap0_scale. Cost: O(B D), x is read twice.
/// Errors: shape_error when sizes do not fit.
template <class T>
void logmap0(Points<T> x, const Curvature<T>& c, MutablePoints<T> v, Execution execution = {}) {
  using W = detail::Work<T>;
  detail::expect_matrix("logmap0", "x", x);
  detail::expect_shape("logmap0", "v", v, x.rows, x.cols, "as x");
  detail::for_each_row(x.rows, execution, [&](std::int64_t i) {
    const W xx = detail::dot(x.row(i), x.row(i), x.cols);
    const W scale = row::logmap0_scale(xx, W(c.value()));
    detail::put_scaled(x.row(i), x.cols, scale, {v.row(i)});
  });
}

/// Gradients of sum_i grad_out_i . logmap0(x_i): writes or adds to g_x [B, D], returns that of c.
/// grad_out [B, D] must not overlap with g_x.
template <class T>
T logmap0_vjp(Points<T> x, const Curvature<T>& c, Points<T> grad_out, MutablePoints<T> g_x,
              GradMode mode = GradMode::overwrite, Execution execution = {}) {
  using W = detail::Work<T>;
  detail::expect_matrix("logmap0_vjp", "x", x);
  detail::expect_shape("logmap0_vjp", "grad_out", grad_out, x.rows, x.cols, "as x");
  detail::expect_shape("logmap0_vjp", "g_x", g_x, x.rows, x.cols, "as x");
  return T(detail::sum_over_rows<W>(x.rows, execution, [&](std::int64_t i) {
    const W xx = detail::dot(x.row(i), x.row(i), x.cols);
    const W gx = detail::dot(grad_out.row(i), x.row(i), x.cols);
    const auto k = row::logmap0_vjp(xx, gx, W(c.value()));
    detail::put_scale_gradient(grad_out.row(i), x.row(i), x.cols, k, {g_x.row(i), mode});
    return k.c;
  }));
}

}  // namespace batch
}  // namespace v0
}  // namespace rapidity
