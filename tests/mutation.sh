#!/bin/sh
# Do the tests notice? Changes one line of a copy of the headers at a time and runs the tests, source file by
# source file, until one fails. Prints who noticed; exits 1 if a change went unnoticed. About twenty minutes.
#   tests/mutation.sh [FIRST [LAST]]     the changes of these numbers only
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
eigen=${EIGEN_DIR:-/usr/include/eigen3}
compile="${CXX:-c++} -std=c++17 -I $work/include -I $root/tests -isystem $eigen"
compile="$compile -DRAPIDITY_REFERENCE_DIR=\"$root/tests/reference/data\""
sources="row/accuracy scalar/accuracy row/sums row/triangle lorentz/gradients lorentz/lift
         lorentz/arguments lorentz/not_a_number"
of_pairs="means/accuracy_pairs means/all means/laws means/arguments means/scalar_types"
of_clouds="means/accuracy_clouds means/all means/clouds means/arguments means/scalar_types
           means/wrapped_normal"

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
scalar/limits.hpp|if (x > largest) return largest;|
row/reduce.hpp|error += fma(a, b, -product);|
row/reduce.hpp|error += other.error;|
row/rejection.hpp|const W shift = near * own;|const W shift = -near * own;
row/rejection.hpp| + correction;|;
row/rejection.hpp|sum + rest|sum
row/pair_sums.hpp|W(4) * dd|W(0) * dd
row/pair_sums.hpp|W(-xy / own2)|W(xy / own2)
row/pair_sums.hpp|W(-dy)|W(dy)
row/pair_sums.hpp|perp2 <= negligible ? zero : perp2|perp2
row/triangle.hpp|outward = near - far|outward = near + far
row/triangle.hpp|short_part + bend|short_part - bend
row/triangle.hpp|short_part + bend|short_part
row/triangle.hpp|W(1) + square|W(1) - square
row/triangle.hpp|t.sums.dx + t.sums.dy|t.sums.dx - t.sums.dy
row/triangle.hpp|p + q + pq - cxy|p + q + pq + cxy
row/triangle.hpp|norms + s.xy)) : W(norms - s.xy)|norms - s.xy)) : W(norms + s.xy)
row/triangle.hpp|W(1) + W(2) * t.half2|W(1) + t.half2
row/distance.hpp|-(chord + radial)|-(chord - radial)
row/distance.hpp|-(chord + radial)|-chord
row/distance.hpp|W scale = -t.rc|W scale = t.rc
row/inner.hpp|ratio + W(1) / ratio|ratio - W(1) / ratio
row/inner.hpp|grad_out * t.at_y().radial|-grad_out * t.at_y().radial
row/exterior_angle.hpp|x.outward < W(0) ? W(-1) : W(1)|W(1)
row/exterior_angle.hpp|W y_y = -scale|W y_y = scale
row/exterior_angle.hpp|scale * t.rc * t.cosh_d * x.across|scale * t.rc * x.across
row/exterior_angle.hpp|W slope = -scale|W slope = scale
row/half_aperture.hpp|(hypotenuse + opposite)|(hypotenuse - opposite)
row/half_aperture.hpp|slope / (W(2) * c)|-slope / (W(2) * c)
row/entailment_residual.hpp|angle - allowed|angle + allowed
row/entailment_residual.hpp|-eta * grad_out|eta * grad_out
row/entailment_residual.hpp|k.c += a.c|k.c -= a.c
row/lift.hpp|-gv / vv|gv / vv
row/lift.hpp|-scale * half|scale * half
row/logmap0.hpp|slope * xx / W(2)|slope * xx
row/time.hpp|-slope / (W(2) * c * c)|slope / (W(2) * c * c)
row/coefficients.hpp|across + along|across - along
lorentz/point.hpp|k.at_y(x(i), y(i))|k.at_x(x(i), y(i))
scalar/log_sinhc.hpp|z2 < T(9)|z2 < T(90)
scalar/log_sinhc.hpp| + log1p(negligible)|
row/bearing.hpp|sums.perp2 * W(longer2 / sums.yy)|sums.perp2
row/busemann.hpp|(b.width2 - rest) / sum|(b.width2 + rest) / sum
row/busemann.hpp|b.along <= W(0)|b.along <= W(1e300)
row/busemann.hpp|if (excess > W(-0.5)) return {level, scalar::log1p(excess)};|
row/busemann.hpp|grad_out * (across - along)|grad_out * (across + along)
row/busemann.hpp|W(-grad_out / (b.time * b.norm))|W(grad_out / (b.time * b.norm))
row/boost.hpp|W(-(t.time_y + t.cosh_d) / (W(1) + t.time_x))|W(0)
row/boost.hpp|W(-(t.time_y + t.cosh_d) / sum)|W((t.time_y + t.cosh_d) / sum)
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
lorentz/frechet_mean.hpp|boost_vjp(mean, m, curvature, k).p|boost_vjp(mean, Vector(W(0) * m), curvature, k).p
lorentz/boost.hpp|gradient.x = -gradient.x;|
lorentz/wrapped_normal.hpp|(size - W(1)) * scalar|size * scalar
END
}

# The first source whose tests fail, or do not compile, with the changed headers.
noticed_by() {
  own=$sources
  case $header in
    */bearing*|*/boost*|*/busemann*|*/hyperplane*|*/mlr*|*/riemannian*) own=$of_pairs ;;
    */centroid*|*/cloud*|*/frechet*|*/log_sinhc*|*/wrapped*) own=$of_clouds ;;
  esac
  for source in $own; do
    $compile "$root/tests/$source.cpp" "$work/main.o" -o "$work/test" 2>/dev/null &&
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
  cp -r "$root/include" "$work/include"
  file="$work/include/rapidity/$header"
  old="$old" new="$new" perl -0pi -e 's/\Q$ENV{old}\E/$ENV{new}/' "$file"
  if cmp -s "$file" "$root/include/rapidity/$header"; then
    who="NOT FOUND in the header: the table in tests/mutation.sh is out of date"
    unnoticed=$((unnoticed + 1))
  else
    who=$(noticed_by)
    [ -n "$who" ] || { who="UNNOTICED"; unnoticed=$((unnoticed + 1)); }
  fi
  printf '%2d %s: %s -> %s: %s\n' "$number" "$header" "$old" "$new" "$who"
done < "$work/changes"
[ "$unnoticed" -eq 0 ]
