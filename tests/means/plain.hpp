// The same by the plain formulas of accuracy/plain_lorentz.hpp.
#pragma once

#include "accuracy/plain_lorentz.hpp"
#include "methods.hpp"

namespace means {

template <class T>
struct Plain {
  using Lorentz = accuracy::PlainLorentz<T>;
  using S = accuracy::Variable<T>;
  using Space = Vector<S>;
  using Ambient = typename Lorentz::Ambient;

  static Parts<T> pair(const std::string& operation, const Pair<T>& in) {
    const bool has_offset = operation == "hyperplane_distance" || operation == "mlr_logit";
    std::vector<Vector<T>> arguments = {in.x, in.y};
    if (has_offset) arguments.push_back(Vector<T>::Constant(1, in.offset));
    arguments.push_back(Vector<T>::Constant(1, in.c));
    return parts(accuracy::differentiate<T>([&](const auto& a) { return pair_value(operation, a); },
                                            arguments, in.k));
  }

  static Parts<T> log_density(const Pair<T>& in) {
    return parts(accuracy::differentiate<T>(
        [](const auto& a) { return log_density(a[0], a[1], a[2], a[3][0]); },
        {in.x, in.y, in.sizes, Vector<T>::Constant(1, in.c)}, Vector<T>()));
  }

  static Parts<T> centroid(const Cloud<T>& in, T c) {
    return cloud(in, c, [](const Lorentz& space, const auto& points, const auto& weights) {
      return space.centre(weighted(points, weights)).space;
    });
  }

  // Steps of length 1 against the gradient, 32 at most, from the first point, until they are below
  // the clamp of the norm.
  static Parts<T> frechet_mean(const Cloud<T>& in, T c) {
    return cloud(in, c, [](const Lorentz& space, const auto& points, const auto& weights) {
      S total;
      for (const S& weight : weights) total += weight;
      Ambient mean = points[0];
      for (int step = 0; step < 32; ++step) {
        std::vector<Ambient> logarithms;
        for (const Ambient& point : points) logarithms.push_back(space.logmap(mean, point));
        const Ambient mover = (S(1) / total) * weighted(logarithms, weights);
        if (Lorentz::inner(mover, mover).value < T(1e-12)) break;
        mean = space.expmap(mean, mover);
      }
      return mean.space;
    });
  }

 private:
  static Space pair_value(const std::string& operation, const std::vector<Space>& a) {
    const Lorentz space(a.back()[0]);
    const Space &x = a[0], &y = a[1];
    const S length = sqrt(Lorentz::dot(y, y));
    const S time = space.point(x).time;
    if (operation == "busemann") {
      return accuracy::one_number<T>(log(space.rc * (time - Lorentz::dot(x, y) / length)) /
                                     space.rc);
    }
    if (operation == "boost") return space.boost(x, y, T(1));
    if (operation == "boost_inverse") return space.boost(x, y, T(-1));
    if (operation == "riemannian_gradient") {
      const S along = space.c * Lorentz::dot(x, y);
      return y + x.unaryExpr([&](const S& value) { return along * value; });
    }
    const S turn = space.rc * a[2][0];
    const S height = cosh(turn) * Lorentz::dot(x, y) / length - sinh(turn) * time;
    const S distance = asinh(space.rc * height) / space.rc;
    return accuracy::one_number<T>(operation == "mlr_logit" ? length * distance : distance);
  }

  static Space log_density(const Space& mean, const Space& x, const Space& sizes, const S& c) {
    const Lorentz space(c);
    const Ambient from = space.point(mean), root = space.root(mean.size());
    const Space v = space.transport(from, root, space.logmap(from, space.point(x))).space;
    const T two_pi = T(2 * std::acos(-1.0));
    S sum;
    for (Eigen::Index i = 0; i < v.size(); ++i) {
      const S ratio = v[i] / sizes[i];
      sum += S(T(-0.5)) * (ratio * ratio) - log(sizes[i]) - S(T(0.5) * std::log(two_pi));
    }
    const S r = space.rc * sqrt(Lorentz::dot(v, v));
    return accuracy::one_number<T>(sum - S(T(mean.size() - 1)) * log(sinh(r) / r));
  }

  template <class Points>
  static Ambient weighted(const Points& points, const Space& weights) {
    Ambient sum = weights[0] * points[0];
    for (std::size_t i = 1; i < points.size(); ++i) {
      sum = sum + weights[static_cast<Eigen::Index>(i)] * points[i];
    }
    return sum;
  }

  template <class Mean>
  static Parts<T> cloud(const Cloud<T>& in, T c, const Mean& mean) {
    std::vector<Vector<T>> arguments;
    for (Eigen::Index i = 0; i < in.points.rows(); ++i) arguments.push_back(in.points.row(i));
    arguments.push_back(in.weights);
    arguments.push_back(Vector<T>::Constant(1, c));
    const auto all = accuracy::differentiate<T>(
        [&](const std::vector<Space>& a) {
          const Lorentz space(a.back()[0]);
          std::vector<Ambient> points;
          for (std::size_t i = 0; i + 2 < a.size(); ++i) points.push_back(space.point(a[i]));
          return mean(space, points, a[a.size() - 2]);
        },
        arguments, in.grad_out);
    Matrix<T> by_points(in.points.rows(), in.points.cols());
    for (Eigen::Index i = 0; i < by_points.rows(); ++i) {
      by_points.row(i) = all.gradients[static_cast<std::size_t>(i)];
    }
    const std::size_t count = all.gradients.size();
    return {all.value, by_points, all.gradients[count - 2], all.gradients[count - 1]};
  }

  static Parts<T> parts(const accuracy::Differentiated<T>& all) {
    Parts<T> result = {all.value};
    for (const Vector<T>& gradient : all.gradients) result.push_back(gradient);
    return result;
  }
};

}  // namespace means
