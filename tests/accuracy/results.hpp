// What a method under test returns for one case of the reference.
#pragma once

#include "reference/reference.hpp"

namespace accuracy {

using reference::Points;
using reference::Vector;

template <class R>
struct PairResult {
  R value;
  Vector<R> x, y;
  R c;
};

template <class R>
struct PointResult {
  Vector<R> value;  // of one component where the function is a number
  Vector<R> x;
  R c;
};

}  // namespace accuracy
