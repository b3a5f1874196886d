#pragma once
// Products of a tile of pairs, and the work on them, in one kernel, of which no product reaches
// global memory. A block has 128 columns, which stay in shared memory, and goes down the rows by
// squares of 64. Its warpgroups take squares in turn: while the matrix units work for one, the
// others work on what they have got. One more warpgroup, of which one thread is awake, copies the
// rows, in slices, some slices ahead.
#include "fragment.cuh"
#include "launch.cuh"
#include "pair_tiles.cuh"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {

constexpr int fused_groups = 3;
constexpr int fused_threads = (fused_groups + 1) * group_threads;
// Registers: 512 threads have 128 each, of which the copying ones give 96 to the others.
constexpr int copying_registers = 32, working_registers = 160;
// What a block can have of an H100's shared memory.
constexpr std::int64_t most_shared_bytes = 227 << 10;

/// How a tile is cut.
struct FusedShape {
  int slices;           // of a point
  int stage_bits;       // 2^this slices of rows are in shared memory at a time
  int squares;          // that a block goes down
  std::int64_t blocks;  // below each other

  RAPIDITY_HD int stages() const { return 1 << stage_bits; }
};

/// The shared memory of a block; from a null base, only how much it is. Column is what the work
/// has of a column.
template <class Column>
struct FusedMemory {
  __nv_bfloat16 *columns, *rows;  // [slices, 128, 64], [stages, 64, 64]
  GroupMemory* groups;
  Column* numbers;                                               // of the columns
  hopper::Barrier *columns_here, *rows_here, *rows_read, *turn;  // of slices, stages, groups
  std::int64_t bytes;

  RAPIDITY_HD FusedMemory(const FusedShape& shape, char* base) : bytes(0) {
    columns = take<__nv_bfloat16>(base, shape.slices * square_columns * slice_columns);
    rows = take<__nv_bfloat16>(base, shape.stages() * square_rows * slice_columns);
    groups = take<GroupMemory>(base, fused_groups);
    numbers = take<Column>(base, square_columns);
    columns_here = take<hopper::Barrier>(base, shape.slices);
    rows_here = take<hopper::Barrier>(base, shape.stages());
    rows_read = take<hopper::Barrier>(base, shape.stages());
    turn = take<hopper::Barrier>(base, fused_groups);
  }

  __device__ static char* aligned_base() {
    char* memory = dynamic_shared<char>();
    return memory +
           (slice_alignment - hopper::shared_address(memory) % slice_alignment) % slice_alignment;
  }

 private:
  template <class T>
  RAPIDITY_HD T* take(char* base, std::int64_t count) {
    const std::int64_t begin = bytes;
    bytes += count * std::int64_t(sizeof(T));
    return base == nullptr ? nullptr : reinterpret_cast<T*>(base + begin);
  }
};

/// Bytes that a block asks for, some of them for the alignment.
template <class Column>
std::int64_t fused_bytes(const FusedShape& shape) {
  return FusedMemory<Column>(shape, nullptr).bytes + slice_alignment;
}

/// A square's place.
struct Square {
  std::int64_t row, column;   // its first, of all points
  int rows, columns;          // that there are of it
  std::int64_t down, across;  // of the tile's squares

  __device__ Square(const Tile& tile, std::int64_t down_index, std::int64_t across_index)
      : row(tile.rows.begin + down_index * square_rows),
        column(tile.columns.begin + across_index * square_columns),
        rows(within(tile.rows.size - down_index * square_rows, square_rows)),
        columns(within(tile.columns.size - across_index * square_columns, square_columns)),
        down(down_index),
        across(across_index) {}

  /// All pairs but those of x_i and y_(first + i).
  __device__ Counted counted(std::int64_t first) const {
    const std::int64_t diagonal = row + first - column;
    const bool has_partners = -square_rows < diagonal && diagonal < square_columns;
    const bool is_whole = rows == square_rows && columns == square_columns;
    return {rows, columns, has_partners ? int(diagonal) : square_columns,
            is_whole && !has_partners};
  }

 private:
  __device__ static int within(std::int64_t left, int most) {
    return left < most ? int(left) : most;
  }
};

/// The copies and the products of a block.
template <class Column>
class FusedProducts {
 public:
  __device__ FusedProducts(const FusedShape& shape, const FusedMemory<Column>& memory)
      : shape_(shape), memory_(memory) {}

  /// All threads of the block call it before all else.
  __device__ void start() const {
    if (threadIdx.x == 0) {
      for (int k = 0; k < shape_.slices; ++k) memory_.columns_here[k].start(1);
      for (int k = 0; k < shape_.stages(); ++k) {
        memory_.rows_here[k].start(1);
        memory_.rows_read[k].start(group_warps);
      }
      for (int k = 0; k < fused_groups; ++k) memory_.turn[k].start(group_warps);
      hopper::publish_barriers();
    }
    __syncthreads();
  }

