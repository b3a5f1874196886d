#pragma once
// What kernels that weigh pairs have of rows, and what they leave.
#include "row_sums.cuh"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {

/// What the kernels of a panel of rows leave, to be added up by add_panel: of each square, the sums
/// of its rows, of its columns, and of all its pairs.
struct PanelSums {
  float* rows;     // [squares of a row of all pairs, side]: sum_j w_ij Y_j
  float* columns;  // [squares of a column of a tile, columns of all pairs]: sum_i w_ij X_i
  RowSum *values, *curvatures;  // of each square of the panel, see row::PairWeight
};

/// What a row has for its pairs, in one access.
struct alignas(16) RowFactors {
  float excess, inverse, time;  // see TimeFactors
  float number;                 // of Weigh
};

}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
