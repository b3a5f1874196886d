// The host and device headers, instantiated in a kernel by the CUDA compiler: every operation on
// points and tangent vectors, forward and backward, in each precision.
#include <rapidity/row/row.hpp>

namespace row = rapidity::row;

// The balls and the half-space at x, with y as the tangent vector and the incoming gradient.
template <class P, class X, class Y>
__device__ typename P::work models(const X& x, const Y& y, std::int64_t dim, typename P::work c) {
  using W = typename P::work;
  using S = row::MarginSum<W>;
  const auto square = [&](S& sum, std::int64_t i) { sum.add(x(i), x(i)); };
  const row::Serial all{dim}, side{dim - 1};
  const S sum = all(S(), square), side_sum = side(S(), square);
  const W xx = sum.value(), margin = row::margin(sum, c);
  const row::Split<W> v = row::split<P>(x, xx, y, all);
  W total(0);
  for (const row::RadialMap<W>& map : {row::to_poincare(xx, c), row::from_poincare(xx, margin, c),
                                       row::to_klein(xx, c), row::from_klein(margin, c)}) {
    const row::RadialCoefficients<W> k = row::radial_differential(map, xx, c, v);
    const row::RadialTangentCoefficients<W> t = row::radial_tangent_vjp(map, xx, c, v, v, xx);
    total += map.scale + k.at(x(0), y(0)) + k.c + t.at(x(0), y(0), y(0)) + t.c;
  }
  const row::SideSums<W> sums{row::dot<P>(x, y, side), row::dot<P>(x, y, side),
                              row::dot<P>(y, y, side), y(dim - 1), y(dim - 1)};
  const auto up = row::to_half_space(side_sum.value(), x(dim - 1), c);
  const auto down = row::from_half_space(side_sum, x(dim - 1), c);
  for (const row::HalfSpaceCoefficients<W>& k :
       {row::half_space_differential(up, sums, c), row::half_space_vjp(up, sums),
        row::half_space_differential(down, sums), row::half_space_vjp(down, sums)}) {
    total += k.at(x(0), y(0)) + k.last + k.c;
  }
  for (const row::HalfSpaceTangentCoefficients<W>& k :
       {row::half_space_tangent_vjp(up, sums), row::half_space_tangent_vjp(down, sums)}) {
    total += k.at(x(0), y(0), y(0)) + k.last + k.c;
  }
  return total + up.last() + down.last();
}

template <class P, class T>
__global__ void all_operations(const T* x, const T* y, std::int64_t dim, T curvature, T* out) {
  using W = typename P::work;
  const W c = W(curvature), one = W(1), min_radius = W(0.1);
  const auto at_x = [=](std::int64_t i) { return W(x[i]); };
  const auto at_y = [=](std::int64_t i) { return W(y[i]); };
  const row::PairSums<W> sums = row::pair_sums<P>(at_x, at_y, row::Serial{dim});
  const row::Triangle<W> triangle = row::triangle(sums, c);

  W total = row::distance(triangle) + row::inner(triangle) + row::exterior_angle(triangle);
  total += row::entailment_residual(triangle, min_radius, one);
  for (const row::PairCoefficients<W>& k :
       {row::distance_vjp(triangle, one), row::inner_vjp(triangle, one),
        row::exterior_angle_vjp(triangle, one),
        row::entailment_residual_vjp(triangle, min_radius, one, one)}) {
    total += k.at_x(at_x(0), at_y(0)) + k.at_y(at_x(0), at_y(0)) + k.c;
  }

  total += row::half_aperture(sums.xx, c, min_radius) + row::time(sums.xx, c);
  for (const row::SelfCoefficients<W>& k :
       {row::half_aperture_vjp(sums.xx, c, min_radius, one), row::time_vjp(sums.xx, c, one)}) {
    total += k.x + k.c;
  }

  total += row::lift_scale(sums.xx, c, one) + row::logmap0_scale(sums.xx, c);
  for (const row::ScaleCoefficients<W>& k :
       {row::lift_vjp(sums.xx, sums.xy, c, one), row::logmap0_vjp(sums.xx, sums.xy, c)}) {
    total += k.at(at_x(0), at_y(0)) + k.c;
  }
  const auto xx = row::product_sum<P>(at_x, at_x, row::Serial{dim});
  total += row::scaled_lift(xx, one, c, one)(at_x(0));
  total += row::scaled_lift_vjp(xx, sums.xy, one, c, one).at(at_x(0), at_y(0));
  total += models<P>(at_x, at_y, dim, c);

  total += row::radius(sums.xx, c) + row::radius_vjp(sums.xx, c, one).x;
  total += row::squared_distance(triangle) + row::squared_distance_vjp(triangle, one).c;
  const row::TangentSums<W> tangent_sums = row::tangent_sums<P>(at_x, at_y, row::Serial{dim});
  const row::Tangent<W> v = row::tangent(tangent_sums, c);
  total += row::tangent_norm(v) + row::tangent_norm_vjp(v, one).at_base(at_x(0), at_y(0));
  total += row::tangent_inner(v, v, one) + row::tangent_inner_vjp(v, v, one).c;
  total += row::expmap(v)(at_x(0), at_y(0)) + row::logmap(triangle)(at_x(0), at_y(0));
  total += row::expmap_vjp(v, tangent_sums, one).at_base(one, at_x(0), at_y(0));
  total += row::transport<P>(triangle, v, one, at_y, at_y, row::Serial{dim})(at_x(0), at_y(0), one);
  total += row::transport_vjp(triangle, v, one, one).at_y(one, at_x(0), at_y(0), one);
  total += row::geodesic(triangle, one)(at_x(0), at_y(0));
  total += row::midpoint(triangle)(at_x(0), at_y(0));
  for (const row::PairMapCoefficients<W>& k :
       {row::logmap_vjp(triangle, one, one), row::midpoint_vjp(triangle, one),
        row::geodesic_vjp(triangle, one, one, one, one).points}) {
    total += k.at_x(one, at_x(0), at_y(0)) + k.at_y(one, at_x(0), at_y(0)) + k.plane.c;
  }
  using Neighbour = row::Neighbour<T>;
  total += row::is_closer(Neighbour{T(total), 0}, Neighbour{T(c), 1}) ? one : W(0);
  total += W(row::excess_limit(T(total), c));
  *out = T(total);
}

template __global__ void all_operations<rapidity::Precision<float>>(const float*, const float*,
                                                                    std::int64_t, float, float*);
template __global__ void all_operations<rapidity::Precision<double>>(const double*, const double*,
                                                                     std::int64_t, double, double*);
template __global__ void all_operations<rapidity::FloatOnly>(const float*, const float*,
                                                             std::int64_t, float, float*);
