// The space of curvature -c is the space of curvature -1 scaled by sqrt(c): the law of every motion
// and, by Euler's theorem, of its derivative with respect to c.
#include "catch.hpp"
#include "laws/spaces.hpp"
#include "motions.hpp"

namespace {

using laws::point;
using motions::Inputs;
using motions::Vector;

// With all lengths times s, a value scales as s^degree, the derivatives as their units say.
struct Law {
  std::string operation;
  int degree;     // of the value in lengths
  bool v_scales;  // the tangent vector is a length, and not just linear in the result
};

const Law kLaws[] = {{"radius", 1, false},  {"squared_distance", 2, false}, {"expmap", 1, true},
                     {"logmap", 1, false},  {"transport", 0, false},        {"geodesic", 1, false},
                     {"midpoint", 1, false}};

template <class Check>
void for_each_input(const Check& check) {
  laws::for_each_space<double>([&](const auto& c, auto size, double radius, auto& random) {
    const Vector<double> x = point<double>(random, size, c.value(), radius);
    const Vector<double> y = point<double>(random, size, c.value(), 2.5 * radius);
    const Vector<double> v = point<double>(random, size, c.value(), 1.5);
    check(Inputs<double>{x, y, v, reference::uniform<double>(random, size), 0.375, c.value()},
          radius);
  });
}

}  // namespace

TEST_CASE("motions scale with the curvature", "[motions]") {
  for_each_input([](const Inputs<double>& in, double) {
    const double root = std::sqrt(in.c);
    for (const Law& law : kLaws) {
      Inputs<double> one = in;
      one.x *= root;
      one.y *= root;
      if (law.v_scales) one.v *= root;
      one.c = 1;
      const Vector<double> value = motions::evaluate(law.operation, in)[0].second;
      const Vector<double> scaled =
          motions::evaluate(law.operation, one)[0].second / std::pow(root, law.degree);
      INFO(law.operation);
      CHECK(laws::close(value, scaled, 2e-13));
    }
  });
}

// f(x, y, v, c) = c^(-degree/2) f(rc x, rc y, rc v, 1) gives, by Euler's theorem,
// 2 c f_c = x . f_x + y . f_y + v . f_v - degree f.
TEST_CASE("the curvature gradient of a motion follows from the others", "[motions]") {
  for_each_input([](const Inputs<double>& in, double radius) {
    for (const Law& law : kLaws) {
      const auto parts = motions::evaluate(law.operation, in);
      double expected = 0, by_c = 0, terms = 0;
      const auto add = [&](double term) {
        expected += term;
        terms += std::abs(term);
      };
      for (const auto& [part, value] : parts) {
        if (part == "value") {
          add(-law.degree * (value.size() == 1 ? value[0] : value.dot(in.g)));
        } else if (part == "∂c") {
          by_c = value[0];
        } else if (part == "∂tangent") {
          if (law.v_scales) add(value.dot(in.v));
        } else if (part == "∂y" || part == "∂to" || part == "∂target") {
          add(value.dot(in.y));
        } else if (part != "∂t") {
          add(value.dot(in.x));
        }
      }
      INFO(law.operation << ", terms " << terms);
      CHECK(std::abs(2 * in.c * by_c - expected) <= 1e-13 * (1 + radius) * terms);
    }
  });
}
