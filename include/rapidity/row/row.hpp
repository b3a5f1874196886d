#pragma once
// One point or one pair of points, for host and device: sums over the coordinates -> value, and
// sums -> coefficients of the gradient. Knows neither Eigen nor CUDA.
#include "coefficients.hpp"
#include "distance.hpp"
#include "entailment_residual.hpp"
#include "exterior_angle.hpp"
#include "half_aperture.hpp"
#include "half_space.hpp"
#include "inner.hpp"
#include "lift.hpp"
#include "logmap0.hpp"
#include "margin.hpp"
#include "pair_sums.hpp"
#include "radial_map.hpp"
#include "reduce.hpp"
#include "split.hpp"
#include "time.hpp"
#include "triangle.hpp"
