#include <Eigen/Core>
#include <rapidity/batch/batch.hpp>
#include <rapidity/rapidity.hpp>

double distance_in_other_unit(const Eigen::VectorXd& x, const Eigen::VectorXd& y) {
  return rapidity::distance(x, y, rapidity::Curvature<double>(0.5));
}
