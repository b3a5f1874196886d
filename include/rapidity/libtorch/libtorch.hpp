#pragma once
// The batched operations on torch::Tensor, with gradients.
//
// Points are [B, D] tensors of float or double on the CPU, of any strides; c and scale are tensors
// of no dimension and the same type. All of them may require a gradient, of first order. The
// operations use Torch's own number of threads, torch::set_num_threads.
//
// Errors: c10::TypeError for a tensor of another type, c10::NotImplementedError for one that is not
// on the CPU and for a second derivative, c10::ValueError for tensors on different devices,
// rapidity::shape_error for sizes that do not fit, rapidity::domain_error for a curvature that is
// not positive and finite or a negative radius.
//
// On a GPU: the same functions in programs that link rapidity::libtorch_cuda in place of
// rapidity::libtorch, with all sources of the program, for they have to agree on it. Tensors of a
// CUDA device then go to rapidity::cuda, on their device, in its current stream, with workspace
// from the caching allocator; all tensors of a call are on one device. Nothing waits for the GPU: c
// and scale are read when the work runs, and a curvature that is not positive and finite gives NaN
// in place of an error. Points are float, double, half or bfloat16, those of all pairs
// (pairwise_distance, pairwise_inner, contrastive_loss) not double; what is no coordinate, c and
// scale, distances and angles, is float with 16-bit points. Products are cuda::Products::fp32. What
// CUDA refuses is a rapidity::cuda_error. docs/gpu.md says what of this has run.
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
