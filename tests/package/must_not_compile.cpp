// Calls that are wrong in a way that the types can tell.
#include <Eigen/Core>
#include <rapidity/rapidity.hpp>

int main() {
  const Eigen::Vector3d x(1, 2, 3), y(3, 2, 1);
  const rapidity::Curvature<double> c(1.0);
#if CASE == 0
  return rapidity::distance(x, y, c) > rapidity::exterior_angle(x, y, c) ? 0 : 1;
#elif CASE == 1  // the curvature is no plain number
  return rapidity::distance(x, y, 1.0) > 0;
#elif CASE == 2  // nor comes a number into its place unasked
  const rapidity::Curvature<double> unasked = 1.0;
  return unasked.value() > 0;
#elif CASE == 3  // the curvature comes last
  return rapidity::distance(c, x, y) > 0;
#elif CASE == 4  // double points and a float curvature
  return rapidity::distance(x, y, rapidity::Curvature<float>(1.0F)) > 0;
#elif CASE == 5  // a matrix is many points, not one
  const Eigen::Matrix3d many = Eigen::Matrix3d::Identity();
  return rapidity::distance(many, many, c) > 0;
#endif
}
