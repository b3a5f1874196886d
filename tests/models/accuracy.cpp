// Values, gradients, tangent maps and their gradients against the reference, within the documented
// bounds.
#include "accuracy/page.hpp"
#include "accuracy/table.hpp"
#include "cases.hpp"
#include "catch.hpp"
#include "plain.hpp"

namespace {

using models::Case;
using models::Exact;
using reference::Vector;

// |value - exact| / scale; 0 where they agree, infinite where not a number.
template <class T>
double error(const Vector<T>& value, const Exact& exact, long double scale) {
  const long double distance = (value.template cast<long double>() - exact).norm();
  if (distance == 0) return 0;
  const double ratio = static_cast<double>(distance / scale);
  return ratio >= 0 ? ratio : reference::kInfinity;
}
template <class T>
double error(T value, long double exact, long double scale) {
  return error(Vector<T>(Vector<T>::Constant(1, value)), Exact(Exact::Constant(1, exact)), scale);
}

struct Bounds {
  double value, gradient, tangent;
};

template <class T>
accuracy::Table errors(const std::vector<models::Map<T>>& maps, const Bounds& bound) {
  accuracy::Table table;
  for (const Case& k : models::cases<T>()) {
    const auto map = std::find_if(maps.begin(), maps.end(),
                                  [&](const models::Map<T>& m) { return m.name == k.map; });
    REQUIRE(map != maps.end());
    const models::Inputs<T> in = models::inputs<T>(k);
    const models::Results<T> exact{k, in};
    const rapidity::Curvature<T> c{T(k.c)};
    const std::string where = "size " + std::to_string(k.size) + ", seed " +
                              std::to_string(k.seed) + ", c " + std::to_string(k.c) + ", |x| " +
                              accuracy::scientific(double(in.x.norm())) + ", v " + k.companion +
                              ", lean " + accuracy::scientific(k.lean);
    const auto record = [&](const char* part, double e, double b) {
      table.record(k.map, part, e, b, where);
    };

    const Exact y = exact.value(), gv = exact.gradient(), moved = exact.moved(),
                gx = exact.tangent();
    record("value", error(map->value(in.x, c), y, y.norm()), bound.value);
    const auto g = map->vjp(in.x, c, in.v);
    record("∂x", error(Vector<T>(g.x), gv, gv.norm()), bound.gradient);
    record("∂c", error(g.c, k.gradient.c, std::fabs(k.gradient.c)), bound.gradient);
    const Vector<T> jv = map->tangent(in.x, in.v, c);
    record("Jv", error(jv, moved, moved.norm()), bound.gradient);
    const auto t = map->tangent_vjp(in.x, in.v, c, in.g);
    record("Jv ∂x", error(Vector<T>(t.x), gx, gx.norm()), bound.tangent);
    // The half-space's terms by c cancel, for a step along x by 1 / (rc x_t) and elsewhere by
    // chance: what counts is their size, E |v| |g| / 2c.
    const long double terms = k.F * in.v.template cast<long double>().norm() *
                              in.g.template cast<long double>().norm() / (2 * k.c);
    const bool cancels = k.map == "to_half_space" && std::is_same<T, double>::value;
    record("Jv ∂c", error(t.c, k.tangent.c, cancels ? terms : std::fabs(k.tangent.c)),
           bound.tangent);
  }
  return table;
}

void check(const accuracy::Table& table) {
  for (const auto& [map, cells] : table.rows()) {
    for (const auto& [quantity, cell] : cells) {
      INFO(map << " " << quantity << ", " << cell.where);
      CHECK(cell.excess <= 1);
    }
  }
}

template <class T>
accuracy::Table table() {
  return errors<T>(models::maps<T>(), std::is_same<T, float>::value ? Bounds{6.1e-8, 6.1e-8, 6.1e-8}
                                                                    : Bounds{1e-15, 2e-15, 5e-15});
}

accuracy::Table plain_table() { return errors<float>(models::PlainMaps<float>::all(), {}); }

}  // namespace

TEMPLATE_TEST_CASE("models keep their documented bounds", "[models]", float, double) {
  const auto errors = table<TestType>();
  std::printf("\nModels, %s\n%s", std::is_same<TestType, float>::value ? "float" : "double",
              errors.markdown(accuracy::unit<TestType>()).c_str());
  check(errors);
}

TEMPLATE_TEST_CASE("the gradient by a moved tangent vector is the map's own", "[models]", float,
                   double) {
  using T = TestType;
  const auto maps = models::maps<T>();
  for (const Case& k : models::cases<T>()) {
    const models::Inputs<T> in = models::inputs<T>(k);
    const rapidity::Curvature<T> c{T(k.c)};
    for (const models::Map<T>& map : maps) {
      if (map.name != k.map) continue;
      const Vector<T> by_v = map.tangent_vjp(in.x, in.v, c, in.g).v;
      CHECK(by_v == Vector<T>(map.vjp(in.x, c, in.g).x));
    }
  }
}

TEST_CASE("the plain maps lose what these keep", "[models]") {
  const auto table = plain_table();
  std::printf("\nModels, plain formulas in float\n%s",
              table.markdown(accuracy::unit<float>()).c_str());
  CHECK(table.rows().at("from_half_space").at("value").error > 0.1);
  CHECK(table.rows().at("to_half_space").at("value").error > 0.1);
}

TEST_CASE("docs/accuracy/models.md is written on request", "[models]") {
  accuracy::write_page("models", "models", table<float>(), table<double>(), plain_table());
}
