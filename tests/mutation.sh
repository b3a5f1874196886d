#!/bin/sh
# Do the tests notice? Changes one line of a copy of the headers, or of the kernels, at a time and runs the tests,
# source file by source file, until one fails. Prints who noticed; exits 1 if a change went unnoticed. About half
# an hour.
#   tests/mutation.sh [FIRST [LAST]]     the changes of these numbers only
# Those of libtorch/ take a minute or more each; TORCH_PREFIX says where LibTorch is, if not in /usr.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
eigen=${EIGEN_DIR:-/usr/include/eigen3}
compile="${CXX:-c++} -std=c++17 -I $work/include -I $root/tests -isystem $eigen"
compile="$compile -DRAPIDITY_REFERENCE_DIR=\"$root/tests/reference/data\" -DRAPIDITY_DOCS_DIR=\"$work\""
cuda_headers=${CUDA_HEADERS:-/usr/local/cuda/include}
emulate="$compile -O1 -DRAPIDITY_TEST_EMULATED -isystem $cuda_headers"
mkdir "$work/emulator"
libtorch=${TORCH_PREFIX:-/usr}  # whose include/ and lib/ are those of a LibTorch that C++17 does for
of_core="row/accuracy scalar/accuracy scalar/parts row/sums row/triangle lorentz/gradients lorentz/lift
         lorentz/arguments lorentz/not_a_number"
of_models="models/accuracy models/scalar_types models/full_coordinates models/product_space models/arguments"
of_motions="motions/accuracy motions/line motions/singular motions/laws motions/not_a_number"
of_pairs="means/accuracy_pairs means/all means/laws means/arguments means/scalar_types"
of_clouds="means/accuracy_clouds means/all means/clouds means/arguments means/scalar_types
           means/wrapped_normal"
of_batch="batch/rows batch/lift batch/pairwise batch/contrastive_loss batch/contrastive_regimes"
# Notices alone that a series is too short for 50 digits; needs Boost.
of_types=
if echo '#include <boost/multiprecision/cpp_bin_float.hpp>' | ${CXX:-c++} -E -x c++ - >/dev/null 2>&1; then
  of_types=scalar_types/multiprecision
fi

