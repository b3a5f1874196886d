// Functions of two points against the reference: values and gradients, float and double.
#include "evaluate.hpp"
#include "library.hpp"

TEST_CASE("functions of two float points keep their documented bounds", "[accuracy]") {
  const auto table =
      accuracy::pair_errors<float, accuracy::Rapidity<float>, accuracy::FloatBounds>();
  std::printf("\nTwo points, float\n%s", table.markdown(accuracy::unit<float>()).c_str());
  accuracy::check_bounds(table);
}

TEST_CASE("functions of two double points keep their documented bounds", "[accuracy]") {
  const auto table =
      accuracy::pair_errors<double, accuracy::Rapidity<double>, accuracy::DoubleBounds>();
  std::printf("\nTwo points, double\n%s", table.markdown(accuracy::unit<double>()).c_str());
  accuracy::check_bounds(table);
}
