#pragma once

#include <string>

#include "commands/run.hpp"
#include "evaluate/traversal.hpp"

namespace meru {

/// Traversals from images spread over a corpus.
struct Walks {
  std::vector<std::int64_t> images;
  std::vector<std::vector<TraversalStep>> walks;
  TraversalSummary summary;
};
Walks walk_to_root(const Space& space, const Corpus& corpus, const EmbeddedCorpus& points);

/// The JSON that the report draws its pictures from: distances from the root, a handful of images
/// with their captions as points, and some traversals.
std::string details(const Run& run, const Dataset& dataset, const Space& space,
                    const Corpus& corpus, const EmbeddedCorpus& points, const Walks& walks);

}  // namespace meru