# header | what stands there | what is put there instead
changes() {
  cat <<'END'
scalar/sinhc.hpp|T(1) + next|T(1) - next
scalar/sinhc.hpp|z2 < T(1)|z2 < T(3)
scalar/asinhc.hpp|T(1) - next|T(1) + next
scalar/asinhc.hpp|return -a * langevinc|return a * langevinc
scalar/asinhc.hpp|z2 < T(0.015625)|z2 < T(0.25)
scalar/langevinc.hpp|z2 < T(4)|z2 < T(9)
scalar/langevinc.hpp|z / t - T(1)|z / t + T(1)
scalar/limits.hpp|x > largest ? largest : x|x
row/reduce.hpp|error += fma(a, b, -product);|
row/reduce.hpp|error += other.error;|
row/rejection.hpp|const V shift = V(near) * own;|const V shift = V(-near) * own;
row/rejection.hpp| + correction;|;
row/rejection.hpp|sum + rest|sum
row/pair_sums.hpp|W(4) * dd|W(0) * dd
row/pair_sums.hpp|W(-xy / own2)|W(xy / own2)
row/pair_sums.hpp|W(-dy)|W(dy)
row/pair_sums.hpp|W dd = (dx - dy)|W dd = (dx + dy)
row/pair_sums.hpp|+ (dx_rest - dy_rest)|
row/pair_sums.hpp|+ (squares_rest - product2_rest)|
row/pair_sums.hpp|far_rejection(sum_yy, sum_xy)|far_rejection(sum_xx, sum_xy)
row/pair_sums.hpp|W(-(left + rest) / own2.value())|W(0)
row/reduce.hpp|return error - part;|return error;
row/pair_sums.hpp|(squares - product2)|(squares + product2)
row/pair_sums.hpp|squares / W(256)|squares / W(1e9)
row/pair_sums.hpp|perp2 <= negligible ? zero : W(perp2 * longer2)|W(perp2 * longer2)
row/triangle.hpp|outward = near - far|outward = near + far
row/triangle.hpp|short_part + bend|short_part - bend
row/triangle.hpp|short_part + bend|short_part
row/triangle.hpp|W(1) + square|W(1) - square
row/triangle.hpp|sums.dx + sums.dy|sums.dx - sums.dy
row/triangle.hpp|t.sums.dd + t.c * t.sums.area2|t.sums.dd - t.c * t.sums.area2
row/triangle.hpp|return (times - mixed) / W(2)|return (times + mixed) / W(2)
row/triangle.hpp|norms + s.xy)) : W(norms - s.xy)|norms - s.xy)) : W(norms + s.xy)
row/triangle.hpp|W(1) + W(2) * half2|W(1) + half2
scalar/log1p.hpp|log(sum) + lost / sum|log(sum)
scalar/log1p.hpp|if (sum == u) return log(u);|
row/distance.hpp|-(chord + radial)|-(chord - radial)
row/distance.hpp|-(chord + radial)|-chord
row/distance.hpp|W scale = -t.rc|W scale = t.rc
row/inner.hpp|ratio + W(1) / ratio|ratio - W(1) / ratio
row/inner.hpp|grad_out * t.at_y().radial|-grad_out * t.at_y().radial
row/exterior_angle.hpp|x.outward < W(0) ? W(-1) : W(1)|W(1)
row/exterior_angle.hpp|W y_y = -scale|W y_y = scale
row/exterior_angle.hpp|scale * t.rc * t.cosh_d() * x.across|scale * t.rc * x.across
row/exterior_angle.hpp|W slope = -scale|W slope = scale
row/half_aperture.hpp|-grad_out * opposite|grad_out * opposite
scalar/parts.hpp|a.rest - product_rest(b, b, square)|a.rest
scalar/parts.hpp|a.rest - product_rest(b, b, square)|-product_rest(b, b, square)
scalar/parts.hpp|lost + (a.rest - b.rest)|a.rest - b.rest
scalar/parts.hpp|a.value * b.rest + a.rest * b.value|a.value * b.rest
scalar/parts.hpp|(T(2) * value)|value
scalar/parts.hpp|lost + (a.rest + b.rest)|a.rest + b.rest
scalar/parts.hpp|lost + (a.rest + b.rest)|lost + a.rest
scalar/sinhc.hpp|multiply_add(value, T(z.rest * slope), value)|value
row/reduce.hpp|scalar::product_rest(c, value, product) + c * s.rest()|c * s.rest()
row/reduce.hpp|scalar::product_rest(c, value, product) + c * s.rest()|scalar::product_rest(c, value, product)
row/half_aperture.hpp|slope / (W(2) * c)|-slope / (W(2) * c)
row/entailment_residual.hpp|angle - allowed|angle + allowed
row/entailment_residual.hpp|-eta * grad_out|eta * grad_out
row/entailment_residual.hpp|k.c += a.c|k.c -= a.c
row/lift.hpp|-gv / length2|gv / length2
row/lift.hpp|-scale * half|scale * half
row/scaled_lift.hpp|k.scale * (gv + own)|k.scale * (gv - own)
row/scaled_lift.hpp|scalar::product_rest(alpha, alpha, square)}|W(0)}
row/logmap0.hpp|slope * xx / W(2)|slope * xx
row/time.hpp|-slope / (W(2) * c * c)|slope / (W(2) * c * c)
row/coefficients.hpp|across + along|across - along
scalar/limits.hpp|digits > 64|digits > 640
row/margin.hpp|fma(c, s.sum, -product) + c * s.error|c * s.error
row/margin.hpp|fma(c, s.sum, -product) + c * s.error|fma(c, s.sum, -product)
row/split.hpp|s.across.rest = -left / xx;|
row/radial_map.hpp|const W slope = -c * scale * stretch;|const W slope = c * scale * stretch;
row/radial_map.hpp|(scale + W(1) / time) / time|(scale - W(1) / time) / time
row/radial_map.hpp|(W(1) + cpp) / W(2)|(W(1) - cpp) / W(2)
row/radial_map.hpp|(W(3) + cpp)|(W(1) + cpp)
row/radial_map.hpp|W(3) * slope * scale * scale|W(2) * slope * scale * scale
row/radial_map.hpp|sideways + outward|sideways - outward
row/radial_map.hpp|v.along / (W(2) * c)|v.along / c
row/radial_map.hpp|own * xx / (W(2) * c)|own * xx / c
row/half_space.hpp|(time + up) / (W(1) + side)|(time + up) / (W(1) - side)
row/half_space.hpp|(time + up) / (W(1) + side)|W(1) / (time - up)
row/half_space.hpp|upward - sideways|upward + sideways
row/half_space.hpp|side * cnn - up * up|side * cnn + up * up
row/half_space.hpp|across - outward * m.difference()|across + outward * m.difference()
row/half_space.hpp|s.point_g * m.ratio_c() + s.g * m.height_c()|s.point_g * m.ratio_c() - s.g * m.height_c()
row/half_space.hpp|W(1) + side * ratio * ratio|W(1) - side * ratio * ratio
row/half_space.hpp|s.v * s.point_g - m.ratio|s.v * s.point_g + m.ratio
row/half_space.hpp|margin(minus, c)|margin(plus, c)
row/half_space.hpp|s.g / m.rc - s.point_g|s.g / m.rc + s.point_g
row/half_space.hpp|of_g - of_last|of_g + of_last
lorentz/full_coordinates.hpp|grad(i + 1) + of_time|grad(i + 1) - of_time
lorentz/full_coordinates.hpp|off > allowed|off > W(2) * allowed
lorentz/product_space.hpp|share * sqrt(squares_[k])|share
lorentz/product_space.hpp|T(W(-slope))|T(slope)
row/coefficients.hpp|aside + ahead|aside - ahead
row/tangent.hpp|s.from_x.rest = -left / xx|s.from_x.rest = left / xx
row/tangent.hpp|sums.perp2 + sums.xv * radial|sums.perp2 - sums.xv * radial
row/tangent.hpp|/ sums.xx / time2|/ sums.xx
row/tangent_inner.hpp|W(-grad_out * v.turn)|W(grad_out * v.turn)
row/tangent_inner.hpp|W(-grad_out * along)|W(grad_out * along)
row/tangent_norm.hpp|W(-scale * v.turn)|W(scale * v.turn)
row/tangent_norm.hpp|along * along / W(2)|along * along
row/radius.hpp|grad_out * norm * bend|-grad_out * norm * bend
row/squared_distance.hpp|W(-2) * s|W(2) * s
row/squared_distance.hpp|chord + radial|chord - radial
row/squared_distance.hpp|versine(t) + sinh_radial2|versine(t) - sinh_radial2
row/expmap.hpp|way_back(sinh2, z2).sinh + bend|way_back(sinh2, z2).sinh - bend
row/expmap.hpp|W((shrunk + inverse) / whole)|W((shrunk - inverse) / whole)
row/expmap.hpp|decay - decay * twice|decay
row/expmap.hpp|z2 > W(0.25)|z2 > W(0)
row/tangent.hpp|rest <= most ? rest : W(0)|rest <= most ? W(0) : W(0)
row/expmap.hpp|z_coth_z + along|z_coth_z - along
row/expmap.hpp|cxx > W(0.0625) && z2|cxx > W(1) && z2
row/expmap.hpp|cxx > W(0.0625) && z2|cxx > W(1e6) && z2
row/expmap.hpp|g.xv + l * gv|g.xv - l * gv
row/expmap.hpp|e - l * beta2|e + l * beta2
row/expmap.hpp|e - v.turn * f|e + v.turn * f
row/expmap.hpp|g_x * f + aside|g_x * f - aside
row/expmap.hpp|W(-m * v.turn)|W(m * v.turn)
row/logmap.hpp|gx + l * gv|gx - l * gv
row/logmap.hpp|gp + ahead * gx|gp - ahead * gx
row/logmap.hpp|plane.c = -bracket|plane.c = bracket
row/midpoint.hpp|plane.c = -m|plane.c = m
row/geodesic.hpp|u2.value * l - scalar|u2.value * l + scalar
row/geodesic.hpp|if (rest.value < zero)|if (rest.value < W(-9))
row/geodesic.hpp|W(exp_w * exp(-w) - W(1))|W(0)
row/geodesic.hpp|if (t.half2 < W(1))|if (t.half2 < W(0))
row/geodesic.hpp|a.slope + b.slope|a.slope - b.slope
row/geodesic.hpp|gy * b.slope - gx|gy * b.slope + gx
row/geodesic.hpp|if (u < -reach) return -reach;|
row/transport.hpp|turn * xy / norms|turn
row/transport.hpp|acute ? cos_turned : W(-cos_turned)|cos_turned
row/transport.hpp|cos_omega * vp - turn.sin|cos_omega * vp + turn.sin
row/transport.hpp|turn.bend * vp - turn|turn.bend * vp + turn
row/transport.hpp|acute && cos_turned < W(0)|false
row/transport.hpp|* (W(1) + cos_theta) - W(1);|* (W(1) + cos_theta) + W(1);
row/transport.hpp|W(4) * u_y * u_y < v.length2|W(0) > v.length2
row/transport.hpp|scalar::sum(time_x2, times)|times
row/transport.hpp|left_over(gained, lost|left_over(lost, gained
row/transport.hpp|scalar::Parts<W>{vy.value(), vy.rest()}|scalar::Parts<W>{vy.value(), W(0)}
row/pair_sums.hpp|return {yy, yy_rest}|return {yy, W(0)}
row/pair_sums.hpp|return {xy, xy_rest}|return {xy, W(0)}
row/tangent.hpp|{xv, xv_sum.rest()}|{xv, zero}
row/geodesic.hpp|t.c * (t.sums.area2 / own2) / sinh2(t)|t.c * (t.sums.area2 / own2)
row/transport.hpp|rise - fall|rise + fall
row/transport.hpp|s.xx + s.xy|s.xx - s.xy
row/transport.hpp|t.time_y / t.time_x * turn|turn
row/transport.hpp|ahead - bend|ahead + bend
row/transport.hpp|across + along) / (W(2)|across - along) / (W(2)
lorentz/point.hpp|k.at_y(x(i), y(i))|k.at_x(x(i), y(i))
scalar/log_sinhc.hpp|z2 < T(9)|z2 < T(90)
scalar/log_sinhc.hpp| + log1p(negligible)|
row/bearing.hpp|sums.area2 / sums.yy|sums.area2
row/busemann.hpp|(b.width2 - rest) / sum|(b.width2 + rest) / sum
row/busemann.hpp|b.along <= W(0)|b.along <= W(1e300)
row/busemann.hpp|if (excess > W(-0.5)) return {level, scalar::log1p(excess)};|
row/busemann.hpp|grad_out * (across - along)|grad_out * (across + along)
row/busemann.hpp|W(-grad_out / (b.time * b.norm))|W(grad_out / (b.time * b.norm))
row/boost.hpp|W(-(t.time_y + t.cosh_d()) / (W(1) + t.time_x))|W(0)
row/boost.hpp|W(-(t.time_y + t.cosh_d()) / sum)|W((t.time_y + t.cosh_d()) / sum)
row/boost.hpp|W(cxk / sum)|W(-cxk / sum)
row/boost.hpp|W(-along / t.time_x)|W(along / t.time_x)
row/boost.hpp|W(-cxk / t.time_y)|W(cxk / t.time_y)
row/boost.hpp|t.at_y().outward / (W(2)|-t.at_y().outward / (W(2)
row/hyperplane_distance.hpp|delta * part / cosh_d - lag|delta * part / cosh_d + lag
row/hyperplane_distance.hpp|height * cosh(delta)|height * sinh(delta)
row/hyperplane_distance.hpp|return W(32);|return W(8);
row/hyperplane_distance.hpp|return W(32);|return W(1e4);
row/hyperplane_distance.hpp|W(size_a - size) : W(side_a * tau)|W(side_a * tau) : W(size_a - size)
row/hyperplane_distance.hpp|side * W(size + log_height)|side * W(size - log_height)
row/hyperplane_distance.hpp|h.bend - h.slope * chord|h.bend + h.slope * chord
row/hyperplane_distance.hpp|- across * b.width2|+ across * b.width2
row/hyperplane_distance.hpp|k.offset = -grad_out|k.offset = grad_out
row/mlr_logit.hpp|k.d_d = grad_out|k.d_d = -grad_out
row/riemannian_gradient.hpp|W(xg * xk)|W(-xg * xk)
row/riemannian_gradient.hpp|first + second|first - second
row/centroid.hpp|sums.bend - (cs - e * e)|sums.bend + (cs - e * e)
row/centroid.hpp|t.c * (perp2 + along2)|t.c * perp2
row/centroid.hpp|if (s.xx == W(0)) return t.c * s.yy * ratio;|
row/centroid.hpp|W(-share * c * kt / time_x)|W(share * c * kt / time_x)
row/centroid.hpp|hx - kt * time_x|hx
row/frechet_mean.hpp|log.c - moved|log.c + moved
row/frechet_mean.hpp|bend * gm + e|bend * gm - e
lorentz/frechet_mean.hpp| - level;|;
lorentz/frechet_mean.hpp|result[j] -= factor|result[j] += factor
lorentz/frechet_mean.hpp|search.frame.point_vjp(m, k)|search.frame.point_vjp(Vector(W(0) * m), k)
lorentz/cloud.hpp|b.p_perp * p[j]|b.p_perp
lorentz/cloud.hpp|-b.p_x * length|b.p_x * length
lorentz/boost.hpp|gradient.x = -gradient.x;|
lorentz/frechet_mean.hpp|frame(seen, m)|frame(seen, Vector(W(0) * m))
lorentz/wrapped_normal.hpp|infinite = !(zero == T(0))|infinite = (zero == T(0))
row/wrapped_normal.hpp|(s.size - W(1)) * scalar|s.size * scalar
batch/detail/elements.hpp|load_as<L>(to) + value|value
batch/lift.hpp|by_alpha[i] = k.alpha;|by_alpha[i] = k.c;
scalar/multiply_add.hpp|return multiply_add(a, b, T(-0.0));|return a * b;
batch/detail/contrastive_passes.hpp|if ((sums < least).any())|if (false)
batch/detail/contrastive_passes.hpp|if (sum < least)|if (false)
batch/detail/elements.hpp|sums.merge(part)|sums = part
batch/detail/elements.hpp|for (; k < size; ++k) body(sums, k);|
row/score.hpp|half_angle_minus_tanh(value, u * slope)|half_angle_minus_tanh(value, slope)
row/log_sum_exp.hpp|sum * std::exp(shift - larger)|sum
row/score.hpp|fma(g, score.rest, weight * gap)|weight * gap
batch/detail/pair_gradients.hpp|y_sum.add(w * L::load(y_time + j))|y_sum.add(w)
row/score.hpp|fma(q, L::fill(1 + p), L::fill(p))|q + L::fill(p)
row/nearest.hpp|a.index < b.index : a_is_number|a.index < b.index : b_is_number
row/nearest.hpp|a.index < b.index : a_is_number|a.index > b.index : a_is_number
row/nearest.hpp|L::fill(margin.relative)|L::fill(0)
row/nearest.hpp|L::fill(margin.absolute)|L::fill(0)
row/nearest.hpp|least, L::fill(0)|least, u
row/nearest.hpp|W(32) * W(Limits::epsilon)|W(-32) * W(Limits::epsilon)
row/nearest.hpp|W(2) * sinh_half * sinh_half|sinh_half * sinh_half
row/nearest.hpp|W(2) * sinh_half * sinh_half|W(4) * sinh_half * sinh_half
batch/nearest.hpp|T limit() const { return limit_; }|T limit() const { return 0; }
batch/nearest.hpp|double(pairs.x.cols) / 2|-32
batch/nearest.hpp|columns.begin + j}|j}
batch/contrastive_loss.hpp|softplus(negatives[i] - positives[i])|softplus(negatives[i])
row/score.hpp|L::fill(1 / scalar::detail::BuiltInLimits<T>::epsilon)|L::fill(T(100))
row/score.hpp|sqrt(u * (u + L::fill(2)))|sqrt(u * (u + L::fill(1)))
row/score.hpp|u + L::fill(1))|u + u)
cuda/detail/contrastive_forward.cuh|has_row && row.sum < least|false
cuda/detail/contrastive_forward.cuh|j >= 0 && column.sum < least|false
cuda/detail/contrastive_parts.cuh|least = 1e-28f|least = 1e-37f
cuda/detail/contrastive_forward.cuh|merge(unit * double(shift), sum)|merge(double(shift), sum)
cuda/detail/contrastive_call.cuh|unit = value_unit / L::log_unit|unit = 1 + 0 * value_unit
cuda/detail/contrastive_backward.cuh|-share * unit * value_unit|-share * unit
cuda/detail/patch.cuh|k - r != diagonal|k != diagonal
cuda/detail/patch.cuh|diagonal >= patch_columns|diagonal > 0
cuda/detail/patch.cuh|is_upper ? numbers[k] : numbers[k + half]|is_upper ? numbers[k + half] : numbers[k]
cuda/detail/pair_gradients.cuh|row_sum = fmaf(rounded.numbers[k],|row_sum = fmaf(pairs[k].weight.number,
cuda/detail/lane.cuh|hardware_log2(1 + a.number)|hardware_log2(1.001f + a.number)
cuda/detail/lane.cuh|fmaf(m, p, -0.24993442f)|fmaf(m, p, -0.2505f)
cuda/detail/lane.cuh|a.number * log2_e|a.number * 1.4427f
cuda/detail/fused_squares.cuh|memory_.rows_here[at.index].wait(at.parity);|
cuda/detail/fused_squares.cuh|memory_.columns_here[k].wait(0);|
cuda/detail/fused_squares.cuh|memory_.rows_read[at.index].wait(at.parity ^ 1);|
cuda/detail/fused_squares.cuh|hopper::wait_but_for_last();|
cuda/detail/fused_squares.cuh|hopper::begin_products();|
cuda/detail/fused_squares.cuh|(group + 1) % fused_groups|(group + 2) % fused_groups
cuda/detail/fused_squares.cuh|row + square * square_rows|row
cuda/detail/fused_squares.cuh|-square_rows < diagonal|0 < diagonal
cuda/detail/slices.hpp|2 * std::uint32_t(column)|std::uint32_t(column)
cuda/detail/fused_logits.cuh|if (__any_sync(all_lanes, is_little))|if (false)
cuda/detail/fused_logits.cuh|if (little > 0)|if (false)
cuda/detail/fused_weights.cuh|half * 8 + lane / 4|half * 8 + lane % 8
cuda/detail/fused_weights.cuh|y[e].time, rows[r]|x.time, rows[r]
cuda/detail/fused_weights.cuh|fragment_row(r), fragment_column(k + e)|fragment_row(r), fragment_column(k)
libtorch/detail/gpu_call.hpp|c10::cuda::getCurrentCUDAStream(tensor.device().index()).stream()|nullptr
libtorch/detail/gpu_call.hpp|past == 0 ? 0 : alignment - past|0
libtorch/detail/gpu_call.hpp|vector.size(0), vector.stride(0)|vector.size(0), 1
libtorch/detail/gpu_rows.hpp|gpu_number<T>(g_c), workspace, call.stream()|gpu_number<T>(g_c), workspace, nullptr
libtorch/detail/gpu_pairs.hpp|data + 2 * count|data + count
libtorch/detail/gpu_pairs.hpp|options.score = static_cast|(void)static_cast
libtorch/detail/tensors.hpp|rows_apart && columns_adjacent|rows_apart
libtorch/detail/tensors.hpp|rows_apart && columns_adjacent|columns_adjacent
libtorch/detail/tensors.hpp|!torch::GradMode::is_enabled()|true
libtorch/detail/pair_function.hpp|{gradients[0], gradients[1], gradients[2]|{gradients[1], gradients[0], gradients[2]
libtorch/contrastive_loss.hpp|gradients.emplace_back();|
END
}

# What the emulated kernels are tested by, which no change of them touches.
compile_emulator() {
  for source in tests/cuda/contrastive_loss tests/cuda/emulator/emulator tests/cuda/emulator/products \
    tests/cuda/emulator/runtime tests/cuda/emulator/hopper; do
    object=$work/emulator/$(basename $source).o
    # shellcheck disable=SC2086
    [ -f "$object" ] || $emulate -I "$root/include" -c "$root/$source.cpp" -o "$object"
  done
}

# With the changed kernels of the contrastive loss.
kernels_pass() {
  for kernels in contrastive_loss contrastive_fused; do
    # shellcheck disable=SC2086
    $emulate -DRAPIDITY_SM_90A -include "$root/tests/cuda/emulator/emulator.hpp" -Wno-unknown-pragmas -c -x c++ \
      "$work/cuda/$kernels.cu" -o "$work/$kernels.o" || return 1
  done
  $compile "$work"/contrastive_*.o "$work"/emulator/*.o "$work/main.o" -o "$work/test" &&
    "$work/test" --abort "*far*,two ranks*,*added*,fused*" && "$work/test" --abort "*contrastive*,*digits*"
}

# All emulated kernels, for the adapter of LibTorch's, which no change of it touches.
compile_kernels() {
  [ ! -d "$work/kernels" ] || return 0
  mkdir "$work/kernels"
  for source in "$root"/cuda/*.cu "$root"/tests/cuda/emulator/*.cpp; do
    flags=
    case $source in *.cu) flags="-include $root/tests/cuda/emulator/emulator.hpp -Wno-unknown-pragmas -x c++" ;; esac
    # shellcheck disable=SC2086
    $emulate -DRAPIDITY_SM_90A $flags -c "$source" -o "$work/kernels/$(basename "$source").o"
  done
}

# With the changed adapter, over the emulated kernels.
libtorch_passes() {
  # shellcheck disable=SC2086
  $compile -DRAPIDITY_LIBTORCH_CUDA -DRAPIDITY_TEST_EMULATED -I "$root/tests/libtorch/emulator" \
    -isystem "$cuda_headers" -idirafter "$libtorch/include" -idirafter "$libtorch/include/torch/csrc/api/include" \
    "$root/tests/libtorch/gpu.cpp" "$work"/kernels/*.o -L "$libtorch/lib" -Wl,-rpath,"$libtorch/lib" \
    -ltorch -ltorch_cpu -lc10 -pthread -o "$work/test" && "$work/test"
}

# The first source whose tests fail, or do not compile, with the changed headers.
noticed_by() {
  case $header in
    cuda/*) kernels_pass >/dev/null 2>&1 || echo cuda/contrastive_loss; return ;;
    libtorch/*) libtorch_passes >/dev/null 2>&1 || echo libtorch/gpu; return ;;
    */radial_map*|*/half_space*|*/margin*|*/split*|*/full_coordinates*|*/product_space*) own=$of_models ;;
    */tangent*|*/radius*|*/squared_distance*|*/expmap*|*/logmap.hpp|*/midpoint*|*/geodesic*|*/transport*)
      own=$of_motions ;;
    */bearing*|*/boost*|*/busemann*|*/hyperplane*|*/mlr*|*/riemannian*) own=$of_pairs ;;
    */nearest*) own=batch/nearest ;;
    */score*) own="batch/lane batch/contrastive_loss batch/contrastive_regimes" ;;
    */scaled_lift*) own="row/scaled_lift batch/lift" ;;
    batch/*) own=$of_batch ;;
    */multiply_add*) own=batch/lift ;;
    */centroid*|*/cloud*|*/frechet*|*/log_sinhc*|*/wrapped*) own=$of_clouds ;;
    *) own="$of_core $of_motions $of_types" ;;
  esac
  for source in $own; do
    flags=
    case $source in batch/*) flags="-march=native -pthread" ;; esac
    case $header in */multiply_add*) flags="$flags -O2" ;; esac  # as GCC fuses nothing else
    # shellcheck disable=SC2086
    $compile $flags "$root/tests/$source.cpp" "$work/main.o" -o "$work/test" 2>/dev/null &&
      "$work/test" >/dev/null 2>&1 || { echo "$source"; return; }
  done
}

