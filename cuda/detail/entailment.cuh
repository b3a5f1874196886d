#pragma once
// The entailment residual, of which entailment_loss is the mean.
#include "pairs.cuh"
#include "rapidity/row/entailment_residual.hpp"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {

template <class N>
struct EntailmentResidual {
  N min_radius, eta;

  template <class W>
  __device__ W value(const row::Triangle<W>& pair) const {
    return row::entailment_residual(pair, W(min_radius), W(eta));
  }
  template <class W>
  __device__ row::PairCoefficients<W> vjp(const row::Triangle<W>& pair, W grad_out) const {
    return row::entailment_residual_vjp(pair, W(min_radius), W(eta), grad_out);
  }
};

/// The options, checked.
template <class N>
EntailmentResidual<N> entailment_options(const Check& check, N min_radius, N eta) {
  check.non_negative("min_radius", min_radius);
  check.non_negative("eta", eta);
  return {min_radius, eta};
}

}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
