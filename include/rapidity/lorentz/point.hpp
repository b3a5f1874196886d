#pragma once
#include <Eigen/Core>
#include <cstdint>

#include "../curvature.hpp"
#include "../error.hpp"
#include "../row/row.hpp"

// What the functions on Eigen vectors share: which scalar a result has, how coordinates are read
// and written.

namespace rapidity {
inline namespace v0 {

/// Scalar of a result that depends on an A and a B, by Eigen's rules: an autodiff scalar with a
/// double gives the autodiff scalar; float with double has none and does not compile.
template <class A, class B>
using common_scalar = typename Eigen::ScalarBinaryOpTraits<A, B>::ReturnType;

/// Scalar of a function of one point and a Curvature<C>.
template <class DX, class C>
using point_scalar = common_scalar<typename DX::Scalar, C>;

/// Scalar of a function of two points and a Curvature<C>.
template <class DX, class DY, class C>
using pair_scalar = common_scalar<common_scalar<typename DX::Scalar, typename DY::Scalar>, C>;

/// Scalar of a function of three vectors and a Curvature<C>.
template <class DX, class DY, class DV, class C>
using triple_scalar = common_scalar<pair_scalar<DX, DY, C>, typename DV::Scalar>;

/// Plain vector of the shape of the expression D, with scalar T.
template <class D, class T>
using plain_vector =
    Eigen::Matrix<T, D::RowsAtCompileTime, D::ColsAtCompileTime,
                  D::RowsAtCompileTime == 1 && D::ColsAtCompileTime != 1 ? Eigen::RowMajor
                                                                         : Eigen::ColMajor,
                  D::MaxRowsAtCompileTime, D::MaxColsAtCompileTime>;

/// Gradient with respect to one point and the curvature parameter.
template <class X, class T>
struct PointGradient {
  X x;
  T c;
};

/// Gradient with respect to two points and the curvature parameter.
template <class X, class Y, class T>
struct PairGradient {
  X x;
  Y y;
  T c;
};

/// Gradient with respect to the general point, the specific point and the curvature parameter.
template <class X, class Y, class T>
struct EntailmentGradient {
  X general;
  Y specific;
  T c;
};

namespace detail {

/// The coordinates of a vector expression, read as the work type of Precision P.
template <class P, class D>
class Coordinates {
  static_assert(D::IsVectorAtCompileTime,
                "one point is a row or column vector; many points are for rapidity::batch");

 public:
  using W = typename P::work;

  explicit Coordinates(const Eigen::MatrixBase<D>& point) : point_(point.derived()) {}

  std::int64_t size() const { return static_cast<std::int64_t>(point_.size()); }
  W operator()(std::int64_t i) const { return W(point_.coeff(static_cast<Eigen::Index>(i))); }

  /// A plain vector of this shape with scalar T; coordinate i is f(i).
  template <class T, class F>
  plain_vector<D, T> map(const F& f) const {
    plain_vector<D, T> result;
    result.resize(point_.rows(), point_.cols());
    for (Eigen::Index i = 0; i < result.size(); ++i) result.coeffRef(i) = T(f(i));
    return result;
  }

 private:
  typename Eigen::internal::nested_eval<D, 4>::type point_;
};

/// x.y of two equally long vectors.
template <class P, class DX, class DY>
typename P::work dot(const Coordinates<P, DX>& x, const Coordinates<P, DY>& y) {
  return row::dot<P>(x, y, row::Serial{x.size()});
}

/// |x|^2 as a sum, with the digits that P::work has no room for.
template <class P, class DX>
typename P::sum square_sum(const Coordinates<P, DX>& x) {
  return row::product_sum<P>(x, x, row::Serial{x.size()});
}

/// Sum of f(i) g(i) over `size` coordinates.
template <class P, class F, class G>
typename P::work sum(std::int64_t size, const F& f, const G& g) {
  return row::dot<P>(f, g, row::Serial{size});
}

/// g.(x + y), whose two products may cancel: x and y opposite.
template <class P, class DG, class DX, class DY>
typename P::work dot_sum(const Coordinates<P, DG>& g, const Coordinates<P, DX>& x,
                         const Coordinates<P, DY>& y) {
  using S = typename P::sum;
  const auto body = [&](S& sum, std::int64_t i) {
    sum.add(g(i), x(i));
    sum.add(g(i), y(i));
  };
  return row::Serial{g.size()}(S(), body).value();
}

/// The triangle of two points; throws shape_error unless they are equally long.
template <class P, class DX, class DY, class C>
row::Triangle<typename P::work> triangle(const char* function, const char* x_name,
                                         const Coordinates<P, DX>& x, const char* y_name,
                                         const Coordinates<P, DY>& y, const C& c) {
  expect_size(function, y_name, y.size(), x_name, x.size());
  return row::triangle(row::pair_sums<P>(x, y, row::Serial{x.size()}), typename P::work(c));
}

/// For a function that needs no more of the points: the triangle stays in registers then.
template <class T, class DX, class DY, class C>
auto triangle(const char* function, const char* x_name, const Eigen::MatrixBase<DX>& x,
              const char* y_name, const Eigen::MatrixBase<DY>& y, const Curvature<C>& c) {
  using P = Precision<T>;
  return triangle(function, x_name, Coordinates<P, DX>(x), y_name, Coordinates<P, DY>(y),
                  T(c.value()));
}

/// Two points and their triangle; throws shape_error unless they are equally long.
template <class T, class DX, class DY>
struct Pair {
  using P = Precision<T>;
  using W = typename P::work;

  template <class C>
  Pair(const char* function, const char* x_name, const Eigen::MatrixBase<DX>& x_point,
       const char* y_name, const Eigen::MatrixBase<DY>& y_point, const Curvature<C>& c)
      : x(x_point),
        y(y_point),
        triangle(detail::triangle(function, x_name, x, y_name, y, T(c.value()))) {}

  plain_vector<DX, T> gradient_x(const row::PairCoefficients<W>& k) const {
    return x.template map<T>([&](std::int64_t i) { return k.at_x(x(i), y(i)); });
  }
  plain_vector<DY, T> gradient_y(const row::PairCoefficients<W>& k) const {
    return y.template map<T>([&](std::int64_t i) { return k.at_y(x(i), y(i)); });
  }

  /// Gradients of a vector, from the incoming gradient g.
  template <class DG>
  plain_vector<DX, T> gradient_x(const row::PairMapCoefficients<W>& k,
                                 const Coordinates<P, DG>& g) const {
    return x.template map<T>([&](std::int64_t i) { return k.at_x(g(i), x(i), y(i)); });
  }
  template <class DG>
  plain_vector<DY, T> gradient_y(const row::PairMapCoefficients<W>& k,
                                 const Coordinates<P, DG>& g) const {
    return y.template map<T>([&](std::int64_t i) { return k.at_y(g(i), x(i), y(i)); });
  }

  /// One coordinate of the part of y orthogonal to x.
  W y_perp(std::int64_t i) const { return triangle.sums.from_x(x(i), y(i)); }

  Coordinates<P, DX> x;
  Coordinates<P, DY> y;
  row::Triangle<W> triangle;
};

}  // namespace detail
}  // namespace v0
}  // namespace rapidity
