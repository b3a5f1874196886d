#include "shapes_scene.hpp"

namespace meru::shapes {
namespace {

std::string with_article(const std::string& words) {
  const bool vowel = std::string("aeiou").find(words.front()) != std::string::npos;
  return (vowel ? "an " : "a ") + words;
}

/// The words of one object.
struct Words {
  std::string size, texture, colour, shape;
  explicit Words(const Object& object)
      : size(size_names[object.size]),
        texture(texture_names[object.texture]),
        colour(colour_names[object.colour]),
        shape(shape_names[object.shape]) {}
  std::string kind() const { return with_article(colour + " " + shape); }
  std::string full() const {
    return with_article(size + " " + texture + " " + colour + " " + shape);
  }
  std::vector<std::string> single_attributes() const {
    return {with_article(colour + " shape"), with_article(shape), with_article(texture + " shape"),
            with_article(size + " shape")};
  }
  std::vector<std::string> all_but_one() const {
    return {with_article(size + " " + colour + " " + shape),
            with_article(texture + " " + colour + " " + shape)};
  }
};

void append(std::vector<std::string>& to, const std::vector<std::string>& more) {
  for (const std::string& text : more) {
    bool known = false;
    for (const std::string& present : to) known = known || present == text;
    if (!known) to.push_back(text);
  }
}

/// Both ways to say how two objects stand, the canonical one first.
std::vector<std::string> relation(const Scene& scene, const std::string& first,
                                  const std::string& second) {
  std::string forward = first + (scene.vertical ? " above " : " left of ") + second;
  std::string backward = second + (scene.vertical ? " below " : " right of ") + first;
  if (scene.inverse) forward.swap(backward);
  return {forward, backward};
}

void describe_one(const Object& object, Sample& sample) {
  const Words words(object);
  sample.captions = {{"a picture", "one shape"},
                     words.single_attributes(),
                     {words.kind()},
                     words.all_but_one(),
                     {words.full()}};
  sample.labels = {{"colour", words.colour},
                   {"shape", words.shape},
                   {"size", words.size},
                   {"texture", words.texture}};
}

void describe_two(const Scene& scene, Sample& sample) {
  const Words first(scene.objects[0]), second(scene.objects[1]);
  sample.captions = {{"a picture", "two shapes"},
                     first.single_attributes(),
                     {first.kind()},
                     relation(scene, first.kind(), second.kind()),
                     relation(scene, first.full(), second.full())};
  append(sample.captions[1], second.single_attributes());
  append(sample.captions[2], {second.kind()});
  for (const Words& words : {first, second}) {
    append(sample.also_true, words.all_but_one());
    append(sample.also_true, {words.full()});
  }
}

std::uint64_t code(const Object& object) {
  return ((object.shape * colour_count + object.colour) * size_count + object.size) *
             texture_count +
         object.texture;
}

}  // namespace

std::uint64_t identity(const Scene& scene) {
  constexpr std::uint64_t objects = shape_count * colour_count * size_count * texture_count;
  if (scene.objects.size() == 1) return code(scene.objects[0]);
  const std::uint64_t pair = code(scene.objects[0]) * objects + code(scene.objects[1]);
  return objects + 2 * pair + (scene.vertical ? 1 : 0);
}

void describe(const Scene& scene, Sample& sample) {
  if (scene.objects.size() == 1)
    describe_one(scene.objects[0], sample);
  else
    describe_two(scene, sample);
}

}  // namespace meru::shapes
