// Pages of docs/ that the tests write, where RAPIDITY_WRITE_ACCURACY=1.
#pragma once

#include <cstdlib>
#include <fstream>
#include <string>

#include "catch.hpp"

namespace accuracy {

const char* const kPageIntroduction = R"(

Worst errors, written by the tests as [accuracy.md](../accuracy.md) is. Relative, of a vector
||error|| / ||exact||; where a result passes through zero, relative to its terms, as the headers say.
sqrt(c) |x| from 1e-4 to 1e4, c in {0.1, 0.5, 1, 2, 10}, D small, and some of 64.
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

// A page with a table for float and one for double.
inline void write_page(const std::string& name, const std::string& what,
                       const std::string& float_table, const std::string& double_table) {
  write_page("accuracy/" + name + ".md", "# Accuracy: " + what + kPageIntroduction +
                                             "\n## float\n\n" + float_table + "\n## double\n\n" +
                                             double_table);
}

}  // namespace accuracy
