#include "train/flat_parameters.hpp"

#include <cmath>

namespace meru {
namespace {

bool decays(const std::string& name, const torch::Tensor& parameter) {
  return parameter.dim() >= 2 && name.find("positions") == std::string::npos;
}

/// Elements that a parameter takes up: it begins at a multiple of 64 bytes, as a tensor of its own
/// would, for registers and a GPU's wide loads.
std::int64_t room_of(const torch::Tensor& parameter) { return (parameter.numel() + 15) / 16 * 16; }

}  // namespace

FlatParameters::FlatParameters(torch::nn::Module& module) {
  torch::NoGradGuard no_grad;
  const auto parameters = module.named_parameters();
  for (int group = 0; group < 2; ++group) {
    std::vector<torch::Tensor> members;
    std::int64_t size = 0, offset = 0;
    for (const auto& item : parameters) {
      if (decays(item.key(), item.value()) != (group == 0)) continue;
      members.push_back(item.value());
      size += room_of(item.value());
    }
    auto& [values, gradients] = groups_[group];
    values = torch::zeros({size}, members.empty() ? torch::TensorOptions() : members[0].options());
    gradients = torch::zeros_like(values);
    for (auto& parameter : members) {
      const auto slice = [&](const torch::Tensor& all) {
        return all.narrow(0, offset, parameter.numel()).view(parameter.sizes());
      };
      slice(values).copy_(parameter);
      gradient_of_[parameter.unsafeGetTensorImpl()] = slice(gradients);
      parameter.set_data(slice(values));
      offset += room_of(parameter);
    }
    values.set_requires_grad(true);
    values.mutable_grad() = gradients;
  }
}

void FlatParameters::zero_grad() {
  for (auto& group : groups_) group.gradients.zero_();
}

void FlatParameters::add_gradients(const std::vector<torch::Tensor>& parameters,
                                   const std::vector<torch::Tensor>& gradients) {
  torch::NoGradGuard no_grad;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (gradients[i].defined())
      gradient_of_.at(parameters[i].unsafeGetTensorImpl()).add_(gradients[i]);
  }
}

double FlatParameters::clip_gradients(double bound) {
  torch::NoGradGuard no_grad;
  const double norm = std::hypot(groups_[0].gradients.norm().item<double>(),
                                 groups_[1].gradients.norm().item<double>());
  if (norm > bound) {
    for (auto& group : groups_) group.gradients.mul_(bound / norm);
  }
  return norm;
}

}  // namespace meru
