#include "commands/details.hpp"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "data/image.hpp"

extern "C" {
#include <b64/cencode.h>  // a C header that does not say so
}

namespace meru {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t kWalks = 125;       ///< images whose way to the root is measured
constexpr std::int64_t kShownWalks = 12;   ///< and shown
constexpr std::int64_t kShownImages = 24;  ///< in the picture of the embedding
constexpr double kDegrees = 180.0 / 3.14159265358979323846;

double rounded(double value) { return std::round(value * 1e4) / 1e4; }

std::vector<double> to_vector(const torch::Tensor& values) {
  const auto flat = values.to(torch::kDouble).contiguous();
  return {flat.data_ptr<double>(), flat.data_ptr<double>() + flat.numel()};
}

std::string base64(const std::string& bytes) {
  base64_encodestate state;
  base64_init_encodestate(&state);
  std::string text(2 * bytes.size() + 8, '\0');
  auto length =
      base64_encode_block(bytes.data(), static_cast<int>(bytes.size()), text.data(), &state);
  length += base64_encode_blockend(text.data() + length, &state);
  text.resize(static_cast<std::size_t>(length));
  text.erase(std::remove(text.begin(), text.end(), '\n'), text.end());
  return text;
}

std::string png_base64(const torch::Tensor& picture) {
  const auto pixels = picture.permute({1, 2, 0}).contiguous();
  Image image;
  image.height = static_cast<int>(pixels.size(0));
  image.width = static_cast<int>(pixels.size(1));
  image.rgb.assign(pixels.data_ptr<std::uint8_t>(),
                   pixels.data_ptr<std::uint8_t>() + pixels.numel());
  return base64(encode_png(image));
}

Json root_distances(const Space& space, const Corpus& corpus, const EmbeddedCorpus& points) {
  const auto text = to_vector(space.root_distance(points.texts));
  Json result = Json::object();
  for (int level = 0; level < corpus.levels(); ++level) {
    Json values = Json::array();
    for (std::int64_t image = 0; image < corpus.size(); ++image) {
      const auto& captions = corpus.captions(image, level);
      if (captions.empty()) continue;
      values.push_back(rounded(text[static_cast<std::size_t>(captions.front())]));
    }
    result[fmt::format("level{}", level)] = values;
  }
  Json images = Json::array();
  for (const double distance : to_vector(space.root_distance(points.images)))
    images.push_back(rounded(distance));
  result["image"] = images;
  return result;
}

/// Collects the points of the embedding's picture: images, and above each a chain of captions from
/// the full one to the most general, every text once, at the most general of its levels.
class PointList {
 public:
  PointList(const Space& space, const Corpus& corpus, const EmbeddedCorpus& points)
      : space_(space), corpus_(corpus), points_(points), level_of_(text_levels(corpus)) {}

  void add_image(std::int64_t image) {
    Json point =
        describe(points_.images[image], corpus_.levels(), corpus_.texts()[canonical(image)]);
    point["png"] = png_base64(corpus_.images()[image]);
    point["parents"] = Json::array({add_text(image, corpus_.canonical(image))});
    list_.push_back(point);
  }
  const Json& list() const { return list_; }

 private:
  std::size_t canonical(std::int64_t image) const {
    return static_cast<std::size_t>(corpus_.canonical(image));
  }

  Json describe(const torch::Tensor& point, int level, const std::string& label) const {
    const auto row = point.view({1, -1});
    Json tangent = Json::array();
    for (const double value : to_vector(space_.tangent(row))) tangent.push_back(rounded(value));
    return {{"kind", level == corpus_.levels() ? "image" : "text"},
            {"level", level},
            {"label", label},
            {"tangent", tangent},
            {"distance", rounded(to_vector(space_.root_distance(row))[0])}};
  }

  std::size_t add_text(std::int64_t image, int text) {
    if (const auto known = index_of_.find(text); known != index_of_.end()) return known->second;
    const int level = level_of_[static_cast<std::size_t>(text)];
    const auto point = points_.texts[text];
    Json entry = describe(point, level, corpus_.texts()[static_cast<std::size_t>(text)]);
    if (space_.has_cones()) {
      entry["aperture_degrees"] =
          rounded(to_vector(space_.half_aperture(point.view({1, -1})))[0] * kDegrees);
    } else {
      entry["aperture_degrees"] = nullptr;
    }
    entry["parents"] = Json::array();
    std::set<std::size_t> parents;
    if (level > 0) {
      for (const int general : corpus_.implied(image, text, level - 1)) {
        parents.insert(add_text(image, general));
      }
    }
    for (const auto parent : parents) entry["parents"].push_back(parent);
    list_.push_back(entry);
    return index_of_[text] = list_.size() - 1;
  }

  const Space& space_;
  const Corpus& corpus_;
  const EmbeddedCorpus& points_;
  std::vector<int> level_of_;  ///< by text
  Json list_ = Json::array();
  std::map<int, std::size_t> index_of_;
};

Json traversals(const Corpus& corpus, const Walks& walks) {
  const auto levels = text_levels(corpus);
  Json result = Json::array();
  const auto total = static_cast<std::int64_t>(walks.images.size());
  const auto shown = std::min(kShownWalks, total);
  for (std::int64_t k = 0; k < shown; ++k) {
    const auto i = static_cast<std::size_t>(k * total / shown);
    const auto image = walks.images[i];
    Json steps = Json::array();
    for (const auto& step : walks.walks[i]) {
      const bool root = step.text < 0;
      const auto text = static_cast<std::size_t>(root ? 0 : step.text);
      steps.push_back({{"text", root ? "[ROOT]" : corpus.texts()[text]},
                       {"level", root ? -1 : levels[text]},
                       {"true", root || corpus.is_true(step.text, image)},
                       {"distance", rounded(step.root_distance)}});
    }
    result.push_back(
        {{"caption", corpus.texts()[static_cast<std::size_t>(corpus.canonical(image))]},
         {"png", png_base64(corpus.images()[image])},
         {"steps", steps}});
  }
  return result;
}

}  // namespace

Walks walk_to_root(const Space& space, const Corpus& corpus, const EmbeddedCorpus& points) {
  Walks result;
  result.images = spread(corpus, kWalks);
  const Traversal traversal(space, corpus, points.texts);
  for (const auto image : result.images)
    result.walks.push_back(traversal.from(points.images[image]));
  result.summary = summarise(corpus, result.images, result.walks);
  return result;
}

std::string details(const Run& run, const Dataset& dataset, const Space& space,
                    const Corpus& corpus, const EmbeddedCorpus& points, const Walks& walks) {
  const bool hyperbolic = run.model->hyperbolic();
  PointList list(space, corpus, points);
  for (const auto image : spread(corpus, kShownImages)) list.add_image(image);
  const auto or_null = [&](double value) { return hyperbolic ? Json(value) : Json(); };
  const Json result{{"model", hyperbolic ? "meru" : "clip"},
                    {"dataset", dataset.info.name},
                    {"curvature", or_null(space.curvature())},
                    {"min_radius", or_null(run.config.train.loss.min_radius)},
                    {"eta", or_null(run.config.train.loss.eta)},
                    {"level_names", dataset.info.level_names},
                    {"root_distances", root_distances(space, corpus, points)},
                    {"points", list.list()},
                    {"traversals", traversals(corpus, walks)}};
  return result.dump() + "\n";
}

}  // namespace meru
