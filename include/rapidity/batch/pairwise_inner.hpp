#pragma once
#include "detail/pairwise.hpp"

namespace rapidity {
inline namespace v0 {
namespace batch {

/// Lorentzian inner products of all pairs: out_ij = <x_i, y_j>_L = x.y - x_t y_t, which is
/// -cosh(sqrt(c) d) / c <= -1/c. x [B1, D], y [B2, D], out [B1, B2].
///
/// Error: up to 12 eps x_t y_t (eps: of T; measured for D up to 2048). Never above -1/c.
/// Beyond a quarter of the largest number it stays there; NaN where x.y overflows T.
/// Cost: a matrix product of 2 B1 B2 D operations; no memory but O(B1 + B2).
/// Errors: shape_error when sizes do not fit.
template <class T>
void pairwise_inner(Points<T> x, Points<T> y, const Curvature<T>& c, MutablePoints<T> out,
                    Execution execution = {}) {
  const T unit = row::InnerScore::unit(c.value());
  detail::pairwise<T>("pairwise_inner", x, y, c.value(), out, execution, [unit](auto u) {
    using L = decltype(u);
    return fma(u, L::fill(-unit), L::fill(-unit));
  });
}

/// Gradients of sum_ij grad_out_ij <x_i, y_j>_L: writes or adds to g_x [B1, D] and g_y [B2, D],
/// returns that of c. grad_out is [B1, B2].
///
/// Cost: three matrix products of 2 B1 B2 D operations, about 8 MiB of memory (16 in double). The
/// result is the same for every number of threads.
template <class T>
T pairwise_inner_vjp(Points<T> x, Points<T> y, const Curvature<T>& c, Points<T> grad_out,
                     MutablePoints<T> g_x, MutablePoints<T> g_y,
                     GradMode mode = GradMode::overwrite, Execution execution = {}) {
  const T g_c = detail::pairwise_vjp<row::InnerScore, T>(
      "pairwise_inner_vjp", x, y, c.value(), T(-1), grad_out, g_x, g_y, mode, execution);
  // The tiles see (cosh(sqrt(c) d) - 1) / c; the 1 / c that is missing depends on c, too.
  const double sum = detail::sum_over_rows<double>(x.rows, execution, [&](std::int64_t i) {
    double row = 0;
    for (std::int64_t j = 0; j < y.rows; ++j) row += double(grad_out.row(i)[j]);
    return row;
  });
  return T(double(g_c) + sum / (double(c.value()) * double(c.value())));
}

}  // namespace batch
}  // namespace v0
}  // namespace rapidity
