// One triangle in four models of the hyperbolic plane. Each has a distance of its own, and all
// agree.
#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <rapidity/rapidity.hpp>

using Eigen::Vector2d;
using Triangle = std::array<Vector2d, 3>;
using Curvature = rapidity::Curvature<double>;

// The textbook formulas, for c = 1. They do near the root; rapidity::distance does anywhere.
double poincare_distance(const Vector2d& p, const Vector2d& q) {
  const double margins = (1 - p.squaredNorm()) * (1 - q.squaredNorm());
  return std::acosh(1 + 2 * (p - q).squaredNorm() / margins);
}

double klein_distance(const Vector2d& k, const Vector2d& l) {
  const double margins = (1 - k.squaredNorm()) * (1 - l.squaredNorm());
  return std::acosh((1 - k.dot(l)) / std::sqrt(margins));
}

double half_plane_distance(const Vector2d& a, const Vector2d& b) {
  return std::acosh(1 + (a - b).squaredNorm() / (2 * a.y() * b.y()));
}

// Prints the corners and the sides; returns the perimeter.
template <class Distance>
double print(const char* model, const Triangle& corners, Distance distance) {
  const double a = distance(corners[0], corners[1]);
  const double b = distance(corners[1], corners[2]);
  const double c = distance(corners[2], corners[0]);
  std::printf("%-14s", model);
  for (const Vector2d& p : corners) std::printf(" (%7.4f, %7.4f) ", p.x(), p.y());
  std::printf("\n%-15s%.13f   %.13f   %.13f\n", "  sides", a, b, c);
  return a + b + c;
}

int main() {
  const Curvature c(1.0);
  const Triangle x = {Vector2d(0.2, -0.6), Vector2d(2.0, 0.5), Vector2d(-0.4, 1.2)};

  Triangle poincare, klein, half_plane, back;
  for (std::size_t i = 0; i < 3; ++i) {
    poincare[i] = rapidity::to_poincare(x[i], c);
    klein[i] = rapidity::to_klein(x[i], c);
    half_plane[i] = rapidity::to_half_space(x[i], c);
    back[i] = rapidity::from_half_space(half_plane[i], c);
  }

  const auto lorentz_distance = [&](const Vector2d& y, const Vector2d& z) {
    return rapidity::distance(y, z, c);
  };
  const double perimeter = print("Lorentz", x, lorentz_distance);
  double difference = 0;
  for (const double other : {print("Poincare ball", poincare, poincare_distance),
                             print("Klein ball", klein, klein_distance),
                             print("half-plane", half_plane, half_plane_distance),
                             print("and back", back, lorentz_distance)}) {
    difference = std::max(difference, std::abs(other - perimeter));
  }
  std::printf("perimeters differ by at most %.0e\n", difference);
  return difference < 1e-13 ? 0 : 1;
}
