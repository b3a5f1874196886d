#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/run_data.hpp"

namespace meru::report {

/// What the page is about. The two runs have different names.
struct Subject {
  Run run;
  std::optional<Run> baseline;
};

/// The parts of the page, as HTML. A part is empty where the runs hold nothing for it.
std::string headline(const Subject& subject);
std::string embedding_section(const Subject& subject);
std::string comparison_section(const Subject& subject);
std::string root_distance_section(const Subject& subject);
std::string cone_section(const Subject& subject);
std::string traversal_section(const Subject& subject);
std::string training_section(const Subject& subject);
std::string glossary_section(const Subject& subject);
std::string reproduce_section(const Subject& subject);

/// What to know before believing the figures, one HTML sentence or two each; part of headline.
std::vector<std::string> cautions(const Subject& subject);
/// Exact drawings of some entailment cones, see cone_gallery.cpp; part of cone_section.
std::string cone_gallery(const Details& details);

}  // namespace meru::report
