#pragma once
#include "../batch/logmap0.hpp"
#include "detail/map_function.hpp"

namespace rapidity {
inline namespace v0 {
namespace libtorch {
namespace detail {

struct Logmap0 {
  static constexpr const char* function = "logmap0";
  static constexpr const char* argument = "x";

  template <class T>
  static void value(MatrixView<const T> x, const Curvature<T>& c, T, MatrixView<T> v,
                    batch::Execution execution) {
    batch::logmap0(x, c, v, execution);
  }
  template <class T>
  static T vjp(MatrixView<const T> x, const Curvature<T>& c, T, MatrixView<const T> grad_out,
               MatrixView<T> g_x, batch::Execution execution) {
    return batch::logmap0_vjp(x, c, grad_out, g_x, batch::GradMode::overwrite, execution);
  }
};

}  // namespace detail

/// Logarithmic map at the origin, batch::logmap0, with gradients by x and c.
/// x [B, D], c [] -> [B, D].
inline torch::Tensor logmap0(const torch::Tensor& x, const torch::Tensor& c) {
  return detail::MapFunction<detail::Logmap0>::apply(x, c, 0.0);
}

}  // namespace libtorch
}  // namespace v0
}  // namespace rapidity
