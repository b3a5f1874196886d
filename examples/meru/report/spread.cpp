#include "report/spread.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace meru::report {

std::vector<double> spread(const std::vector<double>& ascending, double gap) {
  struct Block {
    double sum;
    std::size_t count;
    double mean() const { return sum / static_cast<double>(count); }
  };
  std::vector<Block> blocks;
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    blocks.push_back({ascending[i] - gap * static_cast<double>(i), 1});
    while (blocks.size() > 1 && blocks[blocks.size() - 2].mean() > blocks.back().mean()) {
      const Block last = blocks.back();
      blocks.pop_back();
      blocks.back().sum += last.sum;
      blocks.back().count += last.count;
    }
  }
  std::vector<double> out;
  for (const Block& block : blocks) {
    for (std::size_t k = 0; k < block.count; ++k) {
      out.push_back(block.mean() + gap * static_cast<double>(out.size()));
    }
  }
  return out;
}

std::vector<double> spread_unordered(const std::vector<double>& positions, double gap) {
  std::vector<std::size_t> order(positions.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return positions[a] < positions[b]; });
  std::vector<double> ascending;
  for (const std::size_t i : order) ascending.push_back(positions[i]);
  const std::vector<double> moved = spread(ascending, gap);
  std::vector<double> out(positions.size());
  for (std::size_t k = 0; k < order.size(); ++k) out[order[k]] = moved[k];
  return out;
}

}  // namespace meru::report
