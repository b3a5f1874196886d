#include <Eigen/Core>
#include <iostream>
#include <rapidity/rapidity.hpp>

int main() {
  const rapidity::Curvature<float> c(1.0F);  // the space of curvature -1

  // Two points, from tangent vectors at the root: the specific one lies farther out.
  const Eigen::Vector3f general = rapidity::lift(Eigen::Vector3f(0.6F, 0.2F, 0.0F), c);
  const Eigen::Vector3f specific = rapidity::lift(Eigen::Vector3f(1.9F, 0.8F, 0.1F), c);

  const float distance = rapidity::distance(general, specific, c);
  const auto gradient = rapidity::distance_vjp(general, specific, c, 1.0F);

  // Does `general` entail `specific`? Yes, if its cone, open away from the root, holds it.
  const float angle = rapidity::exterior_angle(general, specific, c);
  const float aperture = rapidity::half_aperture(general, c, 0.1F);

  std::cout << "distance            " << distance << '\n'
            << "  by the first      " << gradient.x.transpose() << '\n'
            << "  by the curvature  " << gradient.c << '\n'
            << "entailed            " << (angle <= aperture ? "yes" : "no") << '\n';
}
