// The worst error of every quantity in every regime, beside its bound.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace accuracy {

struct Cell {
  double error = 0;   // the worst one
  double excess = 0;  // the worst error divided by its own bound
  std::string where;  // the case of the worst excess
};

inline std::string scientific(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1e", value);
  return text;
}

// The unit of the tables: the spacing of the numbers of T next to 1, 2^-23 or 2^-52.
template <class T>
constexpr double unit() {
  return static_cast<double>(std::numeric_limits<T>::epsilon());
}

// A number in a table, two significant digits.
inline std::string two_digits(double value) {
  if (!(value < std::numeric_limits<double>::infinity())) return "inf";
  char text[32];
  if (value < 99.5 || value >= 9950) {
    std::snprintf(text, sizeof text, value < 9950 ? "%.2g" : "%.1e", value);
    return text;
  }
  const double tens = value < 995 ? 10 : 100;
  std::snprintf(text, sizeof text, "%.0f", std::round(value / tens) * tens);
  return text;
}

class Table {
 public:
  void record(const std::string& regime, const std::string& quantity, double error, double bound,
              const std::string& where) {
    Cell& cell = rows_[regime][quantity];
    if (std::find(quantities_.begin(), quantities_.end(), quantity) == quantities_.end()) {
      quantities_.push_back(quantity);
    }
    cell.error = std::max(cell.error, error);
    const double excess = error > 0 ? error / bound : 0;
    if (excess >= cell.excess) {
      cell.excess = excess;
      cell.where = where + ": error " + scientific(error) + ", bound " + scientific(bound);
    }
  }

  // A table in Markdown: a row per regime, a column per quantity, errors in the given unit.
  std::string markdown(double unit) const {
    std::string text = "| |";
    for (const std::string& quantity : quantities_) text += " " + quantity + " |";
    text += "\n|---|";
    for (std::size_t i = 0; i < quantities_.size(); ++i) text += "---|";
    text += "\n";
    for (const auto& [regime, cells] : rows_) {
      text += "| " + regime + " |";
      for (const std::string& quantity : quantities_) {
        const auto found = cells.find(quantity);
        text += " " + (found == cells.end() ? "" : two_digits(found->second.error / unit)) + " |";
      }
      text += "\n";
    }
    return text;
  }

  const std::map<std::string, std::map<std::string, Cell>>& rows() const { return rows_; }

 private:
  std::vector<std::string> quantities_;  // in the order of their first appearance
  std::map<std::string, std::map<std::string, Cell>> rows_;
};

}  // namespace accuracy
