#pragma once

namespace meru::report {

extern const char* const kStyle;      ///< style.css
extern const char* const kHighlight;  ///< highlight.js

}  // namespace meru::report
