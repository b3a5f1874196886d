#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace meru {

/// An 8-bit RGB picture, row by row from the top, three bytes a pixel.
struct Image {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgb;  ///< height x width x 3
};

/// One picture and what is true of it.
struct Sample {
  std::string key;
  Image image;
  /// [level]: every caption of that level that is true of the image, level 0 the most general;
  /// captions.back()[0] is the canonical full caption.
  std::vector<std::vector<std::string>> captions;
  /// Further true texts: never trained on, used only to decide whether a text is true.
  std::vector<std::string> also_true;
  /// Class names for zero-shot classification, e.g. {"colour", "red"}; empty where there are none.
  std::map<std::string, std::string> labels;
};

/// Zero-shot classification: prompts[i] describes classes[i]; the class of a sample is the values
/// of its labels under label_keys, joined by single spaces.
struct ZeroShot {
  std::vector<std::string> prompts;
  std::vector<std::string> label_keys;
  std::vector<std::string> classes;
};

/// What is known of a data set as a whole: the content of its dataset.json.
struct DatasetInfo {
  std::string name;
  std::vector<std::string> level_names;  ///< one per caption level
  /// When a caption implies a more general one of the same image: "words": its words contain the
  /// other's content words (all that are not function_words); "level": always.
  std::string implication = "level";
  std::vector<std::string> function_words;
  std::map<std::string, std::vector<std::string>> splits;  ///< name -> shard file names
  ZeroShot zero_shot;
  std::string augment = "none";  ///< "none" or "affine"
  /// Whether a sample's captions and also_true are all the data set's texts that are true of it, so
  /// that a text they lack is untrue. Pictures with a caption each cannot promise that.
  bool lists_all_truths = false;
};

}  // namespace meru
