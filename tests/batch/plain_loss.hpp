#pragma once
// The contrastive loss as its definition says, over all pairs, in double, with
// the accurate functions of one pair.
#include <rapidity/batch/contrastive_loss.hpp>

#include <cmath>
#include <limits>
#include <vector>

#include "points.hpp"

namespace plain {

using Real = double;
using rapidity::batch::Score;

struct Loss {
  Real loss = 0, c = 0, scale = 0;
  points::Matrix<Real> g_x, g_y;
};

template <class T>
rapidity::row::Triangle<Real> triangle(const points::Matrix<T>& x, std::int64_t i,
                                       const points::Matrix<T>& y, std::int64_t j, Real c) {
  namespace row = rapidity::row;
  const auto sums = row::pair_sums<rapidity::Precision<Real>>(
      [&](std::int64_t k) { return Real(x(i, k)); }, [&](std::int64_t k) { return Real(y(j, k)); },
      row::Serial{x.cols()});
  return row::triangle(sums, c);
}

/// logit = -scale * cost; the constant scale / c of the inner product drops out of the loss.
inline Real cost(const rapidity::row::Triangle<Real>& pair, Score score) {
  return score == Score::distance ? rapidity::row::distance(pair) : 2 * pair.half2 / pair.c;
}

inline rapidity::row::PairCoefficients<Real> cost_vjp(const rapidity::row::Triangle<Real>& pair,
                                                      Score score, Real grad_out) {
  if (score == Score::distance) return rapidity::row::distance_vjp(pair, grad_out);
  auto k = rapidity::row::inner_vjp(pair, -grad_out);
  k.c += grad_out / (pair.c * pair.c);
  return k;
}

/// The softmax of a row or a column, its positive apart from the others: 1 - p must not cancel.
struct Softmax {
  Real positive = 0;
  Real largest = -std::numeric_limits<Real>::infinity();  // of the others
  Real others = 0;                                        // their sum of exp(logit - largest)

  void add(Real logit, bool is_positive) {
    if (is_positive) {
      positive = logit;
    } else if (logit > largest) {
      others = others * std::exp(largest - logit) + 1;
      largest = logit;
    } else {
      others += std::exp(logit - largest);
    }
  }
  Real log_odds() const { return largest + std::log(others) - positive; }
  Real loss() const { return std::log1p(std::exp(log_odds())); }
  Real probability(Real logit) const { return std::exp(logit - positive - loss()); }
  Real improbability() const { return 1 / (1 + std::exp(-log_odds())); }  // 1 - p of the positive
};

template <class T>
Loss contrastive_loss(const points::Matrix<T>& x, const points::Matrix<T>& y, Real c, Real scale,
                      Score score) {
  const std::int64_t count = x.rows();
  std::vector<Softmax> rows(count), columns(count);
  std::vector<Real> logits(count * count);
  for (std::int64_t i = 0; i < count; ++i) {
    for (std::int64_t j = 0; j < count; ++j) {
      const Real logit = -scale * cost(triangle(x, i, y, j, c), score);
      logits[i * count + j] = logit;
      rows[i].add(logit, i == j);
      columns[j].add(logit, i == j);
    }
  }
  Loss out{0, 0, 0, {count, x.cols()}, {count, x.cols()}};
  for (std::int64_t i = 0; i < count; ++i) {
    out.loss += (rows[i].loss() + columns[i].loss()) / (2 * count);
    for (std::int64_t j = 0; j < count; ++j) {
      const auto pair = triangle(x, i, y, j, c);
      const Real logit = logits[i * count + j];
      const Real weight = i == j ? -(rows[i].improbability() + columns[i].improbability())
                                 : rows[i].probability(logit) + columns[j].probability(logit);
      const auto k = cost_vjp(pair, score, -scale * weight / (2 * count));
      out.c += k.c;
      out.scale -= weight / (2 * count) * cost(pair, score);
      for (std::int64_t d = 0; d < x.cols(); ++d) {
        out.g_x(i, d) += k.at_x(x(i, d), y(j, d));
        out.g_y(j, d) += k.at_y(x(i, d), y(j, d));
      }
    }
  }
  return out;
}

}  // namespace plain
