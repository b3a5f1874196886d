// Eigen's dual numbers go through the library as doubles do and bring derivatives along, the same
// as those of the hand-written _vjp. They are for functions of your own, which have no _vjp.
#include <Eigen/Core>
#include <cstdio>
#include <rapidity/rapidity.hpp>
#include <unsupported/Eigen/AutoDiff>

using Eigen::Vector2d;
using Variables = Eigen::Matrix<double, 5, 1>;  // two points of two coordinates, and the curvature
using Dual = Eigen::AutoDiffScalar<Variables>;
using DualPoint = Eigen::Matrix<Dual, 2, 1>;

int main() {
  const Vector2d x(0.5, -0.2), y(1.5, 0.9);
  const double curvature = 0.7;

  // Each variable with its value, and its number among the five.
  const DualPoint dual_x(Dual(x[0], 5, 0), Dual(x[1], 5, 1));
  const DualPoint dual_y(Dual(y[0], 5, 2), Dual(y[1], 5, 3));
  const rapidity::Curvature<Dual> dual_c(Dual(curvature, 5, 4));
  const Dual angle = rapidity::exterior_angle(dual_x, dual_y, dual_c);

  const rapidity::Curvature<double> c(curvature);
  const auto gradient = rapidity::exterior_angle_vjp(x, y, c, 1.0);
  const Variables by_hand =
      (Variables() << gradient.general, gradient.specific, gradient.c).finished();

  std::printf("exterior angle %.15f, from doubles %.15f\n\n", angle.value(),
              rapidity::exterior_angle(x, y, c));
  std::puts("derivative by        automatic              by hand");
  const char* const names[] = {"general, first", "general, second", "specific, first",
                               "specific, second", "curvature"};
  for (int i = 0; i < 5; ++i) {
    std::printf("%-16s %20.15f %20.15f\n", names[i], angle.derivatives()[i], by_hand[i]);
  }

  // A function of your own: the perimeter of the triangle with the root.
  const Dual perimeter = rapidity::radius(dual_x, dual_c) + rapidity::radius(dual_y, dual_c) +
                         rapidity::distance(dual_x, dual_y, dual_c);
  std::printf("\nperimeter of the triangle with the root %.6f, by the curvature %.6f\n",
              perimeter.value(), perimeter.derivatives()[4]);
  return angle.derivatives().isApprox(by_hand, 1e-13) ? 0 : 1;
}
