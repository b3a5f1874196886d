#pragma once
// Hyperbolic geometry in the Lorentz model: everything for the host.
// Conventions, singular points and accuracy: docs/conventions.md.
//
// For device code include rapidity/row/row.hpp (no Eigen); for LibTorch, rapidity/libtorch/.
#include "batch/batch.hpp"
#include "config.hpp"
#include "curvature.hpp"
#include "error.hpp"
#include "lorentz/boost.hpp"
#include "lorentz/boost_inverse.hpp"
#include "lorentz/busemann.hpp"
#include "lorentz/distance.hpp"
#include "lorentz/entailment_residual.hpp"
#include "lorentz/exterior_angle.hpp"
#include "lorentz/half_aperture.hpp"
#include "lorentz/hyperplane_distance.hpp"
#include "lorentz/inner.hpp"
#include "lorentz/lift.hpp"
#include "lorentz/logmap0.hpp"
#include "lorentz/mlr_logit.hpp"
#include "lorentz/riemannian_gradient.hpp"
#include "lorentz/time.hpp"
#include "lorentz/view.hpp"
#include "row/row.hpp"
#include "scalar/scalar.hpp"
#include "version.hpp"
#include "views.hpp"
