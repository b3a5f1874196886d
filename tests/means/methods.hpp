// What is measured: every function of a case as a list of results, the value and then the gradient
// by each argument, in the order of the reference.
#pragma once

#include <rapidity/lorentz/boost.hpp>
#include <rapidity/lorentz/busemann.hpp>
#include <rapidity/lorentz/centroid.hpp>
#include <rapidity/lorentz/frechet_mean.hpp>
#include <rapidity/lorentz/mlr_logit.hpp>
#include <rapidity/lorentz/riemannian_gradient.hpp>
#include <rapidity/lorentz/wrapped_normal.hpp>

#include "cases.hpp"

namespace means {

template <class T>
using Parts = std::vector<Matrix<T>>;  // a row for each point of a cloud, else a column

template <class T>
Matrix<T> one(T value) {
  return Matrix<T>::Constant(1, 1, value);
}

// The inputs of a function of a point and another: k the incoming gradient, sizes deviations.
template <class T>
struct Pair {
  explicit Pair(const Case& of)
      : x(reference::points<T>(of).x),
        y(reference::points<T>(of).y),
        k(incoming<T>(of)),
        sizes(k.cwiseAbs().array() + T(0.25)),
        offset(T(of.parameter)),
        c(T(of.c)) {}

  Vector<T> x, y, k, sizes;
  T offset, c;
};

// The library.
template <class T>
struct Library {
  using C = rapidity::Curvature<T>;

  static Parts<T> pair(const std::string& operation, const Pair<T>& in) {
    const C c(in.c);
    if (operation == "busemann") {
      const auto g = rapidity::busemann_vjp(in.x, in.y, c, T(1));
      return {one(rapidity::busemann(in.x, in.y, c)), g.x, g.direction, one(g.c)};
    }
    if (operation == "boost") {
      const auto g = rapidity::boost_vjp(in.x, in.y, c, in.k);
      return {rapidity::boost(in.x, in.y, c), g.x, g.p, one(g.c)};
    }
    if (operation == "boost_inverse") {
      const auto g = rapidity::boost_inverse_vjp(in.x, in.y, c, in.k);
      return {rapidity::boost_inverse(in.x, in.y, c), g.x, g.p, one(g.c)};
    }
    if (operation == "hyperplane_distance") {
      const auto g = rapidity::hyperplane_distance_vjp(in.x, in.y, in.offset, c, T(1));
      return {one(rapidity::hyperplane_distance(in.x, in.y, in.offset, c)), g.x, g.normal,
              one(g.offset), one(g.c)};
    }
    if (operation == "mlr_logit") {
      const auto g = rapidity::mlr_logit_vjp(in.x, in.y, in.offset, c, T(1));
      return {one(rapidity::mlr_logit(in.x, in.y, in.offset, c)), g.x, g.normal, one(g.offset),
              one(g.c)};
    }
    if (operation == "riemannian_gradient") {
      const auto g = rapidity::riemannian_gradient_vjp(in.x, in.y, c, in.k);
      return {rapidity::riemannian_gradient(in.x, in.y, c), g.x, g.euclidean_gradient, one(g.c)};
    }
    throw std::runtime_error("no function \"" + operation + "\" of two points");
  }

  // x is the mean.
  static Parts<T> log_density(const Pair<T>& in) {
    const rapidity::WrappedNormal<T> normal(in.x, in.sizes, C(in.c));
    const auto g = normal.log_density_vjp(in.y, T(1));
    return {one(normal.log_density(in.y)), g.mean, g.x, g.deviations, one(g.c)};
  }

  static Parts<T> centroid(const Cloud<T>& in, T curvature) {
    const C c(curvature);
    const auto g = rapidity::centroid_vjp(in.points, in.weights, c, in.grad_out);
    return {rapidity::centroid(in.points, in.weights, c).transpose(), g.points, g.weights,
            one(g.c)};
  }

  static Parts<T> frechet_mean(const Cloud<T>& in, T curvature) {
    const C c(curvature);
    const auto g = rapidity::frechet_mean_vjp(in.points, in.weights, c, in.grad_out);
    return {rapidity::frechet_mean(in.points, in.weights, c).mean.transpose(), g.points, g.weights,
            one(g.c)};
  }
};

}  // namespace means
