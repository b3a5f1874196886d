// Pages of docs/ that the tests write, where RAPIDITY_WRITE_ACCURACY=1.
#pragma once

#include <cstdlib>
#include <fstream>
#include <string>

#include "catch.hpp"
#include "table.hpp"

namespace accuracy {

const char* const kPageIntroduction = R"(

Worst errors, written by the tests as [accuracy.md](../accuracy.md) is, **in units of eps**: 2^-23 for float, 2^-52
for double; 0.5 is as good as correctly rounded, and n eps are n to 2n ulps. Relative, of a vector
||error|| / ||exact||; where a result passes through zero, relative to its terms, as the headers say.
sqrt(c) |x| from 1e-4 to 1e4, c in {0.1, 0.5, 1, 2, 10}, D from 2 to 5, 64, 512 and 2048.

)";

inline void write_page(const std::string& name, const std::string& text) {
  const char* const wanted = std::getenv("RAPIDITY_WRITE_ACCURACY");
  if (!wanted || std::string(wanted) != "1") return;
  const std::string path = std::string(RAPIDITY_DOCS_DIR) + "/" + name;
  std::ofstream file(path);
  file << text;
  file.close();
  INFO(path);
  CHECK(file.good());
}

const char* const kPlainFormulas = R"(
## The plain formulas, float

What the same inputs give with the formulas that the field prints and programs, in float, with the clamp 1e-8 where
it has one, gradients by automatic differentiation in reverse (`tests/accuracy/plain_lorentz.hpp` and the `plain.hpp`
of each test). 8.4e+06 and more: not one digit is right. inf: NaN, infinite, or not zero where it is to be zero.

)";

inline std::string miss(const std::string& what, double error, const Cell& found) {
  return "- " + what + ": " + two_digits(error) + " (" +
         found.where.substr(0, found.where.rfind(": error")) + ")\n";
}

// What misses the goals: in float 2 ulps, 1 in units of eps, for values and gradients; in double 8
// ulps, 4 in units of eps, for values.
inline std::string goals(const Table& of_float, const Table& of_double) {
  std::string misses;
  for (const auto& [row, cells] : of_float.rows()) {
    for (const auto& [part, found] : cells) {
      const double error = found.error / unit<float>();
      if (error > 1) misses += miss("float, " + row + " " + part, error, found);
    }
  }
  for (const auto& [row, cells] : of_double.rows()) {
    const double error = cells.at("value").error / unit<double>();
    if (error > 4) misses += miss("double, " + row + " value", error, cells.at("value"));
  }
  return "Goals: float within 2 ulps, 1 here, for values and gradients; double within 8 ulps, 4 "
         "here, for "
         "values. " +
         (misses.empty() ? "None is missed.\n\n" : "Missed by:\n\n" + misses + "\n");
}

// A page with a table for float, one for double and one for the plain formulas in float; remarks
// are what the tables do not say themselves.
inline void write_page(const std::string& name, const std::string& what, const Table& of_float,
                       const Table& of_double, const Table& plain,
                       const std::string& remarks = "") {
  const std::string text = "# Accuracy: " + what + kPageIntroduction + goals(of_float, of_double) +
                           remarks + "## float\n\n" + of_float.markdown(unit<float>()) +
                           "\n## double\n\n" + of_double.markdown(unit<double>()) + kPlainFormulas +
                           plain.markdown(unit<float>());
  write_page("accuracy/" + name + ".md", text);
}

}  // namespace accuracy
