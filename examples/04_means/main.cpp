// Two means of a weighted cloud: the centroid, a formula, is least in squared Lorentzian distance,
// the Frechet mean, a search, in squared distance. Then samples of a wrapped normal distribution
// around the latter, whose own means come back to it.
#include <Eigen/Core>
#include <cmath>
#include <cstdio>
#include <random>
#include <rapidity/rapidity.hpp>

using Eigen::RowVector2d;
using Cloud = Eigen::Matrix<double, Eigen::Dynamic, 2>;  // one point a row

int main() {
  const rapidity::Curvature<double> c(1.0);
  Cloud cloud(4, 2);
  cloud << 0.3, 0.1, -0.5, 0.8, 0.2, -0.9, 6.0, 2.0;  // the last one lies far out
  const Eigen::Vector4d weights(1, 2, 2, 1);

  const RowVector2d centroid = rapidity::centroid(cloud, weights, c);
  const auto frechet = rapidity::frechet_mean(cloud, weights, c);

  const auto print = [&](const char* name, const RowVector2d& m) {
    double squared = 0, lorentzian = 0;
    for (Eigen::Index i = 0; i < cloud.rows(); ++i) {
      const double weight = weights[i] / weights.sum();
      squared += weight * rapidity::squared_distance(m, cloud.row(i), c);
      lorentzian += weight * (-2 / c.value() - 2 * rapidity::inner(m, cloud.row(i), c));
    }
    std::printf("%-13s (%.6f, %.6f)  %.6f  %.6f\n", name, m.x(), m.y(), squared, lorentzian);
  };
  std::puts("                                    mean squared distance");
  std::puts("                                    true      Lorentzian");
  print("Frechet mean", frechet.mean);
  print("centroid", centroid);
  std::printf("%s after %d Newton steps, residual %.0e\n\n",
              frechet.converged ? "converged" : "not converged", frechet.iterations,
              frechet.residual);

  // The mean of n samples is off by some 1 / sqrt(n).
  const rapidity::WrappedNormal<double> normal(frechet.mean, RowVector2d(0.4, 0.8), c);
  std::mt19937_64 random(3);
  std::puts("samples  their mean            off by    times sqrt(n)");
  for (const int n : {100, 1000, 10000, 100000}) {
    Cloud samples(n, 2);
    for (int i = 0; i < n; ++i) samples.row(i) = normal.sample(random).transpose();
    const RowVector2d mean = rapidity::frechet_mean(samples, c).mean;
    const double error = rapidity::distance(mean, frechet.mean, c);
    std::printf("%7d  (%.6f, %.6f)  %.6f  %.2f\n", n, mean.x(), mean.y(), error,
                error * std::sqrt(n));
  }
  return frechet.converged ? 0 : 1;
}
