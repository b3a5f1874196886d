// Packed attention against LibTorch's own autograd of the textbook formula, sequence by sequence.
#include <torch/torch.h>

#include "expect.hpp"
#include "model/attention.hpp"
#include "model/encoders.hpp"
#include "model/transformer.hpp"

namespace {

using meru::Offsets;
using meru::Sequences;
using meru::test::expect_below;

torch::Tensor plain(const torch::Tensor& query, const torch::Tensor& key,
                    const torch::Tensor& value, std::int64_t heads, bool causal) {
  const auto width = query.size(1) / heads;
  std::vector<torch::Tensor> parts;
  for (std::int64_t h = 0; h < heads; ++h) {
    const auto q = query.narrow(1, h * width, width), k = key.narrow(1, h * width, width);
    auto scores = q.mm(k.t()) / std::sqrt(static_cast<double>(width));
    if (causal) {
      const auto hidden = torch::ones_like(scores).triu(1).to(torch::kBool);
      scores = scores.masked_fill(hidden, -1e30);
    }
    parts.push_back(torch::softmax(scores, 1).mm(value.narrow(1, h * width, width)));
  }
  return torch::cat(parts, 1);
}

double worst(const torch::Tensor& a, const torch::Tensor& b) {
  return (a - b).abs().max().item<double>();
}

void self_attention_matches(bool causal) {
  const Offsets offsets{0, 1, 6, 23, 25};
  const std::int64_t heads = 3, width = 12;
  auto packed = torch::randn({25, 3 * width}).requires_grad_();
  auto copy = packed.detach().clone().requires_grad_();
  const auto weights = torch::randn({25, width});

  const auto ours = meru::self_attention(packed, {offsets, causal, {}}, heads);
  std::vector<torch::Tensor> parts;
  for (std::size_t s = 0; s + 1 < offsets.size(); ++s) {
    const auto rows = copy.narrow(0, offsets[s], offsets[s + 1] - offsets[s]);
    parts.push_back(plain(rows.narrow(1, 0, width), rows.narrow(1, width, width),
                          rows.narrow(1, 2 * width, width), heads, causal));
  }
  const auto theirs = torch::cat(parts);
  (ours * weights).sum().backward();
  (theirs * weights).sum().backward();
  const std::string name = causal ? "causal self-attention" : "self-attention";
  expect_below(worst(ours, theirs), 2e-6, name + ", value");
  expect_below(worst(packed.grad(), copy.grad()), 5e-6, name + ", gradient");
}

void pooled_attention_matches() {
  const Offsets offsets{0, 4, 5, 14};
  const std::int64_t heads = 2, width = 8;
  auto query = torch::randn({3, width}).requires_grad_();
  auto key_value = torch::randn({14, 2 * width}).requires_grad_();
  auto query_copy = query.detach().clone().requires_grad_();
  auto key_value_copy = key_value.detach().clone().requires_grad_();
  const auto weights = torch::randn({3, width});

  const auto ours = meru::pooled_attention(query, key_value, {offsets, false, {}}, heads);
  std::vector<torch::Tensor> parts;
  for (std::int64_t s = 0; s < 3; ++s) {
    const auto rows = key_value_copy.narrow(0, offsets[s], offsets[s + 1] - offsets[s]);
    parts.push_back(plain(query_copy.narrow(0, s, 1), rows.narrow(1, 0, width),
                          rows.narrow(1, width, width), heads, false));
  }
  const auto theirs = torch::cat(parts);
  (ours * weights).sum().backward();
  (theirs * weights).sum().backward();
  expect_below(worst(ours, theirs), 2e-6, "pooled attention, value");
  expect_below(worst(query.grad(), query_copy.grad()), 5e-6,
               "pooled attention, gradient of the query");
  expect_below(worst(key_value.grad(), key_value_copy.grad()), 5e-6,
               "pooled attention, gradient of the rest");
}

/// What a GPU computes, on the CPU: sequences of one length and of many.
void padding_changes_nothing(const Offsets& offsets, bool causal) {
  const std::int64_t heads = 3, width = 12, tokens = offsets.back();
  const auto packed = torch::randn({tokens, 3 * width}).requires_grad_();
  const auto weights = torch::randn({tokens, width});
  Sequences sequences{offsets, causal, {}};
  const auto plain = meru::self_attention(packed, sequences, heads);
  sequences.pad(torch::kCPU);
  const auto padded = meru::self_attention(packed, sequences, heads);
  const auto gradient = [&](const torch::Tensor& value) {
    return torch::autograd::grad({(value * weights).sum()}, {packed})[0];
  };
  const std::string name = causal ? "padded causal attention" : "padded attention";
  expect_below(worst(padded, plain), 2e-6, name + ", value");
  expect_below(worst(gradient(padded), gradient(plain)), 5e-6, name + ", gradient");
}

void padding_of_pooled_attention_changes_nothing(const Offsets& offsets, bool causal) {
  const std::int64_t heads = 2, width = 8;
  const auto query = torch::randn({3, width}).requires_grad_();
  const auto key_value = torch::randn({offsets.back(), 2 * width}).requires_grad_();
  const auto weights = torch::randn({3, width});
  Sequences sequences{offsets, causal, {}};
  const auto plain = meru::pooled_attention(query, key_value, sequences, heads);
  sequences.pad(torch::kCPU);
  const auto padded = meru::pooled_attention(query, key_value, sequences, heads);
  const auto gradients = [&](const torch::Tensor& value) {
    return torch::autograd::grad({(value * weights).sum()}, {query, key_value});
  };
  const auto of_padded = gradients(padded), of_plain = gradients(plain);
  expect_below(worst(padded, plain), 2e-6, "padded pooled attention, value");
  expect_below(worst(of_padded[0], of_plain[0]), 5e-6, "padded pooled attention, of the query");
  expect_below(worst(of_padded[1], of_plain[1]), 5e-6, "padded pooled attention, of the rest");
}

void pooling_the_last_block_is_exact() {
  meru::Block block(meru::TransformerShape{12, 2, 3, true});
  Sequences sequences{{0, 5, 9}, true, {}};
  const auto tokens = torch::randn({9, 12});
  const auto ends = torch::tensor({4, 8}, torch::kLong);
  const auto all = block(tokens, sequences), pooled = all.index_select(0, ends);
  expect_below(worst(pooled, block->forward_pooled(tokens, sequences, ends)), 2e-6,
               "a block at the pooled tokens alone");
  sequences.pad(torch::kCPU);
  expect_below(worst(all, block(tokens, sequences)), 2e-6, "a padded block");
  expect_below(worst(pooled, block->forward_pooled(tokens, sequences, ends)), 2e-6,
               "a padded block at the pooled tokens alone");
}

void texts_do_not_see_each_other() {
  meru::TextEncoderOptions options;
  options.vocabulary = 9;
  options.transformer = {12, 2, 3, true};
  meru::TextEncoder encoder(options);
  const std::vector<std::vector<int>> texts{{0, 3, 4, 1}, {0, 5, 1}, {0, 8, 7, 6, 5, 1}};
  const auto together = encoder(meru::PackedTexts::pack(texts, 77));
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto alone = encoder(meru::PackedTexts::pack({texts[i]}, 77));
    expect_below(worst(together[static_cast<std::int64_t>(i)], alone[0]), 2e-6,
                 "a text packed with others");
  }
}

}  // namespace

int main() {
  torch::manual_seed(1);
  self_attention_matches(false);
  self_attention_matches(true);
  pooled_attention_matches();
  for (const bool causal : {false, true}) {
    padding_changes_nothing({0, 1, 6, 23, 25}, causal);
    padding_changes_nothing({0, 5, 10}, causal);
  }
  for (const bool causal : {false, true}) {
    padding_of_pooled_attention_changes_nothing({0, 4, 5, 14}, causal);
    padding_of_pooled_attention_changes_nothing({0, 4, 8, 12}, causal);
  }
  pooling_the_last_block_is_exact();
  texts_do_not_see_each_other();
  meru::test::expect_throws<c10::Error>(
      [] {
        meru::self_attention(torch::zeros({3, 7}), {{0, 3}, false, {}}, 2);
      },
      "query_key_value", "a width that the heads do not divide");
  return meru::test::failures();
}
