#include <nlohmann/json.hpp>

#include "error.hpp"
#include "tokenizer.hpp"

namespace meru {

std::string Tokenizer::to_json() const {
  return nlohmann::json{{"kind", scheme_->kind()}, {"items", scheme_->items()}}.dump();
}

Tokenizer Tokenizer::from_json(const std::string& text) {
  try {
    const auto root = nlohmann::json::parse(text);
    const std::string kind = root.at("kind");
    auto items = root.at("items").get<std::vector<std::string>>();
    if (kind == "words") return Tokenizer(detail::word_scheme(std::move(items)));
    if (kind == "byte_pair") return Tokenizer(detail::byte_pair_scheme(std::move(items)));
    throw DataError("tokenizer: kind: expected words or byte_pair, got " + kind);
  } catch (const nlohmann::json::exception& error) {
    throw DataError(std::string("tokenizer: ") + error.what());
  }
}

}  // namespace meru
