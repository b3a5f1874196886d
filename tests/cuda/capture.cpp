// Functions captured into a graph do what they do in a stream, every time it is launched.
#include <rapidity/cuda/cuda.hpp>

#include "cases.hpp"
#include "fused.hpp"

namespace {

namespace cuda = rapidity::cuda;
using rapidity::GradMode;

struct Step {
  cuda::ContrastiveOptions options;
  cases::Case shape{100, 65, {3, 0}, 4};
  device::Matrix<float> v{100, 65, {3, 0}}, x{100, 65}, g_x{100, 65}, g_y{100, 65}, g_v{100, 65};
  device::Vector<float> c = device::number(0.9f), alpha = device::number(1.5f),
                        one = device::number(1.0f);
  device::Vector<float> loss{1}, g_alpha{1}, g_c{1};
  device::Memory memory{cuda::contrastive_loss_vjp_workspace_bytes(100, 100, 65, options)};
  device::Vector<double> rows{100}, columns{100}, positives{100};
  device::Vector<float> contrastive{1}, g_scale{1};
  device::Matrix<std::int64_t> indices{100, 5};
  device::Matrix<float> distances{100, 5};

  explicit Step(const cuda::ContrastiveOptions& with) : options(with) {
    v.put(cases::Points<float>(shape).x);
  }

  void operator()() const {
    const cuda::DeviceCurvature<float> curvature(c.data());
    const cuda::DeviceScale<float> scale(alpha.data());
    const auto stream = cudaStream_t(device::stream());
    const cuda::Workspace workspace = memory.workspace();
    device::check(cuda::lift(v.view(), scale, curvature, 20.0f, x.view(), stream));
    device::check(cuda::entailment_loss(x.view(), v.view(), curvature, 0.1f, 1.0f, loss.data(),
                                        workspace, stream));
    device::check(cuda::contrastive_loss(handle(), x.view(), v.view(), curvature, scale, options,
                                         contrastive.data(), statistics(), workspace, stream));
    device::check(cuda::contrastive_loss_vjp(handle(), x.view(), v.view(), curvature, scale,
                                             options, statistics(), one.data(), g_x.view(),
                                             g_y.view(), g_c.data(), g_scale.data(),
                                             GradMode::overwrite, workspace, stream));
    device::check(cuda::entailment_loss_vjp(x.view(), v.view(), curvature, 0.1f, 1.0f, one.data(),
                                            g_x.view(), g_y.view(), g_c.data(),
                                            GradMode::accumulate, workspace, stream));
    device::check(cuda::lift_vjp(v.view(), scale, curvature, 20.0f, g_x.view(), g_v.view(),
                                 g_alpha.data(), g_c.data(), GradMode::overwrite, workspace,
                                 stream));
    device::check(cuda::nearest(handle(), x.view(), v.view(), curvature, {}, indices.view(),
                                distances.view(), workspace, stream));
  }
  // Of all steps: what it has chosen before a capture, it need not choose in it.
  static const cuda::Handle& handle() {
    static const cuda::Handle only;
    return only;
  }
  cuda::ContrastiveStatistics statistics() const {
    return {rows.data(), columns.data(), positives.data()};
  }
  std::vector<float> results() const {
    std::vector<float> all{loss.number(), contrastive.number(), g_alpha.number(), g_c.number(),
                           g_scale.number()};
    for (const float value : g_v.get()) all.push_back(value);
    for (const float value : distances.get()) all.push_back(value);
    for (const std::int64_t index : indices.get()) all.push_back(float(index));
    return all;
  }
};

void check_captured(const cuda::ContrastiveOptions& options) {
  const Step direct(options);
  direct();
  const Step captured(options);
  const auto stream = cudaStream_t(device::stream());
  cudaGraph_t graph = nullptr;
  cudaGraphExec_t executable = nullptr;
  device::check(cudaStreamBeginCapture(stream, cudaStreamCaptureModeThreadLocal));
  captured();
  device::check(cudaStreamEndCapture(stream, &graph));
  device::check(cudaGraphInstantiate(&executable, graph, 0));
  for (int launch = 0; launch < 2; ++launch) {
    device::check(cudaGraphLaunch(executable, stream));
    CHECK(cases::same_bits(captured.results(), direct.results()));
  }
  captured.c.put({2.5f});  // what a pointer points to is read when the graph runs
  direct.c.put({2.5f});
  direct();
  device::check(cudaGraphLaunch(executable, stream));
  CHECK(cases::same_bits(captured.results(), direct.results()));
  device::check(cudaGraphExecDestroy(executable));
  device::check(cudaGraphDestroy(graph));
}

}  // namespace

TEST_CASE("a captured step", "[cuda]") {
  if (device::is_there()) check_captured({});
}

TEST_CASE("a captured step, fused", "[cuda]") {
  if (device::is_there() && fused::is_there()) check_captured(fused::options());
}
