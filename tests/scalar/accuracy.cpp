// Every scalar function against the reference, in units in the last place, beside its documented
// bound.
#include <rapidity/scalar/acosh1p.hpp>
#include <rapidity/scalar/asinhc.hpp>
#include <rapidity/scalar/langevinc.hpp>
#include <rapidity/scalar/sinhc.hpp>

#include <cstdio>
#include <map>
#include <string>

#include "catch.hpp"
#include "reference/errors.hpp"

namespace {

template <class T>
struct Contract {
  T (*function)(const T&);
  double ulp;            // the documented bound at z = 0
  double ulp_per_z = 0;  // its growth with z
};

template <class T>
std::map<std::string, Contract<T>> contracts() {
  namespace s = rapidity::scalar;
  return {{"acosh1p", {s::acosh1p<T>, 3}},
          {"asinhc", {s::asinhc<T>, 4}},
          {"asinhc_log_slope", {s::asinhc_log_slope<T>, 10}},
          {"asinhc_slope", {s::asinhc_slope<T>, 12}},
          {"langevinc", {s::langevinc<T>, 3}},
          {"sinhc", {s::sinhc<T>, 2, 0.5}},
          {"sinhc_slope", {s::sinhc_slope<T>, 5, 0.5}}};
}

// |value - exact| in units of the last place of the exact value.
template <class T>
double ulp_error(T value, long double exact) {
  int exponent;
  std::frexp(exact, &exponent);
  const int digits = std::numeric_limits<T>::digits;
  const int smallest = std::numeric_limits<T>::min_exponent - digits;
  const long double ulp = std::ldexp(1.0L, std::max(exponent - digits, smallest));
  return reference::absolute_error(value, exact) / static_cast<double>(ulp);
}

}  // namespace

TEMPLATE_TEST_CASE("scalar functions keep their documented bounds", "[scalar]", float, double) {
  const auto functions = contracts<TestType>();
  std::map<std::string, double> worst;
  for (const reference::ScalarCase& k : reference::scalar_cases<TestType>()) {
    const Contract<TestType>& contract = functions.at(k.function);
    const double error = ulp_error(contract.function(TestType(k.argument)), k.value);
    worst[k.function] = std::max(worst[k.function], error);
    INFO(k.function << "(" << k.argument << ")");
    CHECK(error <= contract.ulp + contract.ulp_per_z * std::sqrt(k.argument));
  }
  CHECK(worst.size() == functions.size());
  for (const auto& [name, error] : worst) {
    std::printf("%s, %d digits: worst error %.2f ulp\n", name.c_str(),
                std::numeric_limits<TestType>::digits, error);
  }
}
