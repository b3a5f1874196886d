#pragma once
// A SIMD register that computes like a number, over Eigen's packets.
#include <Eigen/Core>
#include <cstdint>
#include <type_traits>

namespace rapidity {
inline namespace v0 {
namespace batch {
namespace detail {

// GCC warns that a register type as template argument loses its alignment attribute. It does not
// matter: lanes live in registers.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wignored-attributes"
#endif

/// As many numbers as a register holds, or one (Packet = float or double): code written for a Lane
/// serves the body of a loop and its remainder. There is no branch on a Lane: choose() selects.
template <class Packet>
struct Lane {
  using Scalar = typename Eigen::internal::unpacket_traits<Packet>::type;
  static constexpr std::int64_t width = Eigen::internal::unpacket_traits<Packet>::size;
  static constexpr Scalar log_unit = 1;  // log1p and exp are natural

  Packet packet;

  Lane(const Packet& p) : packet(p) {}
  template <class Number, class = std::enable_if_t<std::is_arithmetic<Number>::value>>
  explicit Lane(Number value) : packet(Eigen::internal::pset1<Packet>(Scalar(value))) {}
  static Lane fill(Scalar value) { return Eigen::internal::pset1<Packet>(value); }
  static Lane load(const Scalar* from) { return Eigen::internal::ploadu<Packet>(from); }
  void store(Scalar* to) const { Eigen::internal::pstoreu(to, packet); }

  friend Lane operator+(Lane a, Lane b) { return Eigen::internal::padd(a.packet, b.packet); }
  // A negation, which becomes part of an fma that follows; Eigen's subtracts from 0 and does not.
#if defined(__GNUC__)
  friend Lane operator-(Lane a) { return -a.packet; }
#else
  friend Lane operator-(Lane a) { return Eigen::internal::pnegate(a.packet); }
#endif
  friend Lane operator-(Lane a, Lane b) { return Eigen::internal::psub(a.packet, b.packet); }
  friend Lane operator*(Lane a, Lane b) { return Eigen::internal::pmul(a.packet, b.packet); }
  friend Lane operator/(Lane a, Lane b) { return Eigen::internal::pdiv(a.packet, b.packet); }
  Lane& operator+=(Lane a) { return *this = *this + a; }
  /// a * b + c
  friend Lane fma(Lane a, Lane b, Lane c) {
    return Eigen::internal::pmadd(a.packet, b.packet, c.packet);
  }
#if defined(__FMA__) || defined(__ARM_FEATURE_FMA)
  /// a - b by the units that multiply, which compensated sums leave idle while they wait for those
  /// that add: where these are units apart, as on AMD's Zen, it saves a quarter of their time.
  friend Lane difference(Lane a, Lane b) { return fma(b, fill(-1), a); }
#endif
  friend Lane sqrt(Lane a) { return Eigen::internal::psqrt(a.packet); }
  friend Lane exp(Lane a) { return Eigen::internal::pexp(a.packet); }
  friend Lane log(Lane a) { return Eigen::internal::plog(a.packet); }
  /// All bits set where a <= b, none elsewhere: a mask for choose().
  friend Lane at_most(Lane a, Lane b) { return Eigen::internal::pcmp_le(a.packet, b.packet); }
  friend Lane choose(Lane mask, Lane where_set, Lane elsewhere) {
    return Eigen::internal::pselect(mask.packet, where_set.packet, elsewhere.packet);
  }
};

/// The smaller of the two; NaN where a is NaN.
template <class Packet, class T>
Lane<Packet> capped(Lane<Packet> a, T cap) {
  const auto limit = Lane<Packet>::fill(cap);
  return choose(at_most(limit, a), limit, a);
}

/// log(1 + a) for finite a > -1. The rounding of 1 + a is undone by the quotient a / ((1 + a) - 1).
template <class Packet>
Lane<Packet> log1p(Lane<Packet> a) {
  using L = Lane<Packet>;
  const L one = L::fill(1);
  const L sum = one + a;
  const L part = sum - one;
  return choose(at_most(part, L::fill(0)), a, log(sum) * (a / part));
}

template <class T>
using WideLane = Lane<typename Eigen::internal::packet_traits<T>::type>;

/// Calls body(lane, offset) over [begin, end): whole registers first, then one by one. The lane
/// tells its type alone.
template <class T, class Body>
void for_lanes(std::int64_t begin, std::int64_t end, const Body& body) {
  using Wide = WideLane<T>;
  std::int64_t j = begin;
  for (; j + Wide::width <= end; j += Wide::width) body(Wide::fill(T(0)), j);
  for (; j < end; ++j) body(Lane<T>::fill(T(0)), j);
}

/// A sum over what for_lanes visits.
template <class T>
class LaneSum {
 public:
  template <class L>
  void add(L term) {
    if constexpr (L::width > 1) {
      wide_ = wide_ + term;
    } else {
      rest_ += term.packet;
    }
  }
  T value() const { return Eigen::internal::predux(wide_.packet) + rest_; }

 private:
  WideLane<T> wide_ = WideLane<T>::fill(T(0));
  T rest_ = T(0);
};

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

}  // namespace detail
}  // namespace batch
}  // namespace v0
}  // namespace rapidity
