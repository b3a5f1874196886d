#pragma once
// Functions of one real variable, for host and device.
#include "acosh1p.hpp"
#include "asinh_sqrt.hpp"
#include "asinhc.hpp"
#include "langevinc.hpp"
#include "limits.hpp"
#include "log1p.hpp"
#include "log_sinhc.hpp"
#include "multiply_add.hpp"
#include "parts.hpp"
#include "sinhc.hpp"
