#pragma once
// Many points at once, on a GPU: link rapidity::cuda. Plain C++ includes this; nvcc is not needed.
#include "arguments.hpp"
#include "distance.hpp"
