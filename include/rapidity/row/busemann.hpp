#pragma once
#include <cmath>

#include "../scalar/langevinc.hpp"
#include "../scalar/log1p.hpp"
#include "bearing.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {

/// The horosphere through x around the ideal point u: E = X - rc x.u and its logarithm.
template <class W>
struct Horosphere {
  W level;  ///< E > 0, 1 on the horosphere through the origin
  W log;    ///< log E = rc busemann
};

/// E = X - rc x.u; towards u, where the difference cancels, (1 + width2) / (X + rc x.u).
template <class W>
RAPIDITY_HD Horosphere<W> horosphere(const Bearing<W>& b) {
  using std::log;
  if (b.along <= W(0)) {
    const W excess = b.rise - b.along;
    return {W(W(1) + excess), scalar::log1p(excess)};
  }
  const W rest = b.rise + b.along;
  const W sum = W(1) + rest;
  const W level = (W(1) + b.width2) / sum;
  const W excess = (b.width2 - rest) / sum;
  if (excess > W(-0.5)) return {level, scalar::log1p(excess)};
  return {level, log(level)};
}

/// Busemann function (1 / rc) log(X - rc x.u).
template <class W>
RAPIDITY_HD W busemann(const Bearing<W>& b) {
  return horosphere(b).log / b.rc;
}

/// With r the part of x orthogonal to d, u = d / |d|, q = c |r|^2, L = log E:
///   d/dx = (rc / (X E)) r - (1 / X) u,   d/dd = -(1 / (E |d|)) r,
///   d/dc = (1 / (2 c rc)) [q / (E X (1 + E^2)) - (L - tanh L)].
template <class W>
RAPIDITY_HD BearingCoefficients<W> busemann_vjp(const Bearing<W>& b, const W& grad_out) {
  using std::tanh;
  const Horosphere<W> h = horosphere(b);
  const W square = h.level * h.level;
  const W level_time = h.level * b.time;
  const W across = b.width2 / (level_time * (W(1) + square));
  const W log2 = h.log * h.log;
  const W along = log2 * tanh(h.log) * scalar::langevinc(log2);
  const W off_line = b.off_line(grad_out);
  return {b.rejection,
          W(off_line * b.rc / level_time),
          W(-grad_out / (b.time * b.norm)),
          W(-off_line / (h.level * b.norm)),
          W(W(0) * grad_out),
          W(grad_out * (across - along) / (W(2) * b.c * b.rc))};
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
