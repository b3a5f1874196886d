#pragma once
#include <string>

#include "../row/bearing.hpp"
#include "point.hpp"

// What functions of a point and a direction share.

namespace rapidity {
inline namespace v0 {
namespace detail {

/// A point, a direction and the point's bearing along it; throws shape_error unless they are
/// equally long.
template <class T, class DX, class DD>
struct Directed {
  using P = Precision<T>;
  using W = typename P::work;

  template <class C>
  Directed(const char* function, const Eigen::MatrixBase<DX>& x_point, const char* name,
           const Eigen::MatrixBase<DD>& direction, const Curvature<C>& c)
      : x(x_point), d(direction) {
    expect_size(function, name, d.size(), "x", x.size());
    bearing = row::bearing(row::pair_sums<P>(x, d, row::Serial{x.size()}), W(T(c.value())));
  }

  bool is_directed() const { return !(bearing.norm == W(0)); }

  void expect_directed(const char* function, const char* name) const {
    if (is_directed()) return;
    raise<domain_error>(std::string("rapidity::") + function + ": " + name +
                        " is zero, expected a direction");
  }

  plain_vector<DX, T> gradient_x(const row::BearingCoefficients<W>& k) const {
    return x.template map<T>([&](std::int64_t i) { return k.at_x(x(i), d(i)); });
  }
  plain_vector<DD, T> gradient_d(const row::BearingCoefficients<W>& k) const {
    return d.template map<T>([&](std::int64_t i) { return k.at_d(x(i), d(i)); });
  }

  Coordinates<P, DX> x;
  Coordinates<P, DD> d;
  row::Bearing<W> bearing;
};

}  // namespace detail
}  // namespace v0
}  // namespace rapidity
