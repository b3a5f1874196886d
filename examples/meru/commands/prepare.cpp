#include "data/prepare.hpp"

#include <cstdio>
#include <memory>

#include "commands/commands.hpp"
#include "commands/numbers.hpp"
#include "data/shapes.hpp"

namespace meru {
namespace {

constexpr const char* kFolderFooter =
    R"(The captions file has a line per image, in one of three forms, the file relative to --images:
  a.jpg<TAB>a brown dog on grass
  {"file": "a.jpg", "caption": "a brown dog on grass"}
  {"file": "a.jpg", "captions": [["animal"], ["dog"], ["a brown dog on grass"]]}
The last has levels, the most general first, each of one caption or more, and as many levels in
every line. Images are PNG or JPEG; train scales them by the shorter side and crops the centre to
the preset's size. Of the images 5 % become split val and 5 % iid, at least one each of three or more.)";

void tell(const PrepareResult& result, const std::filesystem::path& out) {
  std::printf("%s:", out.c_str());
  for (const auto& [split, samples] : result.samples) {
    std::printf(" %s %lld", split.c_str(), static_cast<long long>(samples));
  }
  std::printf("\n");
  for (const auto& note : result.notes) std::printf("%s\n", note.c_str());
  if (result.report.skipped_count() == 0) return;
  std::fprintf(stderr, "%s\n", result.report.summary().c_str());
  for (const auto& example : result.report.examples)
    std::fprintf(stderr, "  %s\n", example.c_str());
}

void add_shapes(CLI::App& prepare) {
  auto* command =
      prepare.add_subcommand("shapes", "Draw the default data: coloured shapes, no download");
  auto options = std::make_shared<PrepareShapesOptions>();
  auto train = std::make_shared<int>(shapes_count("train"));
  command->add_option("--out", options->out, "Directory of the shards")->required();
  command->add_option("--seed", options->seed, "Seed of the drawing")
      ->check(non_negative())
      ->capture_default_str();
  command->add_option("--train", *train, "Training pictures; another split has at most a twentieth")
      ->check(CLI::Range(20, 1000000))
      ->capture_default_str();
  command->callback([options, train] {
    const int most = std::max(16, *train / 20);
    for (const auto& [name, count] : shapes_splits())
      options->counts[name] = name == "train" ? *train : std::min(count, most);
    tell(prepare_shapes(*options), options->out);
  });
}

void add_emoji(CLI::App& prepare) {
  auto* command = prepare.add_subcommand("emoji",
                                         "Render real emoji with real words, from "
                                         "fonts-noto-color-emoji, unicode-data, unicode-cldr-core");
  auto options = std::make_shared<PrepareEmojiOptions>();
  command->add_option("--out", options->out, "Directory of the shards")->required();
  command->add_option("--size", options->size, "Pixels")
      ->check(CLI::Range(16, 136))
      ->capture_default_str();
  command->add_option("--seed", options->seed, "Seed of the split")
      ->check(non_negative())
      ->capture_default_str();
  command->callback([options] { tell(prepare_emoji(*options), options->out); });
}

void add_folder(CLI::App& prepare) {
  auto* command = prepare.add_subcommand("folder", "Pack your own images and captions");
  command->footer(kFolderFooter);
  auto options = std::make_shared<PrepareFolderOptions>();
  command->add_option("--images", options->images, "Directory of the images")->required();
  command
      ->add_option("--captions", options->captions,
                   "Lines of FILE<TAB>CAPTION, or JSON lines, as below")
      ->required();
  command->add_option("--out", options->out, "Directory of the shards")->required();
  command->callback([options] { tell(prepare_folder(*options), options->out); });
}

}  // namespace

void add_prepare(CLI::App& app) {
  auto* prepare = app.add_subcommand("prepare", "Write a data set as WebDataset shards");
  prepare->require_subcommand(1);
  add_shapes(*prepare);
  add_emoji(*prepare);
  add_folder(*prepare);
}

}  // namespace meru
