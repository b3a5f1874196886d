// Values and every gradient against the reference, within the bounds that the headers document.
#include "accuracy/page.hpp"
#include "accuracy/table.hpp"
#include "catch.hpp"
#include "motions.hpp"

namespace {

using accuracy::Table;

template <class T>
double bound(const std::string& operation) {
  if (std::is_same<T, float>::value) return 6.1e-8;  // half an ulp and a little
  const bool moves = operation == "expmap" || operation == "logmap" || operation == "transport" ||
                     operation == "geodesic";
  return moves ? 1e-14 : 2e-15;
}

std::string describe(const motions::Case& k) {
  return "seed " + std::to_string(k.seed) + ", size " + std::to_string(k.size) + ", c " +
         std::to_string(k.c) + ", s " + accuracy::scientific(k.s);
}

template <class T>
Table errors() {
  Table table;
  for (const motions::Case& k : motions::cases<T>()) {
    std::size_t at = 0;
    for (const auto& [part, value] : motions::evaluate(k.operation, motions::inputs<T>(k))) {
      REQUIRE(at + static_cast<std::size_t>(value.size()) <= k.numbers.size());
      const long double* const exact = k.numbers.data() + at;
      const double error = reference::norm_error(value, [&](Eigen::Index i) { return exact[i]; });
      table.record(k.operation, part, error, bound<T>(k.operation), describe(k));
      at += static_cast<std::size_t>(value.size());
    }
    REQUIRE(at == k.numbers.size());
  }
  return table;
}

}  // namespace

TEMPLATE_TEST_CASE("motions keep their documented bounds", "[motions]", float, double) {
  const Table table = errors<TestType>();
  std::printf("\nMotions, %s\n%s", sizeof(TestType) == 4 ? "float" : "double",
              table.markdown().c_str());
  for (const std::string& operation : motions::operations()) {
    INFO(operation);
    REQUIRE(table.rows().count(operation) == 1);
    for (const auto& [part, cell] : table.rows().at(operation)) {
      INFO(part << ", " << cell.where);
      CHECK(cell.excess <= 1);
    }
  }
}

TEST_CASE("docs/accuracy/motions.md is written on request", "[motions]") {
  accuracy::write_page("motions", "motions", errors<float>().markdown(),
                       errors<double>().markdown());
}
