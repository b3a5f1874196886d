#pragma once
#include <initializer_list>
#include <optional>
#include <utility>
#include <vector>

#include "distance.hpp"
#include "lift.hpp"
#include "logmap0.hpp"

namespace rapidity {
inline namespace v0 {

/// One factor of a product space: hyperbolic space of `size` dimensions and this curvature or,
/// without one, Euclidean space.
template <class T>
struct Factor {
  std::int64_t size;
  std::optional<Curvature<T>> curvature = std::nullopt;
};

/// Product of hyperbolic and Euclidean spaces, d^2 = d_1^2 + d_2^2 + ... Its points, and tangent
/// vectors at the root, are those of the factors one after another in one vector. It stands where a
/// Curvature stands: distance(x, y, space), lift(v, space), logmap0(x, space) and their gradients.
///
/// A Euclidean factor is allowed as the limit c -> 0, which no Curvature can be. T: as in
/// Curvature<T>. Source: Gu, Sala, Gunel, Re, Learning mixed-curvature representations (2019).
template <class T>
class ProductSpace {
 public:
  /// From a list: ProductSpace<double> space{{3, c}, {2}} is H^3 x R^2.
  /// @throws domain_error if a size is negative
  ProductSpace(std::initializer_list<Factor<T>> factors)
      : ProductSpace(std::vector<Factor<T>>(factors)) {}
  explicit ProductSpace(std::vector<Factor<T>> factors) : factors_(std::move(factors)) {
    for (const Factor<T>& factor : factors_) {
      expect_non_negative("ProductSpace", "size", factor.size);
      size_ += factor.size;
    }
  }

  const std::vector<Factor<T>>& factors() const { return factors_; }
  std::int64_t size() const { return size_; }

  /// Calls f(k, factor, offset) for every factor k; its coordinates start at the offset.
  template <class F>
  void for_each(const F& f) const {
    Eigen::Index offset = 0;
    for (std::size_t k = 0; k < factors_.size(); ++k) {
      f(static_cast<Eigen::Index>(k), factors_[k], offset);
      offset += static_cast<Eigen::Index>(factors_[k].size);
    }
  }

  /// The coordinates of factor k in a vector of this space, as an Eigen block, to read or to write.
  template <class V>
  auto part(V& x, std::size_t k) const {
    expect_size("ProductSpace::part", "x", x.size(), "the space", size_);
    Eigen::Index offset = 0;
    for (std::size_t i = 0; i < k; ++i) offset += static_cast<Eigen::Index>(factors_[i].size);
    return x.segment(offset, static_cast<Eigen::Index>(factors_[k].size));
  }

 private:
  std::vector<Factor<T>> factors_;
  std::int64_t size_ = 0;
};

/// One number a factor.
template <class T>
using factor_vector = Eigen::Matrix<T, Eigen::Dynamic, 1>;

namespace detail {

/// Copies a part into the coordinates of `all` from the offset on. By coordinate: GCC takes a block
/// of run-time size in a fixed vector for one that a register could overrun, and warns.
template <class V, class Part>
void put(V& all, Eigen::Index offset, const Part& part) {
  for (Eigen::Index i = 0; i < part.size(); ++i) all[offset + i] = part[i];
}

/// |x - y|^2 of two points of Euclidean space.
template <class P, class DX, class DY>
typename P::work square_distance(const Eigen::MatrixBase<DX>& x, const Eigen::MatrixBase<DY>& y) {
  const Coordinates<P, DX> a(x);
  const Coordinates<P, DY> b(y);
  const auto delta = [&](std::int64_t i) -> typename P::work { return a(i) - b(i); };
  return row::dot<P>(delta, delta, row::Serial{a.size()});
}

/// Two points of a product space and their distance, in the working precision.
template <class T, class DX, class DY>
class ProductPair {
 public:
  using P = Precision<T>;
  using W = typename P::work;

  template <class C>
  ProductPair(const char* function, const Eigen::MatrixBase<DX>& x, const Eigen::MatrixBase<DY>& y,
              const ProductSpace<C>& space)
      : x_(x.derived()), y_(y.derived()), squares_(space.factors().size()) {
    expect_size(function, "x", x_.size(), "the space", space.size());
    expect_size(function, "y", y_.size(), "the space", space.size());
    W sum(0);
    space.for_each([&](Eigen::Index k, const Factor<C>& factor, Eigen::Index offset) {
      const Eigen::Index size = static_cast<Eigen::Index>(factor.size);
      squares_[k] = square(factor, x_.segment(offset, size), y_.segment(offset, size));
      sum += squares_[k];
    });
    using std::sqrt;
    distance_ = sum == W(0) ? sum : W(sqrt(sum));
  }

  const W& distance() const { return distance_; }

  /// dd/dx = (d_k / d) dd_k/dx in factor k; (x - y) / d where that is Euclidean.
  template <class C>
  PairGradient<plain_vector<DX, T>, plain_vector<DY, T>, factor_vector<T>> gradient(
      const ProductSpace<C>& space, const W& grad_out) const {
    plain_vector<DX, T> gx = x_.template cast<T>();
    plain_vector<DY, T> gy = y_.template cast<T>();
    factor_vector<T> gc = factor_vector<T>::Constant(squares_.size(), T(W(0) * grad_out));
    const W share = distance_ == W(0) ? W(W(0) * grad_out) : W(grad_out / distance_);
    space.for_each([&](Eigen::Index k, const Factor<C>& factor, Eigen::Index offset) {
      const Eigen::Index size = static_cast<Eigen::Index>(factor.size);
      const auto x = x_.segment(offset, size);
      const auto y = y_.segment(offset, size);
      if (factor.curvature) {
        using std::sqrt;
        const W scale = squares_[k] == W(0) ? W(W(0) * share) : W(share * sqrt(squares_[k]));
        const auto pair = hyperbolic(x, y, *factor.curvature);
        const row::PairCoefficients<W> g = row::distance_vjp(pair.triangle, scale);
        put(gx, offset, pair.gradient_x(g));
        put(gy, offset, pair.gradient_y(g));
        gc[k] = T(g.c);
      } else {
        for (Eigen::Index i = 0; i < size; ++i) {
          const W delta = W(x.coeff(i)) - W(y.coeff(i));
          const W slope = share * delta;
          gx[offset + i] = T(slope);
          gy[offset + i] = T(W(-slope));
        }
      }
    });
    return {gx, gy, gc};
  }

 private:
  template <class X, class Y, class C>
  static Pair<T, X, Y> hyperbolic(const Eigen::MatrixBase<X>& x, const Eigen::MatrixBase<Y>& y,
                                  const Curvature<C>& c) {
    return Pair<T, X, Y>("distance", "x", x, "y", y, c);
  }
  template <class X, class Y, class C>
  static W square(const Factor<C>& factor, const Eigen::MatrixBase<X>& x,
                  const Eigen::MatrixBase<Y>& y) {
    if (!factor.curvature) return square_distance<P>(x, y);
    const W d = row::distance(hyperbolic(x, y, *factor.curvature).triangle);
    return d * d;
  }

  typename Eigen::internal::nested_eval<DX, 4>::type x_;
  typename Eigen::internal::nested_eval<DY, 4>::type y_;
  Eigen::Matrix<W, Eigen::Dynamic, 1> squares_;
  W distance_;
};

/// A vector of the space whose hyperbolic parts are f(part, curvature) and whose Euclidean ones are
/// those of x.
template <class T, class DX, class C, class F>
plain_vector<DX, T> map_factors(const char* function, const char* name,
                                const Eigen::MatrixBase<DX>& x, const ProductSpace<C>& space,
                                const F& f) {
  expect_size(function, name, x.size(), "the space", space.size());
  const plain_vector<DX, typename DX::Scalar> all(x);
  plain_vector<DX, T> result = all.template cast<T>();
  space.for_each([&](Eigen::Index, const Factor<C>& factor, Eigen::Index offset) {
    const Eigen::Index size = static_cast<Eigen::Index>(factor.size);
    if (factor.curvature) {
      put(result, offset, f(all.segment(offset, size), *factor.curvature));
    }
  });
  return result;
}

/// The gradient of map_factors for grad_out: f(part, curvature, part of grad_out) returns {by the
/// part, by c}.
template <class T, class DX, class DG, class C, class F>
std::pair<plain_vector<DX, T>, factor_vector<T>> map_factors_vjp(
    const char* function, const char* name, const Eigen::MatrixBase<DX>& x,
    const ProductSpace<C>& space, const Eigen::MatrixBase<DG>& grad_out, const F& f) {
  expect_size(function, name, x.size(), "the space", space.size());
  expect_size(function, "grad_out", grad_out.size(), name, x.size());
  const plain_vector<DX, typename DX::Scalar> all(x);
  const plain_vector<DG, typename DG::Scalar> grad(grad_out);
  plain_vector<DX, T> by_x(all.template cast<T>());
  factor_vector<T> by_c = factor_vector<T>::Zero(static_cast<Eigen::Index>(space.factors().size()));
  space.for_each([&](Eigen::Index k, const Factor<C>& factor, Eigen::Index offset) {
    const Eigen::Index size = static_cast<Eigen::Index>(factor.size);
    if (factor.curvature) {
      const auto [by_part, c] =
          f(all.segment(offset, size), *factor.curvature, grad.segment(offset, size));
      put(by_x, offset, by_part);
      by_c[k] = c;
    } else {
      for (Eigen::Index i = 0; i < size; ++i) by_x[offset + i] = T(grad[offset + i]);
    }
  });
  return {by_x, by_c};
}

}  // namespace detail

/// Distance sqrt(d_1^2 + d_2^2 + ...) of two points of a product space.
///
/// @param x, y  points, of space.size() coordinates
/// @param space the factors
/// @return d >= 0, exactly 0 only for equal points and, in double, for some less than
///         1e-154 apart, whose squares underflow; NaN if a coordinate is NaN
/// @throws shape_error if x or y has another size than the space
///
/// Relative error: float 6.1e-8, double 2e-15. Cost: one pass over the coordinates, three for
/// neighbours of one ray.
template <class DX, class DY, class C>
pair_scalar<DX, DY, C> distance(const Eigen::MatrixBase<DX>& x, const Eigen::MatrixBase<DY>& y,
                                const ProductSpace<C>& space) {
  using T = pair_scalar<DX, DY, C>;
  return T(detail::ProductPair<T, DX, DY>("distance", x, y, space).distance());
}

/// Gradient {x, y, c} of grad_out * distance(x, y, space), c one number a factor, 0 where that is
/// Euclidean.
///
/// All zero at x = y, where d has a kink. Where only the parts in one factor agree, theirs is zero,
/// exactly. Norm-wise relative error in each factor: float 6.1e-8, double 2e-15 (tests/accuracy).
/// Errors as distance; cost: four passes over the coordinates, up to eight for neighbours of one
/// ray.
template <class DX, class DY, class C>
auto distance_vjp(const Eigen::MatrixBase<DX>& x, const Eigen::MatrixBase<DY>& y,
                  const ProductSpace<C>& space, const pair_scalar<DX, DY, C>& grad_out) {
  using T = pair_scalar<DX, DY, C>;
  const detail::ProductPair<T, DX, DY> pair("distance_vjp", x, y, space);
  return pair.gradient(space, typename Precision<T>::work(grad_out));
}

/// lift in every hyperbolic factor; the identity in the Euclidean ones.
/// @throws shape_error if v has another size than the space
template <class DV, class C>
plain_vector<DV, point_scalar<DV, C>> lift(const Eigen::MatrixBase<DV>& v,
                                           const ProductSpace<C>& space) {
  return detail::map_factors<point_scalar<DV, C>>(
      "lift", "v", v, space, [](const auto& part, const auto& c) { return lift(part, c); });
}

/// Gradient {v, c} of grad_out . lift(v, space), c one number a factor, 0 where that is Euclidean.
template <class DV, class C, class DG>
auto lift_vjp(const Eigen::MatrixBase<DV>& v, const ProductSpace<C>& space,
              const Eigen::MatrixBase<DG>& grad_out) {
  using T = common_scalar<point_scalar<DV, C>, typename DG::Scalar>;
  auto g = detail::map_factors_vjp<T>("lift_vjp", "v", v, space, grad_out,
                                      [](const auto& part, const auto& c, const auto& grad) {
                                        auto k = lift_vjp(part, c, grad);
                                        return std::make_pair(k.v, k.c);
                                      });
  return LiftGradient<plain_vector<DV, T>, factor_vector<T>>{g.first, g.second};
}

/// logmap0 in every hyperbolic factor; the identity in the Euclidean ones.
/// @throws shape_error if x has another size than the space
template <class DX, class C>
plain_vector<DX, point_scalar<DX, C>> logmap0(const Eigen::MatrixBase<DX>& x,
                                              const ProductSpace<C>& space) {
  return detail::map_factors<point_scalar<DX, C>>(
      "logmap0", "x", x, space, [](const auto& part, const auto& c) { return logmap0(part, c); });
}

/// Gradient {x, c} of grad_out . logmap0(x, space), c one number a factor, 0 where that is
/// Euclidean.
template <class DX, class C, class DG>
auto logmap0_vjp(const Eigen::MatrixBase<DX>& x, const ProductSpace<C>& space,
                 const Eigen::MatrixBase<DG>& grad_out) {
  using T = common_scalar<point_scalar<DX, C>, typename DG::Scalar>;
  auto g = detail::map_factors_vjp<T>("logmap0_vjp", "x", x, space, grad_out,
                                      [](const auto& part, const auto& c, const auto& grad) {
                                        auto k = logmap0_vjp(part, c, grad);
                                        return std::make_pair(k.x, k.c);
                                      });
  return PointGradient<plain_vector<DX, T>, factor_vector<T>>{g.first, g.second};
}

}  // namespace v0
}  // namespace rapidity
