#pragma once
// The operations on rows, of rapidity::cuda, on tensors.
#include "../../cuda/distance.hpp"
#include "../../cuda/entailment_loss.hpp"
#include "../../cuda/entailment_residual.hpp"
#include "../../cuda/exterior_angle.hpp"
#include "../../cuda/half_aperture.hpp"
#include "../../cuda/lift.hpp"
#include "../../cuda/logmap0.hpp"
#include "gpu_call.hpp"

namespace rapidity {
inline namespace v0 {
namespace libtorch {
namespace detail {

using torch::autograd::variable_list;

struct Lift;
struct Logmap0;
struct Distance;
struct ExteriorAngle;
struct EntailmentResidual;

/// What rapidity::cuda has for an operation: its name, value<T>, workspace_bytes of its vjp, and
/// vjp<T>, with the arguments of its family.
template <class Operation>
struct GpuRows;

template <>
struct GpuRows<Lift> {
  static constexpr const char* function = "lift";
  static constexpr auto workspace_bytes = cuda::lift_vjp_workspace_bytes;

  template <class T>
  static cudaError_t value(cuda::Points<T> v, cuda::DeviceCurvature<T> c, double max_rapidity,
                           cuda::MutablePoints<T> x, cudaStream_t stream) {
    return cuda::lift<T>(v, cuda::DeviceScale<T>(), c, cuda::Number<T>(max_rapidity), x, stream);
  }
  template <class T>
  static cudaError_t vjp(cuda::Points<T> v, cuda::DeviceCurvature<T> c, double max_rapidity,
                         cuda::Points<T> grad_out, cuda::MutablePoints<T> g_v, cuda::Number<T>* g_c,
                         cuda::Workspace workspace, cudaStream_t stream) {
    return cuda::lift_vjp<T>(v, cuda::DeviceScale<T>(), c, cuda::Number<T>(max_rapidity), grad_out,
                             g_v, nullptr, g_c, GradMode::overwrite, workspace, stream);
  }
};

template <>
struct GpuRows<Logmap0> {
  static constexpr const char* function = "logmap0";
  static constexpr auto workspace_bytes = cuda::logmap0_vjp_workspace_bytes;

  template <class T>
  static cudaError_t value(cuda::Points<T> x, cuda::DeviceCurvature<T> c, double,
                           cuda::MutablePoints<T> v, cudaStream_t stream) {
    return cuda::logmap0<T>(x, c, v, stream);
  }
  template <class T>
  static cudaError_t vjp(cuda::Points<T> x, cuda::DeviceCurvature<T> c, double,
                         cuda::Points<T> grad_out, cuda::MutablePoints<T> g_x, cuda::Number<T>* g_c,
                         cuda::Workspace workspace, cudaStream_t stream) {
    return cuda::logmap0_vjp<T>(x, c, grad_out, g_x, g_c, GradMode::overwrite, workspace, stream);
  }
};

template <>
struct GpuRows<Distance> {
  static constexpr const char* function = "distance";
  static constexpr auto workspace_bytes = cuda::distance_vjp_workspace_bytes;

  template <class T>
  static cudaError_t value(cuda::Points<T> x, cuda::Points<T> y, cuda::DeviceCurvature<T> c,
                           const Cone&, cuda::MutableValues<T> out, cudaStream_t stream) {
    return cuda::distance<T>(x, y, c, out, stream);
  }
  template <class T>
  static cudaError_t vjp(cuda::Points<T> x, cuda::Points<T> y, cuda::DeviceCurvature<T> c,
                         const Cone&, cuda::Values<T> grad_out, cuda::MutablePoints<T> g_x,
                         cuda::MutablePoints<T> g_y, cuda::Number<T>* g_c,
                         cuda::Workspace workspace, cudaStream_t stream) {
    return cuda::distance_vjp<T>(x, y, c, grad_out, g_x, g_y, g_c, GradMode::overwrite, workspace,
                                 stream);
  }
};

template <>
struct GpuRows<ExteriorAngle> {
  static constexpr const char* function = "exterior_angle";
  static constexpr auto workspace_bytes = cuda::exterior_angle_vjp_workspace_bytes;

  template <class T>
  static cudaError_t value(cuda::Points<T> general, cuda::Points<T> specific,
                           cuda::DeviceCurvature<T> c, const Cone&, cuda::MutableValues<T> out,
                           cudaStream_t stream) {
    return cuda::exterior_angle<T>(general, specific, c, out, stream);
  }
  template <class T>
  static cudaError_t vjp(cuda::Points<T> general, cuda::Points<T> specific,
                         cuda::DeviceCurvature<T> c, const Cone&, cuda::Values<T> grad_out,
                         cuda::MutablePoints<T> g_general, cuda::MutablePoints<T> g_specific,
                         cuda::Number<T>* g_c, cuda::Workspace workspace, cudaStream_t stream) {
    return cuda::exterior_angle_vjp<T>(general, specific, c, grad_out, g_general, g_specific, g_c,
                                       GradMode::overwrite, workspace, stream);
  }
};

template <>
struct GpuRows<EntailmentResidual> {
  static constexpr const char* function = "entailment_residual";
  static constexpr auto workspace_bytes = cuda::entailment_residual_vjp_workspace_bytes;

  template <class T>
  static cudaError_t value(cuda::Points<T> general, cuda::Points<T> specific,
                           cuda::DeviceCurvature<T> c, const Cone& cone, cuda::MutableValues<T> out,
                           cudaStream_t stream) {
    using N = cuda::Number<T>;
    return cuda::entailment_residual<T>(general, specific, c, N(cone.min_radius), N(cone.eta), out,
                                        stream);
  }
  template <class T>
  static cudaError_t vjp(cuda::Points<T> general, cuda::Points<T> specific,
                         cuda::DeviceCurvature<T> c, const Cone& cone, cuda::Values<T> grad_out,
                         cuda::MutablePoints<T> g_general, cuda::MutablePoints<T> g_specific,
                         cuda::Number<T>* g_c, cuda::Workspace workspace, cudaStream_t stream) {
    using N = cuda::Number<T>;
    return cuda::entailment_residual_vjp<T>(general, specific, c, N(cone.min_radius), N(cone.eta),
                                            grad_out, g_general, g_specific, g_c,
                                            GradMode::overwrite, workspace, stream);
  }
};

/// Maps from points to points.
template <class Operation>
struct GpuMap {
  using Rows = GpuRows<Operation>;

  static variable_list value(const torch::Tensor& points, const torch::Tensor& c, double limit) {
    const torch::Tensor out = torch::empty(points.sizes(), points.options());
    const GpuCall call(Rows::function, points);
    with_row_type(points, [&](auto type) {
      using T = typename decltype(type)::type;
      call.expect_success(Rows::template value<T>(read_gpu_matrix<T>(points), gpu_curvature<T>(c),
                                                  limit, write_gpu_matrix<T>(out), call.stream()));
    });
    return {out};
  }

  static variable_list vjp(const torch::Tensor& points, const torch::Tensor& c, double limit,
                           const torch::Tensor& grad_out) {
    const torch::Tensor gradient = torch::empty(points.sizes(), points.options());
    const torch::Tensor g_c = torch::empty({}, c.options());
    GpuCall call(Rows::function, points);
    const auto workspace = call.workspace(Rows::workspace_bytes(points.size(0), points.size(1)));
    with_row_type(points, [&](auto type) {
      using T = typename decltype(type)::type;
      call.expect_success(Rows::template vjp<T>(
          read_gpu_matrix<T>(points), gpu_curvature<T>(c), limit, read_gpu_matrix<T>(grad_out),
          write_gpu_matrix<T>(gradient), gpu_number<T>(g_c), workspace, call.stream()));
    });
    return {gradient, g_c};
  }
};

/// Functions of matched pairs, one number each.
template <class Operation>
struct GpuPair {
  using Rows = GpuRows<Operation>;

  static variable_list value(const torch::Tensor& a, const torch::Tensor& b, const torch::Tensor& c,
                             const Cone& cone) {
    const torch::Tensor out = torch::empty({a.size(0)}, c.options());
    const GpuCall call(Rows::function, a);
    with_row_type(a, [&](auto type) {
      using T = typename decltype(type)::type;
      call.expect_success(Rows::template value<T>(read_gpu_matrix<T>(a), read_gpu_matrix<T>(b),
                                                  gpu_curvature<T>(c), cone,
                                                  write_gpu_values<T>(out), call.stream()));
    });
    return {out};
  }

  static variable_list vjp(const torch::Tensor& a, const torch::Tensor& b, const torch::Tensor& c,
                           const Cone& cone, const torch::Tensor& grad_out) {
    const torch::Tensor g_a = torch::empty(a.sizes(), a.options());
    const torch::Tensor g_b = torch::empty(b.sizes(), b.options());
    const torch::Tensor g_c = torch::empty({}, c.options());
    GpuCall call(Rows::function, a);
    const auto workspace = call.workspace(Rows::workspace_bytes(a.size(0), a.size(1)));
    with_row_type(a, [&](auto type) {
      using T = typename decltype(type)::type;
      call.expect_success(Rows::template vjp<T>(
          read_gpu_matrix<T>(a), read_gpu_matrix<T>(b), gpu_curvature<T>(c), cone,
          read_gpu_values<T>(grad_out), write_gpu_matrix<T>(g_a), write_gpu_matrix<T>(g_b),
          gpu_number<T>(g_c), workspace, call.stream()));
    });
    return {g_a, g_b, g_c};
  }
};

struct GpuHalfAperture {
  static variable_list value(const torch::Tensor& x, const torch::Tensor& c, double min_radius) {
    const torch::Tensor out = torch::empty({x.size(0)}, c.options());
    const GpuCall call("half_aperture", x);
    with_row_type(x, [&](auto type) {
      using T = typename decltype(type)::type;
      call.expect_success(cuda::half_aperture<T>(read_gpu_matrix<T>(x), gpu_curvature<T>(c),
                                                 cuda::Number<T>(min_radius),
                                                 write_gpu_values<T>(out), call.stream()));
    });
    return {out};
  }

  static variable_list vjp(const torch::Tensor& x, const torch::Tensor& c, double min_radius,
                           const torch::Tensor& grad_out) {
    const torch::Tensor g_x = torch::empty(x.sizes(), x.options());
    const torch::Tensor g_c = torch::empty({}, c.options());
    GpuCall call("half_aperture", x);
    const auto workspace =
        call.workspace(cuda::half_aperture_vjp_workspace_bytes(x.size(0), x.size(1)));
    with_row_type(x, [&](auto type) {
      using T = typename decltype(type)::type;
      call.expect_success(cuda::half_aperture_vjp<T>(
          read_gpu_matrix<T>(x), gpu_curvature<T>(c), cuda::Number<T>(min_radius),
          read_gpu_values<T>(grad_out), write_gpu_matrix<T>(g_x), gpu_number<T>(g_c),
          GradMode::overwrite, workspace, call.stream()));
    });
    return {g_x, g_c};
  }
};

struct GpuEntailmentLoss {
  static variable_list value(const torch::Tensor& general, const torch::Tensor& specific,
                             const torch::Tensor& c, const Cone& cone) {
    const torch::Tensor loss = torch::empty({}, c.options());
    GpuCall call("entailment_loss", general);
    const auto workspace =
        call.workspace(cuda::entailment_loss_workspace_bytes(general.size(0), general.size(1)));
    with_row_type(general, [&](auto type) {
      using T = typename decltype(type)::type;
      using N = cuda::Number<T>;
      call.expect_success(cuda::entailment_loss<T>(
          read_gpu_matrix<T>(general), read_gpu_matrix<T>(specific), gpu_curvature<T>(c),
          N(cone.min_radius), N(cone.eta), gpu_number<T>(loss), workspace, call.stream()));
    });
    return {loss};
  }

  static variable_list vjp(const torch::Tensor& general, const torch::Tensor& specific,
                           const torch::Tensor& c, const Cone& cone,
                           const torch::Tensor& grad_out) {
    const torch::Tensor g_general = torch::empty(general.sizes(), general.options());
    const torch::Tensor g_specific = torch::empty(specific.sizes(), specific.options());
    const torch::Tensor g_c = torch::empty({}, c.options());
    GpuCall call("entailment_loss", general);
    const auto workspace =
        call.workspace(cuda::entailment_loss_vjp_workspace_bytes(general.size(0), general.size(1)));
    with_row_type(general, [&](auto type) {
      using T = typename decltype(type)::type;
      using N = cuda::Number<T>;
      call.expect_success(cuda::entailment_loss_vjp<T>(
          read_gpu_matrix<T>(general), read_gpu_matrix<T>(specific), gpu_curvature<T>(c),
          N(cone.min_radius), N(cone.eta), gpu_number<T>(grad_out), write_gpu_matrix<T>(g_general),
          write_gpu_matrix<T>(g_specific), gpu_number<T>(g_c), GradMode::overwrite, workspace,
          call.stream()));
    });
    return {g_general, g_specific, g_c};
  }
};

}  // namespace detail
}  // namespace libtorch
}  // namespace v0
}  // namespace rapidity
