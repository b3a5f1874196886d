// The inputs of a reference case, bit for bit those of exact.py: x = s*u and y = round(a*x + b*z),
// where u and the random z come from SplitMix64 and s, a, b are zero or signed powers of two. Both
// products are exact, so the result does not depend on whether a compiler fuses the multiplication
// and the addition.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>

namespace reference {

template <class T>
using Vector = Eigen::Matrix<T, Eigen::Dynamic, 1>;

class SplitMix64 {
 public:
  explicit SplitMix64(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }

 private:
  std::uint64_t state_;
};

// Numbers of [-1, 1), each an integer times 2^(1-p), p the digits of T.
template <class T>
Vector<T> uniform(SplitMix64& random, Eigen::Index size) {
  constexpr int digits = std::numeric_limits<T>::digits;
  constexpr std::int64_t half = std::int64_t(1) << (digits - 1);
  Vector<T> u(size);
  for (T& value : u) {
    value = T(static_cast<std::int64_t>(random.next() >> (64 - digits)) - half) / T(half);
  }
  return u;
}

// A quarter turn in the planes (0,1), (2,3), ...: orthogonal to x; an odd last component becomes 0.
template <class T>
Vector<T> turned(const Vector<T>& x) {
  Vector<T> z = Vector<T>::Zero(x.size());
  for (Eigen::Index i = 0; i + 1 < x.size(); i += 2) {
    z[i] = -x[i + 1];
    z[i + 1] = x[i];
  }
  return z;
}

template <class T>
Vector<T> companion(const std::string& name, const Vector<T>& x, SplitMix64& random) {
  if (name == "random") return uniform<T>(random, x.size());
  if (name == "same") return x;
  if (name == "mirrored") return x.reverse();
  if (name == "turned") return turned(x);
  throw std::runtime_error("reference case: unknown companion \"" + name + "\"");
}

struct Case {
  Eigen::Index size;
  double c;
  std::uint64_t seed;
  double s, a, b;
  std::string companion;
};

template <class T>
struct Points {
  Vector<T> x, y;
};

template <class T>
Points<T> points(const Case& k) {
  SplitMix64 random(k.seed);
  const Vector<T> x = T(k.s) * uniform<T>(random, k.size);
  const Vector<T> z = companion(k.companion, x, random);
  return {x, T(k.a) * x + T(k.b) * z};
}

}  // namespace reference