$compile -c "$root/tests/catch_main.cpp" -o "$work/main.o"
changes > "$work/changes"
number=0 unnoticed=0
while IFS='|' read -r header old new; do
  number=$((number + 1))
  [ "$number" -ge "${1:-1}" ] && [ "$number" -le "${2:-${1:-9999}}" ] || continue
  rm -rf "$work/include"
  rm -rf "$work/cuda"
  cp -r "$root/include" "$work/include"
  cp -r "$root/cuda" "$work/cuda"
  case $header in
    cuda/*)
      file=$work/$header original=$root/$header
      if [ ! -f "$cuda_headers/cuda_runtime_api.h" ]; then
        echo "$number $header: SKIPPED, there are no CUDA headers in $cuda_headers"
        continue
      fi
      compile_emulator
      ;;
    libtorch/*)
      file=$work/include/rapidity/$header original=$root/include/rapidity/$header
      if [ ! -f "$cuda_headers/cuda_runtime_api.h" ] || [ ! -f "$libtorch/include/torch/script.h" ]; then
        echo "$number $header: SKIPPED, there are no CUDA headers in $cuda_headers, or no LibTorch in $libtorch"
        continue
      fi
      compile_kernels
      # What does not compile counts as noticed: so the unchanged adapter has to pass.
      [ -n "${adapter_passes:-}" ] || libtorch_passes >/dev/null
      adapter_passes=yes
      ;;
    *) file=$work/include/rapidity/$header original=$root/include/rapidity/$header ;;
  esac
  old="$old" new="$new" perl -0pi -e 's/\Q$ENV{old}\E/$ENV{new}/' "$file"
  if cmp -s "$file" "$original"; then
    who="NOT FOUND in the header: the table in tests/mutation.sh is out of date"
    unnoticed=$((unnoticed + 1))
  else
    who=$(noticed_by)
    [ -n "$who" ] || { who="UNNOTICED"; unnoticed=$((unnoticed + 1)); }
  fi
  printf '%2d %s: %s -> %s: %s\n' "$number" "$header" "$old" "$new" "$who"
done < "$work/changes"
[ "$unnoticed" -eq 0 ]
