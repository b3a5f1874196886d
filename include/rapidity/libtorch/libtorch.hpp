#pragma once
// The batched operations on torch::Tensor, with gradients.
//
// Points are [B, D] tensors of float or double on the CPU, of any strides; c and scale are tensors
// of no dimension and the same type. All of them may require a gradient, of first order. The
// operations use Torch's own number of threads, torch::set_num_threads.
//
// Errors: c10::TypeError for a tensor of another type, c10::NotImplementedError for one that is not
// on the CPU and for a second derivative, rapidity::shape_error for sizes that do not fit,
// rapidity::domain_error for a curvature that is not positive and finite or a negative radius.
#include "contrastive_loss.hpp"
#include "distance.hpp"
#include "entailment_loss.hpp"
#include "entailment_residual.hpp"
#include "exterior_angle.hpp"
#include "half_aperture.hpp"
#include "lift.hpp"
#include "logmap0.hpp"
#include "pairwise_distance.hpp"
#include "pairwise_inner.hpp"
