#pragma once
#include <limits>

#include "../row/scaled_lift.hpp"
#include "detail/rows.hpp"

namespace rapidity {
inline namespace v0 {
namespace batch {

/// Exponential map at the origin: x_i = sinh(sqrt(c) |v_i|) / (sqrt(c) |v_i|) v_i. v and x [B, D];
/// x may be v.
///
/// Where sqrt(c) |v_i| exceeds max_rapidity (at least 0; infinity means no limit) the point stays
/// at that rapidity: x_i = sinh(max_rapidity) / (sqrt(c) |v_i|) v_i. Without a limit, float
/// overflows at a rapidity of about 88: coordinates become infinite, never NaN. Error: as of
/// rapidity::lift. Cost: O(B D), v is read twice. Errors: shape_error when sizes do
/// not fit, domain_error when max_rapidity is negative.
template <class T>
void lift(Points<T> v, const Curvature<T>& c, MutablePoints<T> x,
          Number<T> max_rapidity = std::numeric_limits<T>::infinity(), Execution execution = {}) {
  using W = detail::Work<T>;
  expect_non_negative("batch::lift", "max_rapidity", max_rapidity);
  detail::expect_matrix("lift", "v", v);
  detail::expect_shape("lift", "x", x, v.rows, v.cols, "as v");
  detail::for_each_row(v.rows, execution, [&](std::int64_t i) {
    const auto vv = detail::square_sum(v.row(i), v.cols);
    const W scale = row::lift_scale(vv, W(c.value()), W(max_rapidity));
    detail::put_scaled(v.row(i), v.cols, scale, {x.row(i)});
  });
}

/// Gradients of sum_i grad_out_i . lift(v_i): writes or adds to g_v [B, D], returns that of c. Past
/// max_rapidity the point does not move with |v_i|. grad_out [B, D] must not overlap with g_v.
template <class T>
T lift_vjp(Points<T> v, const Curvature<T>& c, Points<T> grad_out, MutablePoints<T> g_v,
           GradMode mode = GradMode::overwrite,
           Number<T> max_rapidity = std::numeric_limits<T>::infinity(), Execution execution = {}) {
  using W = detail::Work<T>;
  expect_non_negative("batch::lift_vjp", "max_rapidity", max_rapidity);
  detail::expect_matrix("lift_vjp", "v", v);
  detail::expect_shape("lift_vjp", "grad_out", grad_out, v.rows, v.cols, "as v");
  detail::expect_shape("lift_vjp", "g_v", g_v, v.rows, v.cols, "as v");
  return T(detail::sum_over_rows<W>(v.rows, execution, [&](std::int64_t i) {
    const auto vv = detail::square_sum(v.row(i), v.cols);
    const W gv = detail::dot(grad_out.row(i), v.row(i), v.cols);
    const auto k = row::lift_vjp(vv, gv, W(c.value()), W(max_rapidity));
    detail::put_scale_gradient(grad_out.row(i), v.row(i), v.cols, k, {g_v.row(i), mode});
    return k.c;
  }));
}

/// Gradients of the two numbers of a lift with a factor.
template <class T>
struct LiftScalars {
  T c, alpha;
};

/// Exponential map at the origin, of scaled vectors: x_i = lift(alpha v_i), in one pass and without
/// alpha v in memory. alpha is any finite number; all else as above. Error: as above, and half an
/// ulp.
template <class T>
void lift(Points<T> v, Number<T> alpha, const Curvature<T>& c, MutablePoints<T> x,
          Number<T> max_rapidity = std::numeric_limits<T>::infinity(), Execution execution = {}) {
  using W = detail::Work<T>;
  expect_non_negative("batch::lift", "max_rapidity", max_rapidity);
  detail::expect_matrix("lift", "v", v);
  detail::expect_shape("lift", "x", x, v.rows, v.cols, "as v");
  detail::for_each_row(v.rows, execution, [&](std::int64_t i) {
    const auto vv = detail::square_sum(v.row(i), v.cols);
    const auto map = row::scaled_lift(vv, W(alpha), W(c.value()), W(max_rapidity));
    detail::put_mapped(v.row(i), v.cols, map, {x.row(i)});
  });
}

/// Gradients of sum_i grad_out_i . lift(alpha v_i): writes or adds to g_v [B, D], returns those of
/// c and alpha. Past max_rapidity the point moves neither with |v_i| nor with alpha. grad_out
/// [B, D] must not overlap with g_v.
template <class T>
LiftScalars<T> lift_vjp(Points<T> v, Number<T> alpha, const Curvature<T>& c, Points<T> grad_out,
                        MutablePoints<T> g_v, GradMode mode = GradMode::overwrite,
                        Number<T> max_rapidity = std::numeric_limits<T>::infinity(),
                        Execution execution = {}) {
  using W = detail::Work<T>;
  expect_non_negative("batch::lift_vjp", "max_rapidity", max_rapidity);
  detail::expect_matrix("lift_vjp", "v", v);
  detail::expect_shape("lift_vjp", "grad_out", grad_out, v.rows, v.cols, "as v");
  detail::expect_shape("lift_vjp", "g_v", g_v, v.rows, v.cols, "as v");
  detail::Buffer<W> by_alpha(v.rows);
  const W by_c = detail::sum_over_rows<W>(v.rows, execution, [&](std::int64_t i) {
    const auto vv = detail::square_sum(v.row(i), v.cols);
    const W gv = detail::dot(grad_out.row(i), v.row(i), v.cols);
    const auto k = row::scaled_lift_vjp(vv, gv, W(alpha), W(c.value()), W(max_rapidity));
    detail::put_scale_gradient(grad_out.row(i), v.row(i), v.cols, k, {g_v.row(i), mode});
    by_alpha[i] = k.alpha;
    return k.c;
  });
  return {T(by_c), T(detail::sum_of(by_alpha))};
}

}  // namespace batch
}  // namespace v0
}  // namespace rapidity
