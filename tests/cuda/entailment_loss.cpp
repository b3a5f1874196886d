// The mean of the residuals, and its gradients, against the CPU's in double.
#include <rapidity/batch/batch.hpp>
#include <rapidity/cuda/cuda.hpp>

#include "cases.hpp"

namespace {

namespace batch = rapidity::batch;
namespace cuda = rapidity::cuda;
using rapidity::Curvature;
using rapidity::GradMode;

template <class T>
void check(const cases::Case& s) {
  using N = cuda::Number<T>;
  INFO(cases::name(s));
  const N c(0.8), min_radius(0.1), eta(0.9), grad_out(-3);
  const cases::Points<T> points(s);
  const device::Matrix<T> general(s.rows, s.cols, s.layout), specific(s.rows, s.cols);
  general.put(points.x);
  specific.put(points.y);

  const std::vector<double> x = cases::exact(points.x), y = cases::exact(points.y);
  std::vector<double> g_x(x.size()), g_y(y.size());
  const rapidity::MatrixView<const double> at_x{x.data(), s.rows, s.cols, s.cols},
      at_y{y.data(), s.rows, s.cols, s.cols};
  const double loss = batch::entailment_loss(at_x, at_y, Curvature<double>(double(c)),
                                             double(min_radius), double(eta));
  const double g_c = batch::entailment_loss_vjp(
      at_x, at_y, Curvature<double>(double(c)), double(min_radius), double(eta), double(grad_out),
      {g_x.data(), s.rows, s.cols, s.cols}, {g_y.data(), s.rows, s.cols, s.cols});

  const auto on_device = device::number(c);
  const cuda::DeviceCurvature<T> curvature(on_device.data());
  const double slack = cases::is_double<T> ? 4e-12 : 1e-9;
  const auto loss_of_device = [&] {
    const device::Memory workspace(cuda::entailment_loss_workspace_bytes(s.rows, s.cols));
    const device::Vector<N> out(1);
    REQUIRE(cuda::entailment_loss(general.view(), specific.view(), curvature, min_radius, eta,
                                  out.data(), workspace.workspace(),
                                  device::stream()) == cudaSuccess);
    return out.get();
  };
  const auto got = loss_of_device();
  CHECK(cases::is_rounded(got[0], loss, slack));
  CHECK(cases::is_repeated(got, loss_of_device));

  const auto weight = device::number(grad_out);
  const device::Memory workspace(cuda::entailment_loss_vjp_workspace_bytes(s.rows, s.cols));
  const device::Matrix<T> out_x(s.rows, s.cols), out_y(s.rows, s.cols, s.layout);
  const device::Vector<N> out_c(1);
  REQUIRE(cuda::entailment_loss_vjp(general.view(), specific.view(), curvature, min_radius, eta,
                                    weight.data(), out_x.view(), out_y.view(), out_c.data(),
                                    GradMode::overwrite, workspace.workspace(),
                                    device::stream()) == cudaSuccess);
  cases::check_rows(out_x.get(), g_x, s.cols, slack);
  cases::check_rows(out_y.get(), g_y, s.cols, slack);
  CHECK(cases::is_rounded(out_c.number(), g_c, 10 * slack * std::abs(g_c)));
}

}  // namespace

TEST_CASE("the entailment loss", "[cuda]") {
  if (!device::is_there()) return;
  cases::for_types([](auto type) {
    for (const cases::Case& s : cases::all()) check<decltype(type)>(s);
  });
}
