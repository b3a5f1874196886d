// One dimension, and a ray of several: points are x = sinh(rho) / rc and every motion is addition
// of rapidities. What cancels there is compared with closed forms in long double.
#include "catch.hpp"
#include "motions.hpp"

namespace {

using motions::Vector;

constexpr double kCurvatures[] = {0.1, 0.5, 1.0, 2.0, 10.0};
constexpr double kRapidities[] = {-9.5, -4, -1, -1e-3, 1e-4, 0.5, 2, 9};

template <class T>
Vector<T> scalar(long double value) {
  return Vector<T>::Constant(1, T(value));
}

// Calls law(c, rc, rho of x, rho of y), the rapidities those of the rounded points.
template <class T, class Law>
void for_each_pair(const Law& law) {
  for (const double curvature : kCurvatures) {
    const long double rc = std::sqrt(static_cast<long double>(T(curvature)));
    for (const double a : kRapidities) {
      for (const double b : kRapidities) {
        const Vector<T> x = scalar<T>(std::sinh(a) / rc), y = scalar<T>(std::sinh(b) / rc);
        const long double at_x = std::asinh(rc * static_cast<long double>(x[0]));
        const long double at_y = std::asinh(rc * static_cast<long double>(y[0]));
        INFO("c " << curvature << ", rapidities " << a << " and " << b);
        law(rapidity::Curvature<T>(T(curvature)), rc, x, at_x, y, at_y);
      }
    }
  }
}

// The error that one ulp in a rapidity of this size makes, and one of the result.
template <class T>
bool close(T value, long double exact, long double shift) {
  const long double error = std::fabs(static_cast<long double>(value) - exact);
  return error <= 4 * std::numeric_limits<T>::epsilon() * (std::fabs(exact) + shift);
}

}  // namespace

TEMPLATE_TEST_CASE("on a line every motion adds rapidities", "[motions]", float, double) {
  using T = TestType;
  for_each_pair<T>([](const auto& c, long double rc, const Vector<T>& x, long double a,
                      const Vector<T>& y, long double b) {
    const long double ratio = std::cosh(b) / std::cosh(a);
    CHECK(close(rapidity::logmap(x, y, c)[0], (b - a) * std::cosh(a) / rc, 0));
    CHECK(close(rapidity::transport(x, y, scalar<T>(1), c)[0], ratio, ratio));
    CHECK(close(rapidity::radius(x, c), std::fabs(a) / rc, 0));
    const long double d2 = (a - b) * (a - b) / (rc * rc);
    CHECK(close(rapidity::squared_distance(x, y, c), d2, d2));
    CHECK(close(rapidity::midpoint(x, y, c)[0], std::sinh((a + b) / 2) / rc, 0));
    for (const double t : {-0.75, 0.25, 0.5, 1.75}) {
      const long double to = a + t * (b - a), way = std::fabs(t * (b - a)) + std::fabs(a);
      if (std::fabs(to) > 20) continue;
      INFO("t " << t);
      CHECK(close(rapidity::geodesic(x, y, T(t), c)[0], std::sinh(to) / rc,
                  way * std::cosh(to) / rc));
    }
    // the tangent vector of length |b - a| towards y, as it is rounded
    const Vector<T> v = scalar<T>((b - a) * std::cosh(a) / rc);
    const long double way = static_cast<long double>(v[0]) * rc / std::cosh(a);
    CHECK(close(rapidity::expmap(x, v, c)[0], std::sinh(a + way) / rc,
                (std::fabs(a) + std::fabs(way)) * std::cosh(b) / rc));
    CHECK(close(rapidity::tangent_norm(x, v, c), std::fabs(way) / rc, 0));
  });
}

// Where a motion leads inwards these are far below the norm of its derivative. In double those of
// transport and geodesic then lose digits, as their bounds say; float loses none.
TEMPLATE_TEST_CASE("along a line gradients are those of the rapidity", "[motions]", float, double) {
  using T = TestType;
  const Vector<T> one = scalar<T>(1);
  for_each_pair<T>([&](const auto& c, long double rc, const Vector<T>& x, long double a,
                       const Vector<T>& y, long double b) {
    const long double apart = std::fabs(b - a) + std::fabs(a);
    const long double lost = std::is_same<T, float>::value ? 0 : std::cosh(a) + std::cosh(b);
    const Vector<T> v = scalar<T>((b - a) * std::cosh(a) / rc);
    const long double z = static_cast<long double>(v[0]) * rc / std::cosh(a);
    const long double slope = std::cosh(a + z) / std::cosh(a);
    const auto e = rapidity::expmap_vjp(x, v, c, one);
    CHECK(close(e.tangent[0], slope, apart * slope));
    CHECK(close(e.base[0], slope * (1 - z * std::tanh(a)), apart * slope * std::fabs(z)));

    const long double ratio = std::cosh(a) / std::cosh(b);
    const auto l = rapidity::logmap_vjp(x, y, c, one);
    CHECK(close(l.target[0], ratio, apart * ratio));
    CHECK(close(l.base[0], (b - a) * std::tanh(a) - 1, 3 * apart));

    const long double to = 0.75L * a + 0.25L * b, end = std::cosh(to);
    const auto g = rapidity::geodesic_vjp(x, y, T(0.25), c, one);
    CHECK(close(g.x[0], 0.75L * end / std::cosh(a), lost));
    CHECK(close(g.y[0], 0.25L * end / std::cosh(b), lost));
    CHECK(close(g.t, (b - a) * end / rc, apart * apart * end / rc));

    const auto p = rapidity::transport_vjp(x, y, one, c, one);
    CHECK(close(p.tangent[0], 1 / ratio, lost));
  });
}
