// The report's geometry, layout and reading of the log.
#include <algorithm>
#include <cmath>
#include <random>

#include "catch.hpp"
#include "report/figures.hpp"
#include "report/hierarchy.hpp"
#include "report/html.hpp"
#include "report/labels.hpp"
#include "report/poincare.hpp"
#include "report/run_data.hpp"
#include "report/spread.hpp"
#include "report/svg.hpp"
#include "report_run.hpp"

using namespace meru::report;
using report_test::Folder;

namespace {

constexpr double kPi = 3.14159265358979323846;

DiskMap disk(double curvature, double farthest) {
  Details details;
  details.curvature = curvature;
  Point point;
  point.distance = farthest;
  details.points.push_back(point);
  return DiskMap::fit(details);
}

}  // namespace

TEST_CASE("radii are those of the Poincare disk, enlarged by the factor stated") {
  const DiskMap map = disk(0.46, 0.58);
  for (const double d : {0.0, 1e-6, 0.1, 0.58}) {
    CHECK(map.radius(d) ==
          Approx(map.enlargement() * std::tanh(std::sqrt(0.46) * d / 2)).epsilon(1e-14));
  }
  CHECK(map.radius(map.rim_distance()) == Approx(1).epsilon(1e-12));
  const DiskMap whole = disk(4, 3);
  CHECK(whole.enlargement() == 1);
  CHECK(std::isinf(whole.rim_distance()));
}

TEST_CASE("the exterior angle is that of hyperbolic trigonometry") {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> length(0.05, 3), turn(0.05, kPi - 0.05);
  for (int i = 0; i < 200; ++i) {
    const double c = std::exp(length(random) - 1.5);
    const double a = length(random), b = length(random), theta = turn(random);
    const double A = std::sqrt(c) * a, B = std::sqrt(c) * b;
    // Law of cosines twice: the third side, then the interior angle at the text.
    const double cosh_side =
        std::cosh(A) * std::cosh(B) - std::sinh(A) * std::sinh(B) * std::cos(theta);
    const double sinh_side = std::sqrt(cosh_side * cosh_side - 1);
    const double interior =
        std::acos((std::cosh(A) * cosh_side - std::cosh(B)) / (std::sinh(A) * sinh_side));
    const DiskMap map = disk(c, std::max(a, b));
    CAPTURE(c, a, b, theta);
    CHECK(exterior_angle(map, a, b, theta) == Approx(kPi - interior).margin(1e-6));
  }
}

TEST_CASE("a cone's edges leave its text at the aperture and end at the rim") {
  for (const double degrees : {1.0, 30.0, 75.0, 90.0}) {
    for (const double distance : {0.05, 0.4, 1.0}) {
      const double half_angle = degrees * kPi / 180;
      const DiskMap map = disk(0.8, 1.0);
      const auto outline = cone_outline(map, distance, half_angle);
      CAPTURE(degrees, distance);
      REQUIRE(outline.size() > 40);
      for (std::size_t i = 2; i < 24; ++i) {
        const double radius = std::hypot(outline[i].x, outline[i].y);
        const double angle = std::atan2(outline[i].y, outline[i].x);
        const double far = 2 * std::atanh(radius * map.extent) / std::sqrt(0.8);
        CHECK(exterior_angle(map, distance, far, angle) == Approx(half_angle).margin(1e-6));
        CHECK(radius <= 1 + 1e-9);
      }
      CHECK(std::hypot(outline[24].x, outline[24].y) == Approx(1).epsilon(1e-9));
      CHECK(outline[1].y == Approx(-outline.back().y).margin(1e-12));
    }
  }
}

TEST_CASE("spread keeps the order, leaves the gap and moves no more than it must") {
  const std::vector<double> moved = spread({0, 0, 0.5, 5}, 1);
  const std::vector<double> wanted{-5.0 / 6, 1.0 / 6, 7.0 / 6,
                                   5};  // the first three move by 0 in sum
  for (std::size_t i = 0; i < wanted.size(); ++i) CHECK(moved[i] == Approx(wanted[i]));
  CHECK(spread({1, 3, 9}, 1) == std::vector<double>{1, 3, 9});
  CHECK(spread({}, 1).empty());
  CHECK(spread_unordered({9, 1, 3}, 1) == std::vector<double>{9, 1, 3});
}

