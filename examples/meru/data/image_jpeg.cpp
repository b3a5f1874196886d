#include <csetjmp>
#include <cstdio>
// jpeglib.h wants <cstdio> before it.
#include <jpeglib.h>

#include "error.hpp"
#include "image.hpp"

namespace meru {
namespace {

/// libjpeg reports errors by a function that must not return; ours jumps back to `jump`. Whoever
/// sets the jump holds no object with a destructor, so that none is jumped over.
struct Decoder {
  jpeg_decompress_struct jpeg{};
  jpeg_error_mgr errors{};
  std::jmp_buf jump{};
  char message[JMSG_LENGTH_MAX] = "";

  Decoder() {
    jpeg.err = jpeg_std_error(&errors);
    jpeg.client_data = this;
    errors.error_exit = [](j_common_ptr info) {
      auto* self = static_cast<Decoder*>(info->client_data);
      info->err->format_message(info, self->message);
      std::longjmp(self->jump, 1);
    };
    // A warning is how libjpeg tells of data that is cut off or damaged.
    errors.emit_message = [](j_common_ptr info, int level) {
      if (level < 0) info->err->error_exit(info);
    };
  }
  ~Decoder() { jpeg_destroy_decompress(&jpeg); }
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;
};

bool read_header(Decoder& decoder, std::string_view bytes) {
  if (setjmp(decoder.jump) != 0) return false;
  jpeg_create_decompress(&decoder.jpeg);
  jpeg_mem_src(&decoder.jpeg, reinterpret_cast<const unsigned char*>(bytes.data()),
               static_cast<unsigned long>(bytes.size()));
  jpeg_read_header(&decoder.jpeg, TRUE);
  const bool four_inks =
      decoder.jpeg.jpeg_color_space == JCS_CMYK || decoder.jpeg.jpeg_color_space == JCS_YCCK;
  decoder.jpeg.out_color_space = four_inks ? JCS_CMYK : JCS_RGB;
  return true;
}

/// CMYK to RGB; Adobe's files hold the inks inverted.
void to_rgb(const JSAMPLE* inks, std::uint8_t* rgb, JDIMENSION width, bool inverted) {
  for (JDIMENSION x = 0; x < width; ++x, inks += 4, rgb += 3) {
    for (int k = 0; k < 3; ++k) {
      const int light = inverted ? inks[k] * inks[3] : (255 - inks[k]) * (255 - inks[3]);
      rgb[k] = static_cast<std::uint8_t>((light + 127) / 255);
    }
  }
}

bool read_pixels(Decoder& decoder, std::uint8_t* rgb) {
  jpeg_decompress_struct& jpeg = decoder.jpeg;
  if (setjmp(decoder.jump) != 0) return false;
  jpeg_start_decompress(&jpeg);
  const bool four_inks = jpeg.out_color_space == JCS_CMYK;
  // libjpeg's own memory, freed with the decoder.
  JSAMPARRAY inks = !four_inks ? nullptr
                               : jpeg.mem->alloc_sarray(reinterpret_cast<j_common_ptr>(&jpeg),
                                                        JPOOL_IMAGE, 4 * jpeg.output_width, 1);
  while (jpeg.output_scanline < jpeg.output_height) {
    JSAMPROW row = rgb + std::size_t{3} * jpeg.output_width * jpeg.output_scanline;
    jpeg_read_scanlines(&jpeg, four_inks ? inks : &row, 1);
    if (four_inks) to_rgb(inks[0], row, jpeg.output_width, jpeg.saw_Adobe_marker);
  }
  jpeg_finish_decompress(&jpeg);
  return true;
}

}  // namespace

Image detail::decode_jpeg(std::string_view bytes) {
  Decoder decoder;
  if (!read_header(decoder, bytes)) throw SampleError("corrupt image", decoder.message);
  Image image = allocate_image(decoder.jpeg.image_width, decoder.jpeg.image_height);
  if (!read_pixels(decoder, image.rgb.data())) throw SampleError("corrupt image", decoder.message);
  return image;
}

}  // namespace meru
