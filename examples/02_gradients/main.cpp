// The Frechet mean of three points, the point of least mean squared distance to them, by gradient
// descent: each function has a twin named _vjp that carries a gradient from its result back to its
// inputs, and the chain rule is to call the twins in reverse order.
#include <Eigen/Core>
#include <array>
#include <cstdio>
#include <rapidity/rapidity.hpp>

int main() {
  using Eigen::Vector2d;
  const rapidity::Curvature<double> c(1.0);
  const std::array<Vector2d, 3> points = {rapidity::lift(Vector2d(1.5, 0.0), c),
                                          rapidity::lift(Vector2d(-0.5, 1.0), c),
                                          rapidity::lift(Vector2d(0.2, -1.2), c)};

  // The unknown is a tangent vector at the root: any value of it is a point, so no step can leave
  // the space and nothing is ever projected back.
  Vector2d v(0.0, 2.0);
  double slope = 1;
  for (int step = 0; step < 200 && slope > 1e-12; ++step) {
    const Vector2d mean = rapidity::lift(v, c);
    double cost = 0;
    Vector2d gradient = Vector2d::Zero();
    for (const Vector2d& point : points) {
      const double d = rapidity::distance(mean, point, c);
      cost += d * d / 6;
      gradient += rapidity::distance_vjp(mean, point, c, d / 3).x;
    }
    const Vector2d step_gradient = rapidity::lift_vjp(v, c, gradient).v;
    slope = step_gradient.norm();
    if (step % 10 == 0) std::printf("step %3d  cost %.12f  slope %.1e\n", step, cost, slope);
    v -= 0.5 * step_gradient;
  }

  const Vector2d mean = rapidity::lift(v, c);
  std::printf("mean (%.9f, %.9f), slope there %.1e\n", mean.x(), mean.y(), slope);
  return slope <= 1e-12 ? 0 : 1;
}
