#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sample.hpp"

namespace meru {

/// SHAPES: 32 x 32 pictures of one or two objects, drawn and described by a program, so that the
/// truth of every caption is known. An object has a shape (6), a colour (8), a size (2) and a
/// texture (3); two objects stand beside or above each other. Eight of the 48 pairs of colour and
/// shape are held out of training: a model that names them has composed what it learned.

/// A split and its usual number of samples.
struct ShapesSplit {
  std::string name;
  int count;
};

/// The splits of SHAPES:
///   train 80000            45 % one object, 55 % two; no held-out pair, and no scene of two
///                          objects that is in val or iid
///   val 1000, iid 1000     else as train, each scene once; no scene is in both
///   compositional 1000     each scene once, with at least one held-out pair
///   single_val 800, single_seen 600, single_held_out 600     one object, for classification
const std::vector<ShapesSplit>& shapes_splits();

/// The usual number of samples of a split. @throws std::invalid_argument for an unknown one
int shapes_count(const std::string& split);

/// Captions' levels, implication, zero-shot prompts ("a red circle", 48 of them). `splits` is
/// empty: it names files, and a set made in memory has none.
DatasetInfo shapes_info();

/// Makes the first `count` samples of a split. The same split and seed give the same bytes on
/// every platform; a shorter set is the beginning of a longer one.
///
/// Captions by level: 0 "a picture" and the number of shapes; 1 one attribute of one object;
/// 2 colour and shape of one object; 3 the relation of two objects, or one object with all but
/// one attribute; 4 everything. One of the two ways round ("left of", "right of") is canonical, at
/// random.
///
/// @throws std::invalid_argument for an unknown split, a negative count, or more scenes than a
///   split whose scenes are distinct holds (10000).
std::vector<Sample> make_shapes(const std::string& split, int count, std::uint64_t seed);

}  // namespace meru
