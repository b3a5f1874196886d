// lift of alpha v against lift of what alpha makes of v, in long double.
#include <rapidity/row/scaled_lift.hpp>

#include <cmath>
#include <limits>

#include "catch.hpp"

namespace row = rapidity::row;

TEST_CASE("a lift with a factor is the lift of the product", "[row]") {
  using W = long double;
  const W infinity = std::numeric_limits<W>::infinity();
  for (const W limit : {infinity, W(0.5)}) {
    for (const W alpha : {W(0.03), W(1), W(-2.5), W(0)}) {
      for (const W length : {W(1e-6), W(0.3), W(7)}) {
        for (const W c : {W(0.1), W(1), W(10)}) {
          INFO("limit " << limit << ", alpha " << alpha << ", |v| " << length << ", c " << c);
          // v along the first axis, g = (3, -2): all there is of a gradient lies in their plane.
          const W v = length, u = alpha * v, g = 3, g_across = -2;
          const auto k = row::scaled_lift_vjp(W(v * v), W(g * v), alpha, c, limit);
          const auto of_u = row::lift_vjp(W(u * u), W(g * u), c, limit);
          const auto map = row::scaled_lift(W(v * v), alpha, c, limit);
          const W rounding = 8 * std::numeric_limits<W>::epsilon();
          CHECK(std::abs(map(v) - row::lift_scale(W(u * u), c, limit) * u) <=
                rounding * std::abs(map(v)));
          CHECK(std::abs(k.at(g, v) - alpha * of_u.at(g, u)) <=
                rounding * std::abs(alpha * of_u.scale * g));
          CHECK(std::abs(k.at(g_across, W(0)) - alpha * of_u.at(g_across, W(0))) <=
                rounding * std::abs(k.at(g_across, W(0))));
          CHECK(std::abs(k.c - of_u.c) <= rounding * std::abs(of_u.c));
          // x moves with alpha as u does, by v; beyond the limit not at all.
          const bool is_capped = std::sqrt(c) * std::abs(u) > limit;
          const W by_alpha = is_capped ? W(0) : W(of_u.at(g, u) * v);
          CHECK(std::abs(k.alpha - by_alpha) <= rounding * std::abs(by_alpha));
        }
      }
    }
  }
}
