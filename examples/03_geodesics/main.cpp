// A walk along a geodesic with a vector carried in parallel, and one around a triangle, from which
// the vector comes home turned by the triangle's area: that is what curvature is.
#include <Eigen/Core>
#include <cmath>
#include <cstdio>
#include <rapidity/rapidity.hpp>

using Eigen::Vector2d;
using Curvature = rapidity::Curvature<double>;

// The angle between two tangent vectors at a point, without an acos: its half has as tangent the
// ratio of the diagonals of the rhombus that they span at equal length.
double angle(const Vector2d& at, Vector2d u, Vector2d v, const Curvature& c) {
  u /= rapidity::tangent_norm(at, u, c);
  v /= rapidity::tangent_norm(at, v, c);
  const double across = rapidity::tangent_norm(at, u - v, c);
  const double along = rapidity::tangent_norm(at, u + v, c);
  return 2 * std::atan2(across, along);
}

// The interior angle at x of the triangle x y z.
double corner(const Vector2d& x, const Vector2d& y, const Vector2d& z, const Curvature& c) {
  return angle(x, rapidity::logmap(x, y, c), rapidity::logmap(x, z, c), c);
}

int main() {
  const Curvature c(1.0);
  const Vector2d x(-1.5, 0.5), y(2.0, 1.0), z(0.0, -1.0);

  // The logarithm is the way from x to y: its direction and, as its length, the distance. A vector
  // that is carried along keeps its length and its angle to the way.
  const Vector2d way = rapidity::logmap(x, y, c), carried(0.3, 0.6);
  std::puts(" t     point               to go   vector              length  angle");
  for (const double t : {0.0, 0.25, 0.5, 0.75, 1.0}) {
    const Vector2d point = rapidity::expmap(x, t * way, c);  // which is geodesic(x, y, t, c)
    const Vector2d ahead = rapidity::transport(x, point, way, c);
    const Vector2d v = rapidity::transport(x, point, carried, c);
    std::printf("%.2f  (%7.4f, %7.4f)  %.4f  (%7.4f, %7.4f)  %.4f  %.4f\n", t, point.x(), point.y(),
                rapidity::distance(point, y, c), v.x(), v.y(), rapidity::tangent_norm(point, v, c),
                angle(point, v, ahead, c));
  }
  const Vector2d middle = rapidity::midpoint(x, y, c);
  std::printf("half  (%7.4f, %7.4f)  by midpoint\n", middle.x(), middle.y());

  const Vector2d at_y = rapidity::transport(x, y, carried, c);
  const Vector2d at_z = rapidity::transport(y, z, at_y, c);
  const Vector2d home = rapidity::transport(z, x, at_z, c);
  const double turned = angle(x, carried, home, c);

  // The area, by Gauss and Bonnet: what the three angles lack to pi, over c.
  const double pi = std::acos(-1.0);
  const double lack = pi - corner(x, y, z, c) - corner(y, z, x, c) - corner(z, x, y, c);
  std::printf("\naround the triangle: turned by %.12f\n", turned);
  std::printf("c times its area               %.12f\n", lack);
  return std::abs(turned - lack) < 1e-12 ? 0 : 1;
}
