#pragma once

#include <cstddef>
#include <string>

#include "report/run_data.hpp"

namespace meru::report {

/// CSS class of a caption level's colour: "l0", "l1", ...; images have "li".
std::string level_class(std::size_t level);
/// The classes' colours for a light and for a dark page: violet (generic) to olive (specific), all
/// at least 3:1 against the page. Levels differ by shape too, see svg.hpp.
std::string level_styles(std::size_t levels);
/// Which mark is which level, as an HTML list.
std::string legend(const Details& details);

}  // namespace meru::report
