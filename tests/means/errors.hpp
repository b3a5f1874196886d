// Records the errors of one case's results, in the order of the reference, beside their bounds.
#pragma once

#include "accuracy/table.hpp"
#include "cases.hpp"
#include "catch.hpp"
#include "reference/errors.hpp"

namespace means {

// Takes the numbers of a case one result after the other.
class Record {
 public:
  Record(accuracy::Table& table, const Case& k) : table_(table), case_(k) {}

  // A vector, norm-wise, relative to the larger of its norm and a scale.
  template <class R>
  void vector(const std::string& name, const R& value, double bound, long double scale = 0) {
    long double error2 = 0, exact2 = 0;
    for (Eigen::Index i = 0; i < value.rows(); ++i) {
      for (Eigen::Index j = 0; j < value.cols(); ++j) {
        const long double exact = case_.numbers.at(next_++);
        const long double error = static_cast<long double>(value(i, j)) - exact;
        error2 += error * error;
        exact2 += exact * exact;
      }
    }
    add(name, std::sqrt(error2), std::max(std::sqrt(exact2), scale), bound);
  }

  template <class R>
  void number(const std::string& name, R value, double bound, long double scale = 0) {
    vector(name, Vector<R>::Constant(1, value), bound, scale);
  }

  // Are all numbers of the case taken?
  bool done() const { return next_ == case_.numbers.size(); }

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
  std::size_t next_ = 0;
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
