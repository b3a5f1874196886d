#pragma once
// Points as matrix products take them: rounded, padded with zeros to rows of whole 16 bytes, with
// the time factors of the rounded points.
#include <cstdint>
#include <cstring>

#include "carver.hpp"
#include "lane.cuh"
#include "products.hpp"
#include "rows.cuh"

namespace rapidity {
inline namespace v0 {
namespace cuda {
namespace detail {

/// Rounds two numbers at once, which is one quick instruction where two are two slow ones.
__device__ inline void put_two(float a, float b, __nv_bfloat16& to_a, __nv_bfloat16& to_b) {
  const __nv_bfloat162 two = __floats2bfloat162_rn(a, b);
  to_a = two.x;
  to_b = two.y;
}

/// How a number is held in a product: as the sum of `parts` elements. Lane is what softmaxes of
/// such points are good enough for.
struct Bf16 {
  using Lane = FastLane;
  using element = __nv_bfloat16;
  static constexpr FactorType type = FactorType::bf16;
  static constexpr int parts = 1;
  // Roundings of float, see row::excess: of a product, and of each of its terms, as a matrix unit
  // may cut off what it adds, some terms at a time, and all that it cuts off adds up along a row.
  static constexpr float noise = 4, noise_of_term = 1.0F / 32;

  __device__ static void split(float value, element part[parts]) {
    part[0] = __float2bfloat16_rn(value);
  }
  __device__ static void split_two(float a, float b, element part[2][parts]) {
    put_two(a, b, part[0][0], part[1][0]);
  }
};

/// Two parts: the product of the smaller ones, 2^-18 of the whole, is left out.
struct Bf16x3 {
  using Lane = SoftmaxLane;
  using element = __nv_bfloat16;
  static constexpr FactorType type = FactorType::bf16;
  static constexpr int parts = 2;
  static constexpr float noise = 32, noise_of_term = 1.0F / 32;

  __device__ static void split(float value, element part[parts]) {
    part[0] = __float2bfloat16_rn(value);
    part[1] = __float2bfloat16_rn(value - __bfloat162float(part[0]));
  }
  __device__ static void split_two(float a, float b, element part[2][parts]) {
    put_two(a, b, part[0][0], part[1][0]);
    const float rest_a = a - __bfloat162float(part[0][0]),
                rest_b = b - __bfloat162float(part[1][0]);
    put_two(rest_a, rest_b, part[0][1], part[1][1]);
  }
};

struct Tf32 {
  using Lane = FastLane;
  using element = float;
  static constexpr FactorType type = FactorType::tf32;
  static constexpr int parts = 1;
  // Products of 22 bits, which a sum of 24 cuts off more of than of those of bfloat16.
  static constexpr float noise = 4, noise_of_term = 1.0F / 8;

  // To the nearest of 11 bits of mantissa, ties away from zero; a matrix unit drops what is behind.
  __device__ static void split(float value, element part[parts]) {
    std::uint32_t bits;
    std::memcpy(&bits, &value, sizeof(bits));
    const bool is_finite = (bits & 0x7f800000u) != 0x7f800000u;
    if (is_finite) bits = (bits + 0x1000u) & 0xffffe000u;
    std::memcpy(&part[0], &bits, sizeof(bits));
  }
  __device__ static void split_two(float a, float b, element part[2][parts]) {
    split(a, part[0]);
    split(b, part[1]);
  }
};

__device__ inline float as_float(float value) { return value; }
__device__ inline float as_float(__nv_bfloat16 value) { return __bfloat162float(value); }
__device__ inline float as_float(__half value) { return __half2float(value); }

/// The parts of a row of x and of y, side by side so that one product of rows gives
/// x.y = x0.y0 + x0.y1 + x1.y0: [x0 x0 x1] and [y0 y1 y0].
enum class Side { left, right };

/// How many parts a row of a product has.
template <class Format>
constexpr int copies = Format::parts == 1 ? 1 : 3;

__device__ constexpr int part_at(Side side, int copy) {
  return side == Side::left ? copy / 2 : copy % 2;
}
/// Where part k of a row is found first, in units of its padded length.
inline int place_of_part(Side side, int part) { return part == 0 ? 0 : side == Side::left ? 2 : 1; }

/// Of every point: X - 1 for its time factor X = sqrt(1 + c |x|^2), X itself, and 1 / X.
struct TimeFactors {
  float *excess, *time, *inverse;
};

template <class Format>
struct RoundedPoints {
  typename Format::element* data;
  std::int64_t rows, cols, padded;
  Side side;
  TimeFactors factors;

  RoundedPoints(Carver& carver, std::int64_t points, std::int64_t coordinates, Side which)
      : rows(points),
        cols(coordinates),
        padded(coordinates > 0 ? (coordinates + 7) / 8 * 8 : 8),
        side(which) {
    data = carver.take<typename Format::element>(rows * stride());
    factors.excess = carver.take<float>(rows);
    factors.time = carver.take<float>(rows);
    factors.inverse = carver.take<float>(rows);
  }

  RAPIDITY_HD std::int64_t stride() const { return padded * copies<Format>; }

  /// Rows from `begin` on, all parts of them, for the inner products.
  Factor whole(std::int64_t begin, bool is_transposed) const {
    return {data + begin * stride(), stride(), is_transposed};
  }
  /// The same, one part of them.
  Factor part(std::int64_t begin, int k) const {
    return {data + begin * stride() + place_of_part(side, k) * padded, stride(), false};
  }
};

/// Rounds the points and finds their time factors: a warp works on a row.
template <class T, class Format>
RAPIDITY_KERNEL round_points_kernel(RowShape shape, MatrixView<const T> points, const float* c,
                                    RoundedPoints<Format> rounded) {
  for_rows<T>(shape, [&](const RowWarp<T>&, std::int64_t i) {
    const T* from = points.row(i);
    auto* to = rounded.data + i * rounded.stride();
    FusedSum<double> square;
    for (std::int64_t k = threadIdx.x % warp_size; k < rounded.padded; k += warp_size) {
      typename Format::element part[Format::parts];
      Format::split(k < rounded.cols ? as_float(from[k]) : 0.0f, part);
      double value = 0;
      for (int p = 0; p < Format::parts; ++p) value += double(as_float(part[p]));
      for (int copy = 0; copy < copies<Format>; ++copy) {
        to[copy * rounded.padded + k] = part[Format::parts == 1 ? 0 : part_at(rounded.side, copy)];
      }
      square.add(value, value);
    }
    const double a = curvature<float>(c) * merge_lanes(square).value();
    const double time = std::sqrt(1 + a);
    if (!is_first_lane()) return;
    rounded.factors.excess[i] = float(a / (1 + time));
    rounded.factors.time[i] = float(time);
    rounded.factors.inverse[i] = float(1 / time);
  });
}

template <class T, class Format>
[[nodiscard]] cudaError_t round_points(const MatrixView<const T>& points, const float* c,
                                       const RoundedPoints<Format>& rounded, cudaStream_t stream) {
  return launch_rows(round_points_kernel<T, Format>, row_shape(points), stream, points, c, rounded);
}

}  // namespace detail
}  // namespace cuda
}  // namespace v0
}  // namespace rapidity
