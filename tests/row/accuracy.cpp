// The row formulas in double, before any rounding to float: a wrong small term shows here first.
#include "accuracy/evaluate.hpp"
#include "rows.hpp"

namespace {

using FloatPoints = rows::Rows<rapidity::Precision<float>, float>;
using FloatOnlyPoints = rows::Rows<rapidity::FloatOnly, float>;
using DoublePoints = rows::Rows<rapidity::Precision<double>, double>;

}  // namespace

TEST_CASE("row formulas for pairs of float points", "[row]") {
  const auto table = accuracy::pair_errors<float, FloatPoints, accuracy::PlainSumBounds>();
  std::printf("\nRow formulas, float points in double\n%s",
              table.markdown(accuracy::unit<float>()).c_str());
  accuracy::check_bounds(table);
}

TEST_CASE("row formulas for pairs of double points", "[row]") {
  const auto table = accuracy::pair_errors<double, DoublePoints, accuracy::DoubleBounds>();
  std::printf("\nRow formulas, double points in double\n%s",
              table.markdown(accuracy::unit<double>()).c_str());
  accuracy::check_bounds(table);
}

TEST_CASE("row formulas without double", "[row]") {
  const auto table = accuracy::pair_errors<float, FloatOnlyPoints, accuracy::FloatOnlyBounds>();
  std::printf("\nRow formulas, float points in float\n%s",
              table.markdown(accuracy::unit<float>()).c_str());
  accuracy::check_bounds(table);
}

TEST_CASE("row formulas for one point", "[row]") {
  const auto of_float = accuracy::point_errors<float, FloatPoints, accuracy::PlainSumBounds>();
  const auto of_double = accuracy::point_errors<double, DoublePoints, accuracy::DoubleBounds>();
  std::printf("\nRow formulas, one point of float\n%s",
              of_float.markdown(accuracy::unit<float>()).c_str());
  std::printf("\nRow formulas, one point of double\n%s",
              of_double.markdown(accuracy::unit<double>()).c_str());
  accuracy::check_bounds(of_float);
  accuracy::check_bounds(of_double);
}
