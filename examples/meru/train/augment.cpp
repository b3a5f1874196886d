#include "train/augment.hpp"

#include <torch/nn/functional.h>
#include <torch/torch.h>

#include <cmath>
#include <stdexcept>

#include "train/random.hpp"

namespace meru {
namespace F = torch::nn::functional;

Augmentation Augmentation::draw(const std::string& kind, std::int64_t images, std::uint64_t seed,
                                std::int64_t step) {
  if (kind == "none") return {};
  if (kind != "affine") {
    throw std::invalid_argument("augment: expected none or affine, got '" + kind + "'");
  }
  Random random(seed, Random::augmentation, static_cast<std::uint64_t>(step));
  Augmentation result;
  result.maps_ = torch::empty({images, 2, 3});
  result.tint_ = torch::empty({images, 3, 1, 1});
  auto maps = result.maps_.accessor<float, 3>();
  auto tint = result.tint_.accessor<float, 4>();
  for (std::int64_t i = 0; i < images; ++i) {
    const double angle = random.between(-0.2, 0.2), zoom = random.between(0.85, 1.2);
    const double flip = random.below(2) == 0 ? 1 : -1;
    maps[i][0][0] = static_cast<float>(flip * zoom * std::cos(angle));
    maps[i][0][1] = static_cast<float>(-zoom * std::sin(angle));
    maps[i][1][0] = static_cast<float>(flip * zoom * std::sin(angle));
    maps[i][1][1] = static_cast<float>(zoom * std::cos(angle));
    maps[i][0][2] = static_cast<float>(random.between(-0.15, 0.15));
    maps[i][1][2] = static_cast<float>(random.between(-0.15, 0.15));
    const double brightness = random.between(0.8, 1.1);
    for (std::int64_t channel = 0; channel < 3; ++channel) {
      tint[i][channel][0][0] = static_cast<float>(brightness * random.between(0.9, 1.1));
    }
  }
  return result;
}

torch::Tensor Augmentation::apply(const torch::Tensor& pictures, std::int64_t first) const {
  if (!maps_.defined()) return pictures;
  const auto rows = pictures.size(0);
  const auto grid =
      F::affine_grid(maps_.narrow(0, first, rows).to(pictures.device()), pictures.sizes(), false);
  const auto moved = F::grid_sample(pictures.to(torch::kFloat), grid,
                                    F::GridSampleFuncOptions()
                                        .mode(torch::kBilinear)
                                        .padding_mode(torch::kBorder)
                                        .align_corners(false));
  return (moved * tint_.narrow(0, first, rows).to(pictures.device())).clamp(0, 255);
}

}  // namespace meru