TEST_CASE("the circular layout keeps leaves even and texts of a level apart") {
  std::mt19937 random(3);
  std::normal_distribution<double> normal;
  std::vector<Point> points(52);
  for (std::size_t i = 0; i < points.size(); ++i) {
    points[i].level = i < 2 ? 0 : i < 12 ? 1 : 2;
    points[i].is_image = i >= 12;
    for (int k = 0; k < 8; ++k) points[i].tangent.push_back(normal(random));
    if (i >= 2) points[i].parents.push_back(i < 12 ? i % 2 : 2 + i % 10);
  }
  const Hierarchy hierarchy(points);
  CHECK(hierarchy.leaves().size() == 40);
  CHECK(hierarchy.is_above(0, 12));  // its text is point 4, whose text is point 0
  CHECK_FALSE(hierarchy.is_above(1, 12));
  const std::vector<double> angles = circular_layout(points, hierarchy);
  const auto least_gap = [&](std::size_t first, std::size_t last) {
    double least = 2 * kPi;
    for (std::size_t i = first; i < last; ++i) {
      for (std::size_t j = first; j < i; ++j) {
        least = std::min(least, std::abs(std::remainder(angles[i] - angles[j], 2 * kPi)));
      }
    }
    return least;
  };
  CHECK(least_gap(12, 52) == Approx(2 * kPi / 40));
  CHECK(least_gap(2, 12) > 0.2);
}

TEST_CASE("labels never cover one another nor leave the drawing") {
  LabelPlacer placer({0, 0, 100, 40}, 10);
  CHECK(placer.place({50, 20}, 5, "aaaa", "") != "");
  CHECK(placer.place({50, 20}, 5, "bbbb", "") != "");
  CHECK(placer.place({50, 20}, 5, "a label far too long for this drawing", "") == "");
  placer.block({0, 0, 100, 40});
  CHECK(placer.place({10, 10}, 5, "c", "") == "");
}

TEST_CASE("a log survives a kill and a resume") {
  const Folder folder("meru_report_log");
  const auto file = folder.path / "log.jsonl";
  report_test::write(file,
                     "{\"step\":0,\"loss\":5,\"root_distance\":[1,2]}\n"
                     "{\"step\":10,\"loss\":4}\n{\"step\":20,\"loss\":3}\n"
                     "{\"step\":10,\"loss\":4.5,\"root_distance\":[null,3]}\n{\"step\":20,\"lo");
  const Log log = read_log(file, 1);
  CHECK(log.series("loss").step == std::vector<double>{0, 10});
  CHECK(log.series("loss").value == std::vector<double>{5, 4.5});
  REQUIRE(log.root_distance.size() == 2);
  CHECK(std::isnan(log.root_distance[0].value[1]));
  CHECK(log.root_distance[1].value == std::vector<double>{2, 3});
  CHECK(log.series("absent").value.empty());
}

TEST_CASE("a difference counts only beyond its noise") {
  CHECK(compare(80, 78, 1000) == Standing::level);
  CHECK(compare(80, 75, 1000) == Standing::ahead);
  CHECK(compare(75, 80, 1000) == Standing::behind);
  CHECK(compare(1, 5, 1000, false) == Standing::ahead);
  CHECK(compare(80, 75, 100) == Standing::level);
  CHECK(compare(80, 77.5, std::nullopt) == Standing::ahead);
  CHECK(compare(100, 100, 1000) == Standing::level);
}

TEST_CASE("numbers and texts are written as people read them") {
  CHECK(fixed(-0.04, 1) == "0.0");
  CHECK(fixed(std::nan(""), 1) == "–");
  CHECK(signed_fixed(-0.04, 1) == "0.0");
  CHECK(signed_fixed(-3.14, 1) == "−3.1");
  CHECK(percent(100) == "100\u00A0%");
  CHECK(percent(99.97) == "100.0\u00A0%");
  CHECK(duration(148.6) == "149 s");
  CHECK(duration(3599.6) == "60 min 0 s");
  CHECK(shorten("日本語の文", 3) == "日本…");
  CHECK(shorten("short", 5) == "short");
  CHECK(tick_label(0.30000000000000004, 0.1) == "0.3");
  const std::vector<double> fifths = ticks(0, 1, 5);
  REQUIRE(fifths.size() == 6);
  CHECK(fifths[3] == Approx(0.6));
}
