// Reads the reference of means.py (data/means_*.txt) and rebuilds its inputs.
#pragma once

#include <string>
#include <vector>

#include "reference/reference.hpp"

namespace means {

using reference::Points;
using reference::Vector;

template <class T>
using Matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// The value and the gradients by every argument, one number after the other.
struct Case : reference::Case {
  std::string operation, regime;
  double parameter;  // an offset, a number of points, an argument
  std::vector<long double> numbers;
};

template <class T>
std::vector<Case> cases() {
  const std::string path =
      std::string(RAPIDITY_REFERENCE_DIR) + "/" + reference::detail::file_name<T>("means");
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::vector<Case> all;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    reference::detail::Words words(line);
    Case k;
    k.operation = words.text();
    k.regime = words.text();
    reference::detail::read_inputs(words, k);
    k.parameter = static_cast<double>(words.number());
    while (!words.done()) k.numbers.push_back(words.number());
    all.push_back(k);
  }
  return all;
}

// The incoming gradient of a pair, also its deviations less 1/4.
template <class T>
Vector<T> incoming(const Case& k) {
  reference::SplitMix64 random(k.seed + 1000003);
  return reference::uniform<T>(random, k.size);
}

template <class T>
struct Cloud {
  Matrix<T> points;
  Vector<T> weights, grad_out;
};

template <class T>
Cloud<T> cloud(const Case& k) {
  const Vector<T> x = reference::points<T>(k).x;
  const Eigen::Index count = static_cast<Eigen::Index>(k.parameter);
  reference::SplitMix64 random(k.seed + 1000003);
  Cloud<T> all{Matrix<T>(count, k.size), Vector<T>(), Vector<T>()};
  for (Eigen::Index i = 0; i < count; ++i) {
    all.points.row(i) = T(k.a) * x + T(k.b) * reference::uniform<T>(random, k.size);
  }
  all.weights = reference::uniform<T>(random, count).cwiseAbs();
  if (count > 2 && k.seed % 3 == 0) all.weights[0] = T(0);
  all.grad_out = reference::uniform<T>(random, k.size);
  return all;
}

}  // namespace means
