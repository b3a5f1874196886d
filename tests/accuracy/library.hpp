// The library as a method under test: points of T in, results of T out.
#pragma once

#include <rapidity/rapidity.hpp>

#include "results.hpp"

namespace accuracy {

template <class T>
struct Rapidity {
  static PairResult<T> inner(const Points<T>& p, T c) {
    const rapidity::Curvature<T> curvature(c);
    const auto g = rapidity::inner_vjp(p.x, p.y, curvature, T(1));
    return {rapidity::inner(p.x, p.y, curvature), g.x, g.y, g.c};
  }

  static PairResult<T> distance(const Points<T>& p, T c) {
    const rapidity::Curvature<T> curvature(c);
    const auto g = rapidity::distance_vjp(p.x, p.y, curvature, T(1));
    return {rapidity::distance(p.x, p.y, curvature), g.x, g.y, g.c};
  }

  static PairResult<T> exterior_angle(const Points<T>& p, T c) {
    const rapidity::Curvature<T> curvature(c);
    const auto g = rapidity::exterior_angle_vjp(p.x, p.y, curvature, T(1));
    return {rapidity::exterior_angle(p.x, p.y, curvature), g.general, g.specific, g.c};
  }

  // p.x is the point, p.y the incoming gradient.
  static PointResult<T> lift(const Points<T>& p, T c) {
    const rapidity::Curvature<T> curvature(c);
    const auto g = rapidity::lift_vjp(p.x, curvature, p.y);
    return {rapidity::lift(p.x, curvature), g.v, g.c};
  }

  static PointResult<T> logmap0(const Points<T>& p, T c) {
    const rapidity::Curvature<T> curvature(c);
    const auto g = rapidity::logmap0_vjp(p.x, curvature, p.y);
    return {rapidity::logmap0(p.x, curvature), g.x, g.c};
  }

  static PointResult<T> time(const Points<T>& p, T c) {
    const rapidity::Curvature<T> curvature(c);
    const auto g = rapidity::time_vjp(p.x, curvature, T(1));
    return {Vector<T>::Constant(1, rapidity::time(p.x, curvature)), g.x, g.c};
  }

  static PointResult<T> half_aperture(const Points<T>& p, T c, T min_radius) {
    const rapidity::Curvature<T> curvature(c);
    const auto g = rapidity::half_aperture_vjp(p.x, curvature, min_radius, T(1));
    const T value = rapidity::half_aperture(p.x, curvature, min_radius);
    return {Vector<T>::Constant(1, value), g.x, g.c};
  }
};

}  // namespace accuracy
