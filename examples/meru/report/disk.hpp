#pragma once

#include <string>

#include "report/run_data.hpp"

namespace meru::report {

/// The points of an embedding in a disk: [ROOT] in the middle, radius from the true distance (see
/// DiskMap), angle from circular_layout, a line from every text to what it is true of. `label` is
/// read out by a screen reader.
std::string disk_drawing(const Details& details, const std::string& label, bool with_labels);

}  // namespace meru::report
