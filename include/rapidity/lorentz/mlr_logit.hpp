#pragma once
#include "../row/mlr_logit.hpp"
#include "hyperplane_distance.hpp"

namespace rapidity {
inline namespace v0 {

/// Logit of hyperbolic multinomial logistic regression, |normal| times the signed distance of x
/// from the hyperplane of a class: |z| hyperplane_distance(x, z, offset, c).
///
/// @param x      point (D space coordinates)
/// @param normal z, D numbers; |z|, the Lorentz norm of the hyperplane's ambient normal, is the
///               slope of the logit
/// @param offset distance of the hyperplane from the origin along z
/// @param c      the space has sectional curvature -c
/// @return 0 for z = 0; NaN if an argument is NaN
/// @throws shape_error if x and normal differ in size
///
/// Accuracy and cost as for hyperplane_distance. Source: Bdeir et al., Fully hyperbolic
/// convolutional neural networks for computer vision (2024).
template <class DX, class DZ, class C>
pair_scalar<DX, DZ, C> mlr_logit(const Eigen::MatrixBase<DX>& x,
                                 const Eigen::MatrixBase<DZ>& normal,
                                 const pair_scalar<DX, DZ, C>& offset, const Curvature<C>& c) {
  using T = pair_scalar<DX, DZ, C>;
  using W = typename Precision<T>::work;
  const detail::Directed<T, DX, DZ> pair("mlr_logit", x, "normal", normal, c);
  if (!pair.is_directed()) {
    const W sum = pair.bearing.time + W(offset);
    return T(W(0) * sum);
  }
  return T(row::mlr_logit(row::hyperplane(pair.bearing, W(offset))));
}

/// Gradient {x, normal, offset, c} of grad_out * mlr_logit(x, normal, offset, c).
///
/// At z = 0, where the logit has a kink, all zero. Accuracy, errors and cost as for
/// hyperplane_distance_vjp.
template <class DX, class DZ, class C>
auto mlr_logit_vjp(const Eigen::MatrixBase<DX>& x, const Eigen::MatrixBase<DZ>& normal,
                   const pair_scalar<DX, DZ, C>& offset, const Curvature<C>& c,
                   const pair_scalar<DX, DZ, C>& grad_out) {
  using T = pair_scalar<DX, DZ, C>;
  using W = typename Precision<T>::work;
  using Gradient = HyperplaneGradient<plain_vector<DX, T>, plain_vector<DZ, T>, T>;
  const detail::Directed<T, DX, DZ> pair("mlr_logit_vjp", x, "normal", normal, c);
  if (!pair.is_directed()) {
    const W sum = pair.bearing.time + W(offset);
    const W zero = W(0) * sum * W(grad_out);
    const auto nothing = [&](std::int64_t) { return zero; };
    return Gradient{pair.x.template map<T>(nothing), pair.d.template map<T>(nothing), T(zero),
                    T(zero)};
  }
  const row::HyperplaneCoefficients<W> k =
      row::mlr_logit_vjp(row::hyperplane(pair.bearing, W(offset)), W(grad_out));
  return Gradient{pair.gradient_x(k), pair.gradient_d(k), T(k.offset), T(k.c)};
}

}  // namespace v0
}  // namespace rapidity
