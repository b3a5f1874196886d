// What the functions take: rows, columns, blocks, maps, expressions, no coordinates at all; what
// they refuse and how they say it.
#include "catch.hpp"
#include "motions.hpp"

namespace {

using motions::Vector;

const rapidity::Curvature<double> kC(0.5);

// The call throws a shape_error that names the function, the argument and both sizes.
template <class Call>
void refused(const Call& call, const std::string& who) {
  std::string text = "no shape_error was thrown";
  try {
    call();
  } catch (const rapidity::shape_error& error) {
    text = error.what();
  }
  INFO(text);
  CHECK(text.find("rapidity::" + who + " has 3 elements") == 0);
  CHECK(text.find("expected 2") != std::string::npos);
}

}  // namespace

TEST_CASE("motions take any vector expressions", "[motions]") {
  const Eigen::Matrix<double, 4, 3> m = Eigen::Matrix<double, 4, 3>::Random();
  const Eigen::Vector3d x = m.row(0), y = m.row(1), v = m.row(2), g = m.row(3);
  const Eigen::RowVectorXd row = m.row(1);
  double storage[6] = {v[0], 9, v[1], 9, v[2], 9};
  const Eigen::Map<const Eigen::Vector3d, 0, Eigen::InnerStride<2>> strided(storage);
  CHECK(rapidity::expmap(m.row(0), strided, kC).transpose() == rapidity::expmap(x, v, kC));
  CHECK(rapidity::logmap(x, row, kC) == rapidity::logmap(x, y, kC));
  CHECK(rapidity::transport(x, row, strided, kC) == rapidity::transport(x, y, v, kC));
  CHECK(rapidity::geodesic(m.row(0), y, 0.25, kC).transpose() ==
        rapidity::geodesic(x, y, 0.25, kC));
  CHECK(rapidity::midpoint(2 * x - x, row, kC).isApprox(rapidity::midpoint(x, y, kC)));
  CHECK(rapidity::tangent_inner(x, row, strided, kC) == rapidity::tangent_inner(x, y, v, kC));
  CHECK(rapidity::tangent_norm(x.head(2), v.tail(2), kC) > 0);
  CHECK(rapidity::radius(m.row(0), kC) == rapidity::radius(x, kC));
  CHECK(rapidity::squared_distance(x, row, kC) == rapidity::squared_distance(x, y, kC));
  CHECK(rapidity::geodesic_vjp(x, row, 0.3, kC, g.transpose()).x ==
        rapidity::geodesic_vjp(x, y, 0.3, kC, g).x);
}

TEST_CASE("results have the shape of their inputs", "[motions]") {
  const Eigen::RowVector3d x(0.1, 0.2, 0.3);
  const Eigen::VectorXd y = Eigen::Vector3d(1, 0, -1);
  const Eigen::Vector3d v(1, 2, 3);
  const auto point = rapidity::expmap(x, v, kC);
  static_assert(decltype(point)::ColsAtCompileTime == 3, "a row of three, no lazy expression");
  const auto g = rapidity::transport_vjp(x, y, v, kC, v);
  static_assert(decltype(g.from)::RowsAtCompileTime == 1, "from is a row");
  static_assert(decltype(g.to)::SizeAtCompileTime == Eigen::Dynamic, "to is dynamic");
  static_assert(decltype(g.tangent)::RowsAtCompileTime == 3, "tangent is a column of three");
  const auto moved = rapidity::transport(x, y, v, kC);
  static_assert(decltype(moved)::RowsAtCompileTime == 3, "shaped like the tangent vector");
  CHECK(rapidity::logmap_vjp(x, y, kC, y).target.size() == 3);
}

TEST_CASE("no coordinates: every motion stays at the origin", "[motions]") {
  const Vector<double> none(0);
  const motions::Inputs<double> in{none, none, none, none, 0.3, 0.5};
  for (const std::string& operation : motions::operations()) {
    INFO(operation);
    for (const auto& [part, value] : motions::evaluate(operation, in)) {
      INFO(part);
      CHECK((value.size() == 0 || value.isZero(0)));
    }
  }
}

TEST_CASE("vectors of different sizes are refused by name and size", "[motions]") {
  const Vector<double> two = Vector<double>::Ones(2), three = Vector<double>::Ones(3);
  const auto& c = kC;
  using namespace rapidity;
  refused([&] { tangent_inner(two, three, two, c); }, "tangent_inner: u");
  refused([&] { tangent_inner(two, two, three, c); }, "tangent_inner: v");
  refused([&] { tangent_inner_vjp(two, two, three, c, 1.0); }, "tangent_inner_vjp: v");
  refused([&] { tangent_norm(two, three, c); }, "tangent_norm: v");
  refused([&] { tangent_norm_vjp(two, three, c, 1.0); }, "tangent_norm_vjp: v");
  refused([&] { squared_distance(two, three, c); }, "squared_distance: y");
  refused([&] { squared_distance_vjp(two, three, c, 1.0); }, "squared_distance_vjp: y");
  refused([&] { expmap(two, three, c); }, "expmap: tangent");
  refused([&] { expmap_vjp(two, three, c, two); }, "expmap_vjp: tangent");
  refused([&] { expmap_vjp(two, two, c, three); }, "expmap_vjp: grad_out");
  refused([&] { logmap(two, three, c); }, "logmap: target");
  refused([&] { logmap_vjp(two, three, c, two); }, "logmap_vjp: target");
  refused([&] { logmap_vjp(two, two, c, three); }, "logmap_vjp: grad_out");
  refused([&] { transport(two, three, two, c); }, "transport: to");
  refused([&] { transport(two, two, three, c); }, "transport: tangent");
  refused([&] { transport_vjp(two, two, three, c, two); }, "transport_vjp: tangent");
  refused([&] { transport_vjp(two, two, two, c, three); }, "transport_vjp: grad_out");
  refused([&] { geodesic(two, three, 0.5, c); }, "geodesic: y");
  refused([&] { geodesic_vjp(two, three, 0.5, c, two); }, "geodesic_vjp: y");
  refused([&] { geodesic_vjp(two, two, 0.5, c, three); }, "geodesic_vjp: grad_out");
  refused([&] { midpoint(two, three, c); }, "midpoint: y");
  refused([&] { midpoint_vjp(two, two, c, three); }, "midpoint_vjp: grad_out");
}
