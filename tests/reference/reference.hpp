// Reads the committed reference (data/*.txt, columns named in each file's second line).
#pragma once

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "case_inputs.hpp"

namespace reference {

// A function of two points: its value and gradient, g_x = cross y_perp + along_x x and
// g_y = cross x_perp + along_y y, where y_perp is the part of y orthogonal to x.
struct PairFunction {
  long double value, cross, along_x, along_y, c;
};

// A number in two doubles, 32 digits.
struct TwoDoubles {
  double high, low;
};

// y_perp = (y - near x) - foot_x x and x_perp = (x - near y) - foot_y y.
struct PairCase : Case {
  std::string regime;
  double sine;  // of the angle at the end of the shorter side, 0 where the points are collinear
  double near;  // 1 for points closer to each other than to the origin, else 0
  TwoDoubles foot_x, foot_y;
  PairFunction inner, distance, exterior_angle;
};

// A function of one point: lift and logmap0 are S*x with the gradient S g + along x for the
// incoming gradient g = y of the case; time and half_aperture have the gradient along x.
struct PointCase : Case {
  std::string operation;
  double min_radius;
  long double value, along, c_gradient;
};

struct ScalarCase {
  std::string function;
  double argument;
  long double value;
};

namespace detail {

// Words of one line; numbers in decimal or hexadecimal floating point.
class Words {
 public:
  explicit Words(const std::string& line) : in_(line) {}

  std::string text() {
    std::string word;
    if (!(in_ >> word)) throw std::runtime_error("reference data: a line is too short");
    return word;
  }
  long double number() { return std::strtold(text().c_str(), nullptr); }
  bool done() { return (in_ >> std::ws).eof(); }

 private:
  std::istringstream in_;
};

inline void read_inputs(Words& words, Case& k) {
  k.size = static_cast<Eigen::Index>(words.number());
  k.c = static_cast<double>(words.number());
  k.seed = static_cast<std::uint64_t>(words.number());
  k.s = static_cast<double>(words.number());
  k.a = static_cast<double>(words.number());
  k.b = static_cast<double>(words.number());
  k.companion = words.text();
}

inline PairFunction read_pair_function(Words& words) {
  PairFunction f;
  for (long double* part : {&f.value, &f.cross, &f.along_x, &f.along_y, &f.c}) {
    *part = words.number();
  }
  return f;
}

inline TwoDoubles read_two_doubles(Words& words) {
  const double high = static_cast<double>(words.number());
  return {high, static_cast<double>(words.number())};
}

inline PairCase read(Words& words, PairCase k) {
  k.regime = words.text();
  read_inputs(words, k);
  k.sine = static_cast<double>(words.number());
  k.near = static_cast<double>(words.number());
  k.foot_x = read_two_doubles(words);
  k.foot_y = read_two_doubles(words);
  k.inner = read_pair_function(words);
  k.distance = read_pair_function(words);
  k.exterior_angle = read_pair_function(words);
  return k;
}

inline PointCase read(Words& words, PointCase k) {
  k.operation = words.text();
  read_inputs(words, k);
  k.min_radius = static_cast<double>(words.number());
  k.value = words.number();
  k.along = words.number();
  k.c_gradient = words.number();
  return k;
}

inline ScalarCase read(Words& words, ScalarCase k) {
  k.function = words.text();
  k.argument = static_cast<double>(words.number());
  k.value = words.number();
  return k;
}

template <class Row>
std::vector<Row> read_file(const std::string& name) {
  const std::string path = std::string(RAPIDITY_REFERENCE_DIR) + "/" + name;
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::vector<Row> rows;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    Words words(line);
    rows.push_back(read(words, Row{}));
    if (!words.done()) throw std::runtime_error(path + ": a line is too long");
  }
  return rows;
}

template <class T>
std::string file_name(const std::string& stem) {
  return stem + (std::is_same<T, float>::value ? "_float.txt" : "_double.txt");
}

}  // namespace detail

template <class T>
std::vector<PairCase> pair_cases() {
  return detail::read_file<PairCase>(detail::file_name<T>("pairs"));
}

template <class T>
std::vector<PointCase> point_cases() {
  return detail::read_file<PointCase>(detail::file_name<T>("points"));
}

template <class T>
std::vector<ScalarCase> scalar_cases() {
  return detail::read_file<ScalarCase>(detail::file_name<T>("scalars"));
}

}  // namespace reference
