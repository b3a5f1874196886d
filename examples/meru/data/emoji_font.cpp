#include "emoji_font.hpp"

#include <ft2build.h>
#include FT_FREETYPE_H
#include <hb.h>

#include <algorithm>

#include "error.hpp"
#include "image.hpp"

namespace meru::emoji {
namespace {

template <auto free>
struct Free {
  template <class T>
  void operator()(T* handle) const {
    free(handle);
  }
};
template <class T, auto free>
using Handle = std::unique_ptr<T, Free<free>>;

/// The bitmap centred in a white square. FreeType's colours are multiplied by their opacity
/// already, so what is over white is the colour plus what is left of white.
Image on_white_square(const FT_Bitmap& bitmap) {
  const int width = static_cast<int>(bitmap.width), height = static_cast<int>(bitmap.rows);
  const int side = std::max(width, height);
  Image image = detail::allocate_image(side, side);
  std::fill(image.rgb.begin(), image.rgb.end(), std::uint8_t{255});
  for (int y = 0; y < height; ++y) {
    const int row = y + (side - height) / 2, column = (side - width) / 2;
    std::uint8_t* out = &image.rgb[3 * (static_cast<std::size_t>(row) * side + column)];
    const unsigned char* bgra = bitmap.buffer + static_cast<std::ptrdiff_t>(y) * bitmap.pitch;
    for (int x = 0; x < width; ++x, bgra += 4, out += 3)
      for (int k = 0; k < 3; ++k)
        out[k] = static_cast<std::uint8_t>(std::min(255, bgra[2 - k] + 255 - bgra[3]));
  }
  return image;
}

}  // namespace

struct Font::Handles {
  Handle<FT_LibraryRec_, FT_Done_FreeType> library;
  Handle<FT_FaceRec_, FT_Done_Face> face;
  Handle<hb_font_t, hb_font_destroy> shaper;
};

Font::Font(const std::filesystem::path& path) : path_(path.string()), handles_(new Handles) {
  FT_Library library = nullptr;
  if (FT_Init_FreeType(&library) != 0) throw DataError("FreeType cannot be started");
  handles_->library.reset(library);
  FT_Face face = nullptr;
  if (FT_New_Face(library, path_.c_str(), 0, &face) != 0)
    throw DataError(path_ + ": is no readable font");
  handles_->face.reset(face);
  if (!FT_HAS_COLOR(face) || face->num_fixed_sizes < 1 || FT_Select_Size(face, 0) != 0)
    throw DataError(path_ + ": is no font of colour bitmaps");
  const Handle<hb_blob_t, hb_blob_destroy> blob(hb_blob_create_from_file(path_.c_str()));
  const Handle<hb_face_t, hb_face_destroy> shaper_face(hb_face_create(blob.get(), 0));
  handles_->shaper.reset(hb_font_create(shaper_face.get()));
}

Font::~Font() = default;

std::optional<Image> Font::render(const std::u32string& code_points, int size) const {
  const Handle<hb_buffer_t, hb_buffer_destroy> buffer(hb_buffer_create());
  for (const char32_t c : code_points) hb_buffer_add(buffer.get(), c, 0);
  hb_buffer_set_content_type(buffer.get(), HB_BUFFER_CONTENT_TYPE_UNICODE);
  hb_buffer_set_flags(buffer.get(), HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES);
  hb_buffer_guess_segment_properties(buffer.get());
  hb_shape(handles_->shaper.get(), buffer.get(), nullptr, 0);
  unsigned count = 0;
  const hb_glyph_info_t* glyphs = hb_buffer_get_glyph_infos(buffer.get(), &count);
  if (count != 1 || glyphs[0].codepoint == 0) return std::nullopt;
  FT_Face face = handles_->face.get();
  if (FT_Load_Glyph(face, glyphs[0].codepoint, FT_LOAD_COLOR) != 0)
    throw DataError(path_ + ": glyph " + std::to_string(glyphs[0].codepoint) + " cannot be loaded");
  const FT_Bitmap& bitmap = face->glyph->bitmap;
  if (bitmap.pixel_mode != FT_PIXEL_MODE_BGRA || bitmap.width == 0) return std::nullopt;
  return resize_area(on_white_square(bitmap), size, size);
}

}  // namespace meru::emoji
