// Functions of one point against the reference: values and gradients, float and double.
#include "evaluate.hpp"
#include "library.hpp"

TEST_CASE("functions of one float point keep their documented bounds", "[accuracy]") {
  const auto table =
      accuracy::point_errors<float, accuracy::Rapidity<float>, accuracy::FloatBounds>();
  std::printf("\nOne point, float\n%s", table.markdown(accuracy::unit<float>()).c_str());
  accuracy::check_bounds(table);
}

TEST_CASE("functions of one double point keep their documented bounds", "[accuracy]") {
  const auto table =
      accuracy::point_errors<double, accuracy::Rapidity<double>, accuracy::DoubleBounds>();
  std::printf("\nOne point, double\n%s", table.markdown(accuracy::unit<double>()).c_str());
  accuracy::check_bounds(table);
}
