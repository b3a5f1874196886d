// The orthonormal frame that Gram and Schmidt make of vectors, in long double: that of frame.py, in
// which it writes the results of cases of many dimensions.
#pragma once

#include <functional>
#include <vector>

#include "errors.hpp"

namespace reference {

using Exact = Vector<long double>;

// Are the vectors of this case's results written in the frame of its inputs?
inline bool is_framed(const Case& k) { return k.size >= 512; }

// |value - exact| / scale; 0 where they agree, infinite where not a number.
template <class R>
double error(const Vector<R>& value, const Exact& exact, long double scale) {
  const long double difference = (value.template cast<long double>() - exact).norm();
  return relative_error(scale + difference, scale);
}

template <class T>
class Frame {
 public:
  // A vector that is zero or collinear with the first one has no axis of its own.
  explicit Frame(const std::vector<Vector<T>>& vectors) {
    for (const Vector<T>& vector : vectors) {
      if (vector.isZero(0)) continue;
      if (axes_.empty()) {
        base_ = vector;
        add(vector.template cast<long double>());
        continue;
      }
      Exact rest = rejection_from_base(vector);
      const long double length = rest.norm();
      if (length < 1e-25L * vector.template cast<long double>().norm()) continue;  // collinear
      for (int twice = 0; twice < 2; ++twice) {
        for (std::size_t j = 1; j < axes_.size(); ++j) rest -= axes_[j].dot(rest) * axes_[j];
      }
      if (rest.norm() < 1e-9L * length) throw std::runtime_error("frame: vectors too dependent");
      add(rest);
    }
  }

  Eigen::Index rank() const { return static_cast<Eigen::Index>(axes_.size()); }
  Eigen::Index dimension() const { return base_.size(); }

  // The vector with these coordinates, rank() of them.
  Exact vector(const long double* coordinates) const {
    Exact result = Exact::Zero(base_.size());
    for (const Exact& axis : axes_) result += *coordinates++ * axis;
    return result;
  }

 private:
  void add(const Exact& direction) { axes_.push_back(direction / direction.norm()); }

  // The part across the first vector, to the digits of its own size: what the first step leaves
  // along it is taken away by the second.
  Exact rejection_from_base(const Vector<T>& vector) const {
    const Exact base = base_.template cast<long double>();
    const Exact whole = vector.template cast<long double>();
    const bool near = 4 * (whole - base).squaredNorm() < whole.squaredNorm();
    const Exact part = near ? Exact(whole - base) : whole;
    const long double base2 = base.squaredNorm();
    const TwoDoubles foot{static_cast<double>(base.dot(part) / base2), 0};
    Exact rest(base.size());
    for (Eigen::Index i = 0; i < rest.size(); ++i) {
      rest[i] = rejection(static_cast<double>(base_[i]), static_cast<double>(vector[i]),
                          near ? 1 : 0, foot);
    }
    return rest - (base.dot(rest) / base2) * base;
  }

  Vector<T> base_;
  std::vector<Exact> axes_;
};

// The numbers of one case, one result after the other; those of vectors in a frame, if it has one.
class Results {
 public:
  explicit Results(const std::vector<long double>& numbers) : numbers_(numbers) {}

  template <class T>
  void in_frame(const Frame<T>& frame) {
    rank_ = frame.rank();
    dimension_ = frame.dimension();
    expand_ = [frame](const long double* coordinates) { return frame.vector(coordinates); };
  }

  // The next result, of so many elements; in the frame if it has as many as the frame's vectors.
  Exact next(Eigen::Index size) {
    const bool framed = expand_ && size == dimension_;
    const Eigen::Index count = framed ? rank_ : size;
    if (at_ + count > static_cast<Eigen::Index>(numbers_.size())) {
      throw std::runtime_error("reference data: a case has too few numbers");
    }
    const long double* const first = numbers_.data() + at_;
    at_ += count;
    return framed ? expand_(first) : Exact(Eigen::Map<const Exact>(first, count));
  }

  // Are all numbers taken?
  bool done() const { return at_ == static_cast<Eigen::Index>(numbers_.size()); }

 private:
  const std::vector<long double>& numbers_;
  std::function<Exact(const long double*)> expand_;
  Eigen::Index rank_ = 0, dimension_ = 0, at_ = 0;
};

}  // namespace reference
