#pragma once

#include <torch/nn.h>

namespace meru {

/// All parameters of a module laid into two flat tensors (with and without weight decay), and their
/// gradients likewise, so that clipping and the optimiser are a few long operations instead of
/// hundreds of short ones. The module's parameters become views of the flat ones, each from a
/// multiple of 64 bytes on; what lies between is 0, and stays 0.
class FlatParameters {
 public:
  explicit FlatParameters(torch::nn::Module& module);

  /// Matrices: weight decay applies. One optimiser parameter with its .grad set.
  torch::Tensor decayed() const { return groups_[0].values; }
  /// Norms, biases, scalars, class and position tokens: no weight decay.
  torch::Tensor plain() const { return groups_[1].values; }

  void zero_grad();
  /// Adds one gradient per parameter, in the order of `parameters`; undefined ones count as zero.
  void add_gradients(const std::vector<torch::Tensor>& parameters,
                     const std::vector<torch::Tensor>& gradients);
  /// Scales the gradient to at most `bound` in the Euclidean norm; returns the norm before.
  double clip_gradients(double bound);

 private:
  struct Group {
    torch::Tensor values, gradients;
  };
  Group groups_[2];
  std::unordered_map<const void*, torch::Tensor> gradient_of_;  ///< by TensorImpl of the parameter
};

}  // namespace meru
