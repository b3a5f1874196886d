#pragma once
#include "../row/half_aperture.hpp"
#include "detail/rows.hpp"

namespace rapidity {
inline namespace v0 {
namespace batch {

/// Half-apertures of the entailment cones at x_i: out_i = asin(min(1, 2K / (sqrt(c) |x_i|))), in
/// [0, pi/2], K = min_radius >= 0. x [B, D], out [B].
///
/// Error: as of rapidity::half_aperture. Cost: O(B D).
/// Errors: shape_error when sizes do not fit, domain_error when min_radius is negative.
template <class T>
void half_aperture(Points<T> x, const Curvature<T>& c, Number<T> min_radius, MutableValues<T> out,
                   Execution execution = {}) {
  using W = detail::Work<T>;
  expect_non_negative("batch::half_aperture", "min_radius", min_radius);
  detail::expect_matrix("half_aperture", "x", x);
  detail::expect_rows("half_aperture", "out", out.size, x.rows, "x");
  detail::for_each_row(x.rows, execution, [&](std::int64_t i) {
    const auto xx = detail::square_sum(x.row(i), x.cols);
    out[i] = T(row::half_aperture(xx, W(c.value()), W(min_radius)));
  });
}

/// Gradients of sum_i grad_out_i half_aperture(x_i): writes or adds to g_x [B, D], returns that of
/// c. 0 where sqrt(c) |x_i| <= 2K.
template <class T>
T half_aperture_vjp(Points<T> x, const Curvature<T>& c, Number<T> min_radius, Values<T> grad_out,
                    MutablePoints<T> g_x, GradMode mode = GradMode::overwrite,
                    Execution execution = {}) {
  using W = detail::Work<T>;
  const char* name = "half_aperture_vjp";
  expect_non_negative("batch::half_aperture_vjp", "min_radius", min_radius);
  detail::expect_matrix(name, "x", x);
  detail::expect_rows(name, "grad_out", grad_out.size, x.rows, "x");
  detail::expect_shape(name, "g_x", g_x, x.rows, x.cols, "as x");
  return T(detail::sum_over_rows<W>(x.rows, execution, [&](std::int64_t i) {
    const auto xx = detail::square_sum(x.row(i), x.cols);
    const auto k = row::half_aperture_vjp(xx, W(c.value()), W(min_radius), W(grad_out[i]));
    detail::put_scaled(x.row(i), x.cols, k.x, {g_x.row(i), mode});
    return k.c;
  }));
}

}  // namespace batch
}  // namespace v0
}  // namespace rapidity