  /// Copies all slices of the block's columns and, square by square, of its rows: by one thread.
  __device__ void copy(const hopper::SliceMap& x, const hopper::SliceMap& y, int row, int column,
                       int squares) const {
    for (int square = 0; square < squares; ++square) {
      for (int k = 0; k < shape_.slices; ++k) {
        if (square == 0) {
          memory_.columns_here[k].arrive_and_expect(square_columns * slice_row_bytes);
          hopper::load_slice(columns(k), y, column, k * slice_columns, memory_.columns_here[k]);
        }
        const Stage at = stage(square, k);
        memory_.rows_read[at.index].wait(at.parity ^ 1);
        memory_.rows_here[at.index].arrive_and_expect(square_rows * slice_row_bytes);
        hopper::load_slice(rows(at.index), x, row + square * square_rows, k * slice_columns,
                           memory_.rows_here[at.index]);
      }
    }
  }

  /// The inner products of a square, when it is its warpgroup's turn.
  __device__ void multiply(hopper::Sums& sums, int group, int square) const {
    const int parity = square / fused_groups % 2;
    // A turn comes with the one before it; of the first warpgroup, the first comes by itself.
    __syncwarp();
    memory_.turn[group].wait(group == 0 ? parity ^ 1 : parity);
    for (int k = 0; k < shape_.slices; ++k) {
      const Stage at = stage(square, k);
      memory_.columns_here[k].wait(0);
      memory_.rows_here[at.index].wait(at.parity);
      hopper::begin_products();
#pragma unroll
      for (int column = 0; column < slice_columns; column += product_depth) {
        hopper::multiply(sums, slice_descriptor(hopper::shared_address(rows(at.index)), column),
                         slice_descriptor(hopper::shared_address(columns(k)), column),
                         k > 0 || column > 0);
      }
      hopper::end_products();
      if (k == 0) continue;
      hopper::wait_but_for_last();
      arrive(memory_.rows_read[stage(square, k - 1).index]);
    }
    arrive(memory_.turn[(group + 1) % fused_groups]);
    hopper::wait_for_products(sums);
    arrive(memory_.rows_read[stage(square, shape_.slices - 1).index]);
  }

 private:
  /// Where a slice of rows is, and the parity of the barriers' phases there.
  struct Stage {
    int index, parity;
  };
  __device__ Stage stage(int square, int slice) const {
    const int count = square * shape_.slices + slice;
    return {count & (shape_.stages() - 1), count >> shape_.stage_bits & 1};
  }
  __device__ __nv_bfloat16* columns(int slice) const {
    return memory_.columns + slice * square_columns * slice_columns;
  }
  __device__ __nv_bfloat16* rows(int index) const {
    return memory_.rows + index * square_rows * slice_columns;
  }
  // A warp has done its part: all four make a phase.
  __device__ static void arrive(hopper::Barrier& barrier) {
    if (is_first_lane()) barrier.arrive();
  }

  FusedShape shape_;
  FusedMemory<Column> memory_;
};

/// Work: Row, Column and Numbers, what it has of a row, of a column and of all pairs; row(i) and
/// column(j) of all points, numbers(); and, by the threads of a warpgroup,
/// work(sums, rows, columns, numbers, square, group, its memory).
template <class Work>
RAPIDITY_KERNEL __launch_bounds__(fused_threads, 1)
    fused_squares_kernel(const __grid_constant__ hopper::SliceMap x,
                         const __grid_constant__ hopper::SliceMap y, Tile tile, FusedShape shape,
                         Work work) {
  const FusedMemory<typename Work::Column> memory(
      shape, FusedMemory<typename Work::Column>::aligned_base());
  const FusedProducts<typename Work::Column> products(shape, memory);
  const std::int64_t across = blockIdx.x, first = std::int64_t(blockIdx.y) * shape.squares;
  const std::int64_t left = piece_count(tile.rows.size, square_rows) - first;
  const int squares = left < shape.squares ? int(left) : shape.squares;
  // From one lane, so that the compiler sees that a warp goes one way.
  const int group = __shfl_sync(all_lanes, int(threadIdx.x) / group_threads, 0);
  if (threadIdx.x < square_columns) {
    const std::int64_t j = across * square_columns + threadIdx.x;
    memory.numbers[threadIdx.x] =
        work.column(tile.columns.begin + (j < tile.columns.size ? j : tile.columns.size - 1));
  }
  products.start();
  if (group == fused_groups) {
    hopper::shrink_to<copying_registers>();
    if (threadIdx.x % group_threads != 0) return;
    products.copy(x, y, int(tile.rows.begin + first * square_rows),
                  int(tile.columns.begin + across * square_columns), squares);
    return;
  }
  hopper::grow_to<working_registers>();
  const auto numbers = work.numbers();
  for (int s = group; s < squares; s += fused_groups) {
    const Square square(tile, first + s, across);
    typename Work::Row rows[fragment_rows];
#pragma unroll
    for (int r = 0; r < fragment_rows; ++r) {
      rows[r] = work.row(square.row + last_or(fragment_row(r), square.rows));
    }
    hopper::Sums sums;
    products.multiply(sums, group, s);
    work(sums, rows, memory.numbers, numbers, square, group, memory.groups[group]);
  }
}

}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
