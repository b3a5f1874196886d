#pragma once
#include "hyperplane_distance.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {

/// Logit |z| hyperplane_distance.
template <class W>
RAPIDITY_HD W mlr_logit(const Hyperplane<W>& h) {
  return h.bearing.norm * hyperplane_distance(h);
}

/// |z| times the gradient of the distance d, and d z / |z| more by z.
template <class W>
RAPIDITY_HD HyperplaneCoefficients<W> mlr_logit_vjp(const Hyperplane<W>& h, const W& grad_out) {
  const W scale = grad_out * h.bearing.norm;
  HyperplaneCoefficients<W> k = hyperplane_distance_vjp(h, scale);
  k.d_d = grad_out * hyperplane_distance(h) / h.bearing.norm;
  return k;
}

}  // namespace row
}  // namespace v0
}  // namespace rapidity
