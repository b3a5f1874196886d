// NaN in, NaN out; never NaN from finite input, however extreme.
#include <limits>

#include "catch.hpp"
#include "motions.hpp"

namespace {

using motions::Inputs;
using motions::Vector;

// 0, subnormal, moderate and largest numbers; double, too, within the range of float.
template <class T>
std::vector<T> magnitudes() {
  const T largest = std::numeric_limits<float>::max();
  return {T(0),   std::numeric_limits<T>::denorm_min(), T(1e-30), T(1e-7), T(1), T(100), T(1e8),
          largest};
}

template <class T>
std::vector<Vector<T>> directions() {
  std::vector<Vector<T>> all(4, Vector<T>(3));
  all[0] << T(1), T(0), T(0);
  all[1] << T(-1), T(0), T(0);
  all[2] << T(0), T(1), T(0);
  all[3] << T(0.9), T(-0.3), T(0.4);
  return all;
}

template <class T>
bool any_nan(const std::string& operation, const Inputs<T>& in) {
  for (const auto& [part, value] : motions::evaluate(operation, in)) {
    if (value.hasNaN()) return true;
  }
  return false;
}

// Every part depends on every input, save that a linear map's derivative is not its argument's.
inline bool depends(const std::string& operation, const std::string& part, char input) {
  if (input == 'g') return part != "value";
  if (operation == "transport") return part != "∂tangent" || input != 'v';
  if (operation == "tangent_inner") return part != (input == 'v' ? "∂v" : input == 'y' ? "∂u" : "");
  return true;
}

template <class T>
void check_nan(const std::string& operation, const Inputs<T>& in, char input) {
  for (const auto& [part, value] : motions::evaluate(operation, in)) {
    INFO(operation << " " << part << ", NaN in " << input << ": " << value.transpose());
    if (depends(operation, part, input)) CHECK(value.hasNaN());
  }
}

template <class T>
Inputs<T> moderate() {
  Vector<T> x(4), y(4), v(4), g(4);
  x << T(0.3), T(-0.2), T(0.5), T(0.1);
  y << T(1), T(0.4), T(-2), T(0.7);
  v << T(-0.6), T(0.5), T(0.25), T(1);
  g << T(1), T(-2), T(0.5), T(0.75);
  return {x, y, v, g, T(0.375), T(1)};
}

}  // namespace

TEMPLATE_TEST_CASE("finite vectors never move to NaN", "[motions]", float, double) {
  using T = TestType;
  const auto all = directions<T>();
  for (const std::string& operation : motions::operations()) {
    for (const Vector<T>& u : all) {
      for (const Vector<T>& w : all) {
        for (const T r : magnitudes<T>()) {
          for (const T s : magnitudes<T>()) {
            for (const T t : {T(0), T(0.5), T(1), T(-1), T(2), T(-1e30)}) {
              if (t != T(0) && operation != "geodesic") continue;
              // the tangent vector is now y, now along x
              for (const Vector<T>& v : {Vector<T>(s * w), Vector<T>(-r * w)}) {
                const Inputs<T> in{r * u, s * w, v, all[3], t, T(1)};
                INFO(operation << ", x " << in.x.transpose() << ", y " << in.y.transpose() << ", v "
                               << v.transpose() << ", t " << t);
                if (any_nan(operation, in)) CHECK_FALSE(any_nan(operation, in));
              }
            }
          }
        }
      }
    }
  }
}

TEMPLATE_TEST_CASE("NaN in any argument of a motion gives NaN", "[motions]", float, double) {
  using T = TestType;
  const T nan = std::numeric_limits<T>::quiet_NaN();
  for (const std::string& operation : motions::operations()) {
    const bool has_v = operation == "expmap" || operation == "transport" || operation[0] == 't';
    const bool has_y =
        operation != "expmap" && operation != "tangent_norm" && operation != "radius";
    const bool has_g = operation == "expmap" || operation == "logmap" || operation == "transport" ||
                       operation == "geodesic" || operation == "midpoint";
    for (const bool at_origin : {false, true}) {
      Inputs<T> good = moderate<T>();
      if (at_origin) good.x.setZero();
      Inputs<T> in = good;
      in.x[1] = nan;
      check_nan(operation, in, 'x');
      in = good;
      in.y[2] = nan;
      if (has_y) check_nan(operation, in, 'y');
      in = good;
      in.v[3] = nan;
      if (has_v) check_nan(operation, in, 'v');
      in = good;
      in.t = nan;
      if (operation == "geodesic") check_nan(operation, in, 't');
      in = good;
      in.g[0] = nan;
      if (has_g) check_nan(operation, in, 'g');
    }
  }
}
