#pragma once
// Many points at once, on the CPU: threads and SIMD, no state.
#include "contrastive_loss.hpp"
#include "distance.hpp"
#include "entailment_loss.hpp"
#include "entailment_residual.hpp"
#include "exterior_angle.hpp"
#include "half_aperture.hpp"
#include "lift.hpp"
#include "logmap0.hpp"
#include "nearest.hpp"
#include "pairwise_distance.hpp"
#include "pairwise_inner.hpp"
