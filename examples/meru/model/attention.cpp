#include "model/attention.hpp"

#include <torch/autograd.h>

#include <Eigen/Core>
#include <cmath>
#include <limits>

namespace meru {
namespace {

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
template <class M>
using Block = Eigen::Map<M, Eigen::Unaligned, Eigen::OuterStride<>>;

/// The columns of a row-major buffer that hold the queries, the keys, the values or the output.
template <class T>
struct Columns {
  T* data;
  std::int64_t stride;

  auto head(std::int64_t row, std::int64_t rows, std::int64_t column, std::int64_t columns) const {
    using M = std::conditional_t<std::is_const_v<T>, const Matrix, Matrix>;
    return Block<M>(data + row * stride + column, rows, columns, Eigen::OuterStride<>(stride));
  }
};

struct Layout {
  const Offsets& query_offsets;
  const Offsets& key_offsets;
  std::int64_t heads;
  std::int64_t head_width;
  bool causal;

  std::int64_t sequences() const { return static_cast<std::int64_t>(key_offsets.size()) - 1; }
  float scale() const { return 1.0F / std::sqrt(static_cast<float>(head_width)); }
  std::int64_t probabilities() const {
    std::int64_t total = 0;
    for (std::size_t s = 0; s + 1 < key_offsets.size(); ++s) {
      total += (query_offsets[s + 1] - query_offsets[s]) * (key_offsets[s + 1] - key_offsets[s]);
    }
    return total * heads;
  }

