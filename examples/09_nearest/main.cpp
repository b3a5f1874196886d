// A tree from nothing but points: each child lies a step from its parent, in a random direction.
// The points nearest to a node are its parent and its children, because space grows as the tree
// does.
#include <Eigen/Core>
#include <algorithm>
#include <cstdint>
#include <iostream>
#include <random>
#include <rapidity/rapidity.hpp>

template <class T>
using Matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr int children = 4, levels = 6, dimensions = 16;
constexpr float step = 3.0F;

// Node 0 is the root; those of a node's children are numbered through.
int parent(int node) { return (node - 1) / children; }

int main() {
  const rapidity::Curvature<float> c(1.0F);
  int count = 1;
  for (int level = 1; level < levels; ++level) count = children * count + 1;

  std::mt19937 bits(1);
  std::normal_distribution<float> normal;
  Matrix<float> tree = Matrix<float>::Zero(count, dimensions);
  for (int node = 1; node < count; ++node) {
    const Eigen::RowVectorXf from = tree.row(parent(node));
    const Eigen::RowVectorXf way =
        Eigen::RowVectorXf::NullaryExpr(dimensions, [&] { return normal(bits); });
    const Eigen::RowVectorXf tangent = step / rapidity::tangent_norm(from, way, c) * way;
    tree.row(node) = rapidity::expmap(from, tangent, c);
  }

  // Each node's nearest is itself; then come, of an inner node, its parent and its children.
  const int k = children + 2;
  Matrix<std::int64_t> nearest(count, k);
  Matrix<float> distances(count, k);
  using rapidity::view;
  rapidity::batch::nearest(view(tree), view(tree), c, view(nearest), view(distances));

  int found = 0;
  for (int node = 1; node < count; ++node) {
    const auto row = nearest.row(node);
    found += std::count(row.data(), row.data() + k, parent(node)) > 0 ? 1 : 0;
  }
  std::cout << "nodes whose parent is among their nearest: " << found << " of " << count - 1 << '\n'
            << "the root's nearest: " << nearest.row(0) << '\n'
            << "            at " << distances.row(0) << '\n';
  return found == count - 1 ? 0 : 1;
}
