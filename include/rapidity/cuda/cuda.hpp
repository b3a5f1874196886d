#pragma once
// Many points at once, on a GPU: link rapidity::cuda. Plain C++ includes this; nvcc is not needed.
#include "arguments.hpp"
#include "contrastive_loss.hpp"
#include "distance.hpp"
#include "entailment_loss.hpp"
#include "entailment_residual.hpp"
#include "exterior_angle.hpp"
#include "half_aperture.hpp"
#include "handle.hpp"
#include "lift.hpp"
#include "logmap0.hpp"
#include "pairwise_distance.hpp"
#include "pairwise_inner.hpp"