  /// Calls body(first query, queries, first key, keys, first column, probabilities) per sequence
  /// and head.
  template <class Body>
  void for_each_head(float* probability, const Body& body) const {
    for (std::int64_t s = 0; s < sequences(); ++s) {
      const auto queries = query_offsets[s + 1] - query_offsets[s];
      const auto keys = key_offsets[s + 1] - key_offsets[s];
      for (std::int64_t h = 0; h < heads; ++h) {
        body(query_offsets[s], queries, key_offsets[s], keys, h * head_width,
             Eigen::Map<Matrix>(probability, queries, keys));
        probability += queries * keys;
      }
    }
  }
};

void softmax_rows(Eigen::Map<Matrix>& scores, bool causal) {
  for (Eigen::Index i = 0; i < scores.rows(); ++i) {
    const auto visible = causal ? i + 1 : scores.cols();
    auto row = scores.row(i).head(visible).array();
    row = (row - row.maxCoeff()).exp();
    row /= row.sum();
    scores.row(i).tail(scores.cols() - visible).setZero();
  }
}

void forward(const Layout& layout, Columns<const float> query, Columns<const float> key,
             Columns<const float> value, float* probability, Columns<float> output) {
  layout.for_each_head(probability, [&](auto q0, auto queries, auto k0, auto keys, auto column,
                                        Eigen::Map<Matrix> weights) {
    const auto q = query.head(q0, queries, column, layout.head_width);
    const auto k = key.head(k0, keys, column, layout.head_width);
    const auto v = value.head(k0, keys, column, layout.head_width);
    weights.noalias() = layout.scale() * q * k.transpose();
    softmax_rows(weights, layout.causal);
    output.head(q0, queries, column, layout.head_width).noalias() = weights * v;
  });
}

struct Gradients {
  Columns<float> query, key, value;
};

void backward(const Layout& layout, Columns<const float> query, Columns<const float> key,
              Columns<const float> value, float* probability, Columns<const float> grad_output,
              Gradients grad) {
  Matrix slope;
  layout.for_each_head(probability, [&](auto q0, auto queries, auto k0, auto keys, auto column,
                                        Eigen::Map<Matrix> weights) {
    const auto width = layout.head_width;
    const auto q = query.head(q0, queries, column, width);
    const auto k = key.head(k0, keys, column, width);
    const auto v = value.head(k0, keys, column, width);
    const auto g = grad_output.head(q0, queries, column, width);
    grad.value.head(k0, keys, column, width).noalias() = weights.transpose() * g;
    slope.noalias() = g * v.transpose();
    const Eigen::VectorXf mean = slope.cwiseProduct(weights).rowwise().sum();
    slope = layout.scale() * weights.array() * (slope.colwise() - mean).array();
    grad.query.head(q0, queries, column, width).noalias() = slope * k;
    grad.key.head(k0, keys, column, width).noalias() = slope.transpose() * q;
  });
}

void expect_packed(const torch::Tensor& tensor, std::int64_t rows, std::int64_t heads,
                   std::int64_t parts, const Sequences& sequences, const char* name) {
  TORCH_CHECK(tensor.dim() == 2 && tensor.size(0) == rows && tensor.size(1) % (parts * heads) == 0,
              name, ": expected [", rows, ", a multiple of ", parts, " x ", heads, "], got ",
              tensor.sizes());
  TORCH_CHECK(tensor.scalar_type() == torch::kFloat && (tensor.is_cpu() || sequences.padding), name,
              ": expected float32, on the CPU unless it is to be padded, got ", tensor.options());
}

Offsets one_query_each(const Offsets& offsets) {
  Offsets queries(offsets.size());
  for (std::size_t s = 0; s < queries.size(); ++s) queries[s] = static_cast<std::int64_t>(s);
  return queries;
}

struct SelfAttention : torch::autograd::Function<SelfAttention> {
  static torch::Tensor forward(torch::autograd::AutogradContext* context,
                               const torch::Tensor& input, const Offsets& offsets,
                               std::int64_t heads, bool causal) {
    const auto packed = input.contiguous();
    const auto width = packed.size(1) / 3;
    const Layout layout{offsets, offsets, heads, width / heads, causal};
    auto output = torch::empty({packed.size(0), width}, packed.options());
    auto probability = torch::empty({layout.probabilities()}, packed.options());
    const float* in = packed.data_ptr<float>();
    meru::forward(layout, {in, 3 * width}, {in + width, 3 * width}, {in + 2 * width, 3 * width},
                  probability.data_ptr<float>(), {output.data_ptr<float>(), width});
    context->save_for_backward({packed, probability});
    context->saved_data["offsets"] = offsets;
    context->saved_data["heads"] = heads;
    context->saved_data["causal"] = causal;
    return output;
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 torch::autograd::variable_list grads) {
    const auto saved = context->get_saved_variables();
    const auto offsets = context->saved_data["offsets"].toIntVector();
    const auto heads = context->saved_data["heads"].toInt();
    const auto width = saved[0].size(1) / 3;
    const Layout layout{offsets, offsets, heads, width / heads,
                        context->saved_data["causal"].toBool()};
    const auto grad_output = grads[0].contiguous();
    auto grad = torch::empty_like(saved[0]);
    const float* in = saved[0].data_ptr<float>();
    float* out = grad.data_ptr<float>();
    meru::backward(layout, {in, 3 * width}, {in + width, 3 * width}, {in + 2 * width, 3 * width},
                   saved[1].data_ptr<float>(), {grad_output.data_ptr<float>(), width},
                   {{out, 3 * width}, {out + width, 3 * width}, {out + 2 * width, 3 * width}});
    return {grad, torch::Tensor(), torch::Tensor(), torch::Tensor()};
  }
};

struct PooledAttention : torch::autograd::Function<PooledAttention> {
  static torch::Tensor forward(torch::autograd::AutogradContext* context,
                               const torch::Tensor& query_in, const torch::Tensor& key_value_in,
                               const Offsets& offsets, std::int64_t heads) {
    const auto query = query_in.contiguous();
    const auto key_value = key_value_in.contiguous();
    const auto width = query.size(1);
    const auto query_offsets = one_query_each(offsets);
    const Layout layout{query_offsets, offsets, heads, width / heads, false};
    auto output = torch::empty_like(query);
    auto probability = torch::empty({layout.probabilities()}, query.options());
    const float* in = key_value.data_ptr<float>();
    meru::forward(layout, {query.data_ptr<float>(), width}, {in, 2 * width},
                  {in + width, 2 * width}, probability.data_ptr<float>(),
                  {output.data_ptr<float>(), width});
    context->save_for_backward({query, key_value, probability});
    context->saved_data["offsets"] = offsets;
    context->saved_data["heads"] = heads;
    return output;
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 torch::autograd::variable_list grads) {
    const auto saved = context->get_saved_variables();
    const auto offsets = context->saved_data["offsets"].toIntVector();
    const auto query_offsets = one_query_each(offsets);
    const auto heads = context->saved_data["heads"].toInt();
    const auto width = saved[0].size(1);
    const Layout layout{query_offsets, offsets, heads, width / heads, false};
    const auto grad_output = grads[0].contiguous();
    auto grad_query = torch::empty_like(saved[0]);
    auto grad_key_value = torch::empty_like(saved[1]);
    const float* in = saved[1].data_ptr<float>();
    float* out = grad_key_value.data_ptr<float>();
    meru::backward(
        layout, {saved[0].data_ptr<float>(), width}, {in, 2 * width}, {in + width, 2 * width},
        saved[2].data_ptr<float>(), {grad_output.data_ptr<float>(), width},
        {{grad_query.data_ptr<float>(), width}, {out, 2 * width}, {out + width, 2 * width}});
    return {grad_query, grad_key_value, torch::Tensor(), torch::Tensor()};
  }
};

}  // namespace

torch::Tensor self_attention(const torch::Tensor& query_key_value, const Sequences& sequences,
                             std::int64_t heads) {
  const auto& offsets = sequences.offsets;
  expect_packed(query_key_value, offsets.back(), heads, 3, sequences, "query_key_value");
  if (sequences.padding) return padded_self_attention(query_key_value, *sequences.padding, heads);
  return SelfAttention::apply(query_key_value, offsets, heads, sequences.causal);
}

torch::Tensor pooled_attention(const torch::Tensor& query, const torch::Tensor& key_value,
                               const Sequences& sequences, std::int64_t heads) {
  const auto& offsets = sequences.offsets;
  const auto count = static_cast<std::int64_t>(offsets.size()) - 1;
  expect_packed(query, count, heads, 1, sequences, "query");
  expect_packed(key_value, offsets.back(), heads, 2, sequences, "key_value");
  if (sequences.padding)
    return padded_pooled_attention(query, key_value, *sequences.padding, heads);
  return PooledAttention::apply(query, key_value, offsets, heads);
}

}  // namespace meru
