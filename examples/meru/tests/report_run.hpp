// A small run on disk for the tests of the report.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

namespace report_test {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

inline void write(const fs::path& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
}

inline std::string read(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// One white pixel.
inline const char* const kPng =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4//8/AAX+Av4N70a4AAAAAElFTkSuQmCC";

struct FakeRun {
  bool hyperbolic = true;
  int levels = 5;
  Json metrics, details;
  std::string log;

  explicit FakeRun(bool is_hyperbolic = true, int level_count = 5)
      : hyperbolic(is_hyperbolic), levels(level_count) {
    make_metrics();
    make_details();
    for (int step = 0; step < 50; ++step) log += log_line(step).dump() + "\n";
  }

  double distance(int level) const { return hyperbolic ? 0.2 + 0.1 * level : 0.5; }
  std::string key(int level) const {
    return level == levels ? "image" : "level" + std::to_string(level);
  }

  void make_metrics() {
    metrics["model"] = hyperbolic ? "meru" : "clip";
    metrics["seconds"] = 149.6;
    for (const char* split : {"iid", "compositional"}) {
      for (const char* way : {"image_to_text", "text_to_image"}) {
        metrics["retrieval"][split][way] = {{"r1", 80.0}, {"r5", 99.0}, {"r10", 100.0}};
      }
      metrics["retrieval"][split]["candidates"] = 1000;
    }
    metrics["zero_shot"] = {{"seen", 97.0}, {"held_out", 92.0}, {"classes", 48}};
    for (int level = 0; level < levels; ++level) {
      const std::string next = level + 1 == levels ? "image" : std::to_string(level + 1);
      metrics["ordering"][key(level) + "_" + next] = 99.5;
      if (!hyperbolic) continue;
      metrics["cone"]["true"][key(level)] = 90.0;
      metrics["cone"]["false"][key(level)] = 1.5;
      metrics["aperture"][key(level)] = 60.0;
    }
    metrics["traversal"] = {{"texts", 5.5}, {"true_percent", 90.0}, {"monotone_percent", 99.0}};
  }

  // Two images below a chain of texts, one per level.
  void make_details() {
    details["dataset"] = "shapes";
    details["curvature"] = hyperbolic ? Json(0.7) : Json(nullptr);
    details["min_radius"] = hyperbolic ? Json(0.1) : Json(nullptr);
    details["eta"] = hyperbolic ? Json(1.0) : Json(nullptr);
    for (int level = 0; level < levels; ++level) {
      details["level_names"].push_back("name " + std::to_string(level));
      Json parents = Json::array();
      if (level > 0) parents.push_back(level - 1);
      add_point("text", level, "text " + std::to_string(level), parents);
    }
    for (int image = 0; image < 2; ++image) {
      add_point("image", levels, "image " + std::to_string(image), Json::array({levels - 1}));
    }
    for (int level = 0; level <= levels; ++level) {
      details["root_distances"][key(level)] = {distance(level), distance(level) + 0.01};
    }
    const Json steps = {{{"text", "text 0"}, {"level", 0}, {"true", true}, {"distance", 0.2}},
                        {{"text", "no"}, {"level", 0}, {"true", false}, {"distance", 0.1}},
                        {{"text", "[ROOT]"}, {"level", -1}, {"true", true}, {"distance", 0.0}}};
    details["traversals"].push_back({{"caption", "image 0"}, {"png", kPng}, {"steps", steps}});
  }

  void add_point(const std::string& kind, int level, const std::string& label,
                 const Json& parents) {
    const bool is_image = kind == "image";
    const double turn = 0.1 * static_cast<double>(details["points"].size());
    Json point{{"kind", kind},
               {"level", level},
               {"label", label},
               {"tangent", {distance(level), turn, 0.05}},
               {"distance", distance(level)},
               {"aperture_degrees", hyperbolic && !is_image ? Json(55.0) : Json(nullptr)},
               {"parents", parents}};
    if (is_image) point["png"] = kPng;
    details["points"].push_back(point);
  }

  Json log_line(int step) const {
    Json row{{"step", step},
             {"seconds", 0.1 * step},
             {"loss", 5.0 / (step + 1)},
             {"contrastive", 4.0 / (step + 1)},
             {"scale", 14.0 + step}};
    if (hyperbolic) {
      row["entailment"] = 1.0 / (step + 1);
      row["text_entailment"] = 0.5 / (step + 1);
      row["contradiction"] = 0.2 / (step + 1);
      row["curvature"] = 1.0 - 0.005 * step;
    }
    for (int level = 0; level <= levels; ++level) row["root_distance"].push_back(distance(level));
    return row;
  }

  fs::path save(const fs::path& directory) const {
    fs::create_directories(directory);
    write(directory / "metrics.json", metrics.dump());
    write(directory / "details.json", details.dump());
    write(directory / "log.jsonl", log);
    return directory;
  }
};

/// A directory that is gone when the test is.
struct Folder {
  fs::path path;
  explicit Folder(const std::string& name)
      : path(fs::temp_directory_path() / (name + "_" + std::to_string(std::random_device{}()))) {
    fs::remove_all(path);
    fs::create_directories(path);
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
};

}  // namespace report_test
