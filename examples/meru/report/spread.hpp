#pragma once

#include <vector>

namespace meru::report {

/// Moves ascending positions apart so that neighbours are at least `gap` apart, with the least sum
/// of squared moves (isotonic regression of position − index·gap). O(n).
std::vector<double> spread(const std::vector<double>& ascending, double gap);

/// The same for unordered positions: the result is in the order of the input.
std::vector<double> spread_unordered(const std::vector<double>& positions, double gap);

}  // namespace meru::report
