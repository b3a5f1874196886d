#pragma once
// The operations beside the plain formulas, as a user of Torch would write them.
#include <torch/torch.h>

#include <rapidity/libtorch/libtorch.hpp>

#include <functional>
#include <string>
#include <vector>

using rapidity::libtorch::Score;
using torch::Tensor;
namespace ours = rapidity::libtorch;

using Inputs = std::vector<Tensor>;
using Function = std::function<Tensor(const Inputs&)>;

namespace plain {

inline Tensor time(const Tensor& x, const Tensor& c) { return (1 / c + (x * x).sum(-1)).sqrt(); }

inline Tensor pairwise_inner(const Tensor& x, const Tensor& y, const Tensor& c) {
  return x.mm(y.t()) - torch::outer(time(x, c), time(y, c));
}

inline Tensor pairwise_distance(const Tensor& x, const Tensor& y, const Tensor& c) {
  return torch::acosh(-c * pairwise_inner(x, y, c)) / c.sqrt();
}

inline Tensor distance(const Tensor& x, const Tensor& y, const Tensor& c) {
  return pairwise_distance(x, y, c).diagonal();
}

inline Tensor lift(const Tensor& v, const Tensor& c) {
  const Tensor z = c.sqrt() * v.norm(2, {1}, true);
  return torch::sinh(z) / z * v;
}

inline Tensor logmap0(const Tensor& x, const Tensor& c) {
  const Tensor z = c.sqrt() * x.norm(2, {1}, true);
  return torch::asinh(z) / z * x;
}

inline Tensor half_aperture(const Tensor& x, const Tensor& c, double min_radius) {
  return torch::asin((2 * min_radius / (c.sqrt() * x.norm(2, {1}))).clamp_max(1));
}

inline Tensor exterior_angle(const Tensor& x, const Tensor& y, const Tensor& c) {
  const Tensor inner = c * pairwise_inner(x, y, c).diagonal();
  const Tensor numerator = time(y, c) + inner * time(x, c);
  return torch::acos(numerator / (x.norm(2, {1}) * (inner * inner - 1).sqrt()));
}

inline Tensor entailment_residual(const Tensor& x, const Tensor& y, const Tensor& c,
                                  double min_radius, double eta) {
  return torch::relu(exterior_angle(x, y, c) - eta * half_aperture(x, c, min_radius));
}

inline Tensor contrastive_loss(const Tensor& x, const Tensor& y, const Tensor& c,
                               const Tensor& scale, Score score) {
  const Tensor logits = score == Score::distance ? Tensor(-scale * pairwise_distance(x, y, c))
                                                 : Tensor(scale * pairwise_inner(x, y, c));
  const Tensor target = torch::arange(x.size(0));
  namespace F = torch::nn::functional;
  return (F::cross_entropy(logits, target) + F::cross_entropy(logits.t(), target)) / 2;
}

}  // namespace plain

struct Case {
  std::string name;
  Inputs inputs;
  Function ours, plain;
  bool all_pairs = false;  ///< of those that rapidity::cuda has no double of
};

inline std::vector<Case> cases() {
  const auto number = [](double value) { return torch::tensor(value, torch::kDouble); };
  const Tensor x = torch::randn({6, 4}, torch::kDouble), y = torch::randn({6, 4}, torch::kDouble);
  const Tensor z = torch::randn({3, 4}, torch::kDouble), c = number(0.7), scale = number(3);
  std::vector<Case> list{
      {"lift",
       {x, c},
       [](const Inputs& in) { return ours::lift(in[0], in[1]); },
       [](const Inputs& in) { return plain::lift(in[0], in[1]); }},
      {"logmap0",
       {x, c},
       [](const Inputs& in) { return ours::logmap0(in[0], in[1]); },
       [](const Inputs& in) { return plain::logmap0(in[0], in[1]); }},
      {"distance",
       {x, y, c},
       [](const Inputs& in) { return ours::distance(in[0], in[1], in[2]); },
       [](const Inputs& in) { return plain::distance(in[0], in[1], in[2]); }},
      {"pairwise_distance",
       {x, z, c},
       [](const Inputs& in) { return ours::pairwise_distance(in[0], in[1], in[2]); },
       [](const Inputs& in) { return plain::pairwise_distance(in[0], in[1], in[2]); },
       true},
      {"pairwise_inner",
       {x, z, c},
       [](const Inputs& in) { return ours::pairwise_inner(in[0], in[1], in[2]); },
       [](const Inputs& in) { return plain::pairwise_inner(in[0], in[1], in[2]); },
       true},
      {"half_aperture",
       {x, c},
       [](const Inputs& in) { return ours::half_aperture(in[0], in[1], 0.3); },
       [](const Inputs& in) { return plain::half_aperture(in[0], in[1], 0.3); }},
      {"exterior_angle",
       {x, y, c},
       [](const Inputs& in) { return ours::exterior_angle(in[0], in[1], in[2]); },
       [](const Inputs& in) { return plain::exterior_angle(in[0], in[1], in[2]); }},
      {"entailment_residual",
       {x, y, c},
       [](const Inputs& in) { return ours::entailment_residual(in[0], in[1], in[2], 0.3, 1.2); },
       [](const Inputs& in) { return plain::entailment_residual(in[0], in[1], in[2], 0.3, 1.2); }},
      {"entailment_loss",
       {x, y, c},
       [](const Inputs& in) { return ours::entailment_loss(in[0], in[1], in[2], 0.3, 1.2); },
       [](const Inputs& in) {
         return plain::entailment_residual(in[0], in[1], in[2], 0.3, 1.2).mean();
       }}};
  for (const Score score : {Score::distance, Score::inner}) {
    list.push_back({score == Score::distance ? "contrastive_loss" : "contrastive_loss, inner",
                    {x, y, c, scale},
                    [score](const Inputs& in) {
                      return ours::contrastive_loss(in[0], in[1], in[2], in[3], score);
                    },
                    [score](const Inputs& in) {
                      return plain::contrastive_loss(in[0], in[1], in[2], in[3], score);
                    },
                    true});
  }
  return list;
}
