#pragma once

#define RAPIDITY_VERSION_MAJOR 0
#define RAPIDITY_VERSION_MINOR 1
#define RAPIDITY_VERSION_PATCH 0

// All names live in the inline namespace rapidity::v0, so that two programs' worth of different
// versions can meet in one process without sharing symbols.
namespace rapidity {
inline namespace v0 {}
}  // namespace rapidity
