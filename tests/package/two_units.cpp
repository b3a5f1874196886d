// Two translation units that both use the library link into one program and agree.
#include <Eigen/Core>
#include <rapidity/batch/batch.hpp>
#include <rapidity/rapidity.hpp>

double distance_in_other_unit(const Eigen::VectorXd& x, const Eigen::VectorXd& y);

int main() {
  const Eigen::VectorXd x = Eigen::VectorXd::LinSpaced(5, 0.1, 0.9);
  const Eigen::VectorXd y = Eigen::VectorXd::LinSpaced(5, -1.0, 1.0);
  const double here = rapidity::distance(x, y, rapidity::Curvature<double>(0.5));
  return here > 0 && here == distance_in_other_unit(x, y) ? 0 : 1;
}
