// Functions made of others against the reference composed of theirs, float and double.
#include "composed.hpp"

TEST_CASE("functions made of others keep their documented bounds, float", "[accuracy]") {
  const auto table = accuracy::composed_errors<float, accuracy::FloatBounds>();
  std::printf("\nComposed, float\n%s", table.markdown(accuracy::unit<float>()).c_str());
  CHECK(table.rows().size() == 2);
  accuracy::check_bounds(table);
}

TEST_CASE("functions made of others keep their documented bounds, double", "[accuracy]") {
  const auto table = accuracy::composed_errors<double, accuracy::DoubleBounds>();
  std::printf("\nComposed, double\n%s", table.markdown(accuracy::unit<double>()).c_str());
  CHECK(table.rows().size() == 2);
  accuracy::check_bounds(table);
}
