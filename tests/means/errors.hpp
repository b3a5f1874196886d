// Records the errors of one case's results, in the order of the reference, beside their bounds.
#pragma once

#include "accuracy/table.hpp"
#include "cases.hpp"
#include "catch.hpp"
#include "reference/frame.hpp"

namespace means {

// Takes the numbers of a case one result after the other.
class Record {
 public:
  Record(accuracy::Table& table, const Case& k) : table_(table), case_(k), results_(k.numbers) {}

  // The results of a case of many dimensions are in the frame of these vectors.
  template <class T>
  void in_frame(const std::vector<Vector<T>>& vectors) {
    if (reference::is_framed(case_)) results_.in_frame(reference::Frame<T>(vectors));
  }

  // A vector, or one in each row, norm-wise, relative to the larger of its norm and a scale.
  template <class R>
  void vector(const std::string& name, const R& value, double bound, long double scale = 0) {
    long double error2 = 0, exact2 = 0;
    const bool column = value.cols() == 1;
    for (Eigen::Index i = 0; i < (column ? 1 : value.rows()); ++i) {
      const reference::Exact exact = results_.next(column ? value.rows() : value.cols());
      for (Eigen::Index j = 0; j < exact.size(); ++j) {
        const long double own = column ? value(j, 0) : value(i, j);
        error2 += (own - exact[j]) * (own - exact[j]);
        exact2 += exact[j] * exact[j];
      }
    }
    add(name, std::sqrt(error2), std::max(std::sqrt(exact2), scale), bound);
  }

  template <class R>
  void number(const std::string& name, R value, double bound, long double scale = 0) {
    vector(name, Vector<R>::Constant(1, value), bound, scale);
  }

  // A vector of which the reference holds every D/4-th element, if it has many.
  template <class R>
  void sampled(const std::string& name, const R& value, double bound, long double scale = 0) {
    if (!reference::is_framed(case_)) return vector(name, value, bound, scale);
    constexpr Eigen::Index kSampled = 4;
    const reference::Exact exact = results_.next(kSampled);
    long double error2 = 0;
    for (Eigen::Index i = 0; i < kSampled; ++i) {
      const long double own = value(i * (value.size() / kSampled), 0);
      error2 += (own - exact[i]) * (own - exact[i]);
    }
    const long double size = static_cast<long double>(value.size());
    const long double norm = value.template cast<long double>().norm();
    add(name, std::sqrt(error2 * size / kSampled), std::max(norm, scale), bound);
  }

  // Are all numbers of the case taken?
  bool done() const { return results_.done(); }

 private:
  void add(const std::string& name, long double error, long double size, double bound) {
    const double relative = reference::relative_error(size + error, size);
    table_.record(case_.operation, name, relative, bound,
                  case_.operation + " " + name + ", " + case_.regime + ", size " +
                      std::to_string(case_.size) + ", c " + accuracy::scientific(case_.c) +
                      ", seed " + std::to_string(case_.seed) + ", s " +
                      accuracy::scientific(case_.s) + ", parameter " +
                      accuracy::scientific(case_.parameter));
  }

  accuracy::Table& table_;
  const Case& case_;
  reference::Results results_;
};

inline void check_bounds(const accuracy::Table& table) {
  for (const auto& [operation, cells] : table.rows()) {
    for (const auto& [quantity, cell] : cells) {
      INFO(cell.where);
      CHECK(cell.excess <= 1);
    }
  }
}

}  // namespace means
