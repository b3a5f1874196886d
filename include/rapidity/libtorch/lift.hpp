#pragma once
#include <limits>

#include "../batch/lift.hpp"
#include "detail/map_function.hpp"

namespace rapidity {
inline namespace v0 {
namespace libtorch {
namespace detail {

struct Lift {
  static constexpr const char* function = "lift";
  static constexpr const char* argument = "v";

  template <class T>
  static void value(MatrixView<const T> v, const Curvature<T>& c, T max_rapidity, MatrixView<T> x,
                    batch::Execution execution) {
    batch::lift(v, c, x, max_rapidity, execution);
  }
  template <class T>
  static T vjp(MatrixView<const T> v, const Curvature<T>& c, T max_rapidity,
               MatrixView<const T> grad_out, MatrixView<T> g_v, batch::Execution execution) {
    return batch::lift_vjp(v, c, grad_out, g_v, batch::GradMode::overwrite, max_rapidity,
                           execution);
  }
};

}  // namespace detail

/// Exponential map at the origin, batch::lift, with gradients by v and c. v [B, D], c [] -> [B, D].
inline torch::Tensor lift(const torch::Tensor& v, const torch::Tensor& c,
                          double max_rapidity = std::numeric_limits<double>::infinity()) {
  return detail::MapFunction<detail::Lift>::apply(v, c, max_rapidity);
}

}  // namespace libtorch
}  // namespace v0
}  // namespace rapidity
