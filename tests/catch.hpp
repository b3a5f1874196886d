// Catch2 2 and Catch2 3 behind one name.
#pragma once

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using Catch::Approx;
#else
#include <catch2/catch.hpp>  // puts Approx into the global namespace itself
#endif
