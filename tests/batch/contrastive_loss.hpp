#pragma once
// The contrastive loss and its gradients in one call, with a tiling of the test's choice.
#include <rapidity/batch/contrastive_loss.hpp>

#include "points.hpp"

namespace fused {

using rapidity::batch::Execution;
using rapidity::batch::Score;
using rapidity::batch::detail::Tiling;

template <class T>
struct Loss {
  T loss = 0, c = 0, scale = 0;
  points::Matrix<T> g_x, g_y;

  bool operator==(const Loss& other) const {
    return loss == other.loss && c == other.c && scale == other.scale && g_x == other.g_x &&
           g_y == other.g_y;
  }
};

/// As a caller would.
template <class T>
Loss<T> contrastive_loss(const points::Matrix<T>& x, const points::Matrix<T>& y, double c,
                         double scale, Score score, int threads = 1) {
  namespace batch = rapidity::batch;
  const rapidity::Curvature<T> curvature{T(c)};
  const auto forward =
      batch::contrastive_loss(x.view(), y.view(), curvature, T(scale), score, {threads});
  Loss<T> out{forward.loss, 0, 0, {x.rows(), x.cols(), T(9)}, {x.rows(), x.cols(), T(9)}};
  const auto scalars = batch::contrastive_loss_vjp(
      x.view(), y.view(), curvature, T(scale), score, forward.statistics, T(1), out.g_x.view(),
      out.g_y.view(), batch::GradMode::overwrite, {threads});
  out.c = scalars.c;
  out.scale = scalars.scale;
  return out;
}

/// With tiles of any size.
template <class Kind, class T>
Loss<T> tiled(const points::Matrix<T>& x, const points::Matrix<T>& y, double c, double scale,
              const Tiling& tiling, int threads) {
  namespace detail = rapidity::batch::detail;
  const auto x_view = x.view(), y_view = y.view();
  const auto forward =
      detail::contrastive_loss<Kind, T>(x_view, y_view, T(c), T(scale), tiling, Execution{threads});
  Loss<T> out{forward.loss, 0, 0, {x.rows(), x.cols()}, {x.rows(), x.cols()}};
  const auto scalars = detail::contrastive_loss_vjp<Kind, T>(
      x_view, y_view, T(c), T(scale), forward.statistics, T(1), out.g_x.view(), out.g_y.view(),
      tiling, Execution{threads});
  out.c = scalars.c;
  out.scale = scalars.scale;
  return out;
}

}  // namespace fused
