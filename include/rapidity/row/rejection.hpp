#pragma once
#include "../config.hpp"
#include "../scalar/multiply_add.hpp"

namespace rapidity {
inline namespace v0 {
namespace row {

/// The rejection of one point ("other") from another ("own"): the part of other orthogonal to own,
///   other - near own + (foot + rest) own,
/// near = 1 for points close to each other, so that their difference is taken first, else 0. One
/// fused operation per coordinate and the correction `rest` leave it the digits of its own size,
/// however small that is. All zero, and so the identity, where own is the origin.
template <class W>
struct Rejection {
  W near, foot, rest;

  /// One coordinate of the rejection from that coordinate of own and other; V is W, or as many
  /// coordinates as a register holds.
  template <class V>
  RAPIDITY_HD V operator()(const V& own, const V& other) const {
    const V shift = V(near) * own;
    const V step = other - shift;
    const V correction = V(rest) * own;
    return scalar::multiply_add(V(foot), own, step) + correction;
  }

  /// 1 - other.own / |own|^2, how far other falls short of own along own's ray.
  RAPIDITY_HD W shortfall() const {
    const W far = W(1) - near;
    const W sum = far + foot;
    return sum + rest;
  }
};

}  // namespace row
}  // namespace v0
}  // namespace rapidity
