#pragma once

#include <torch/types.h>

#include <string>

namespace meru {

/// The device that --device names, "cpu" or "cuda", the first GPU.
/// @throws std::runtime_error where this program was built without CUDA, or no GPU is found
torch::Device device_by_name(const std::string& name);

}  // namespace meru
