// docs/accuracy.md, written by this test where RAPIDITY_WRITE_ACCURACY=1.
#include "composed.hpp"
#include "library.hpp"
#include "page.hpp"
#include "plain.hpp"

namespace {

const char* const kIntroduction = R"(# Accuracy

Written by the tests (run `ctest -R 'accuracy|motions|means|models'` with `RAPIDITY_WRITE_ACCURACY=1`); the same tests
check the bounds on every run. Each number is the worst error over the committed reference
(`tests/reference/`): sqrt(c) |x| from 1e-4 to 3e4, separations from 2 to 1e-7 of the norm (float) and to 1e-15
(double), c in {0.1, 0.5, 1, 2, 10}, D in {2, 3, 64, 512, 2048}. The reference uses none of the library's
formulas: it takes acosh of the Lorentz inner product, the law of cosines and numerical derivatives at 240 digits,
of the very floating-point coordinates that the functions get.

**Every error is in units of eps**, 2^-23 for float and 2^-52 for double, the spacing of the numbers next to 1: what
stands here is (relative error)/eps. One ulp of a number is between half an eps and an eps of it, so that n eps are n
to 2n ulps; 0.5 is as good as correctly rounded. Errors are relative; of a vector, ||error|| / ||exact||; of an angle,
absolute, in radians. ∂x, ∂y: gradient with respect to the first and the second point; ∂c: with respect to the
curvature parameter. "far": c |x|² > 1e6. 8.4e+06 (float) and more: not one digit is right. inf: NaN or infinite, or
not zero where it is to be zero.

The goals are: float within 2 ulps, 1 in these units, for values and gradients, angles within 3e-7 rad, 2.5 here;
double within 8 ulps, 4 in these units, for values, within 8 (1 + c |x|²) for the gradients by points. All of this
page keeps them; the pages below say what they miss.

Regimes: *random* directions and radii; *near*: y = x + noise; *radial*: y = (1 ± 2^-m) x, rounded;
*nearly radial*: y = 2^j x + noise; *opposite*: y = -2^j x + noise; *collinear*: y = ± 2^j x exactly;
*equal radii*: x turned by 2^-m; *mirrored*: the coordinates of x in reverse; *root*: one point is the origin.
The derivatives by c of the angle and of the entailment residual pass through zero, the former where the angle at y is
a right one (*equal radii*): their errors are within 9 eps of the terms, and a large number stands for no more than that.
*product distance*: two of these pairs and a Euclidean line, as one product space.

More tables: [motions](accuracy/motions.md), [boosts, horospheres, hyperplanes](accuracy/boosts.md),
[means](accuracy/means.md), [models](accuracy/models.md).
)";

const char* const kPlain = R"(
## The plain formulas, float

What the same inputs give with the formulas as printed in the literature, evaluated in float with the clamp 1e-8
and automatic differentiation (`tests/accuracy/plain.hpp`).

)";

template <class T, class Method>
std::string tables() {
  return accuracy::pair_errors<T, Method, accuracy::FloatBounds>().markdown(accuracy::unit<T>()) +
         "\n" +
         accuracy::point_errors<T, Method, accuracy::FloatBounds>().markdown(accuracy::unit<T>());
}

template <class T>
std::string composed() {
  return "\n" + accuracy::composed_errors<T, accuracy::FloatBounds>().markdown(accuracy::unit<T>());
}

std::string document() {
  return kIntroduction + ("\n## rapidity, float\n\n" + tables<float, accuracy::Rapidity<float>>()) +
         composed<float>() + "\n## rapidity, double\n\n" +
         tables<double, accuracy::Rapidity<double>>() + composed<double>() + kPlain +
         tables<float, accuracy::Plain<float>>();
}

}  // namespace

TEST_CASE("the plain formulas miss the bounds of the library", "[accuracy]") {
  const auto table = accuracy::pair_errors<float, accuracy::Plain<float>, accuracy::FloatBounds>();
  std::printf("\nTwo points, plain formulas in float\n%s",
              table.markdown(accuracy::unit<float>()).c_str());
  CHECK(table.rows().at("near").at("distance").error > 1);
  CHECK(table.rows().at("random, far").at("distance").error < 1e-3);
}

TEST_CASE("docs/accuracy.md is written on request", "[accuracy]") {
  accuracy::write_page("accuracy.md", document());
}
