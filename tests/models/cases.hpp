// The committed reference of the models (models.py): inputs rebuilt bit for bit, exact results.
#pragma once

#include "reference/errors.hpp"

namespace models {

using reference::Vector;
using Exact = Vector<long double>;

struct Case {
  std::string map;
  Eigen::Index size;
  double c;
  std::uint64_t seed;
  double m;
  std::string companion;
  double lean;
  bool has_last;
  double last;

  // The map takes (x', x_D) to (F x', G); a ball has no last coordinate.
  long double F, G;
  reference::TwoDoubles foot_v,
      foot_g;  // the parts of v, g across x are v - foot_v x, g - foot_g x
  struct {
    long double across, along, last, c;
  } gradient;  // of v . map(x)
  struct {
    long double own, last;
  } moved;  // v by the differential
  struct {
    long double own, by_g, by_v, last, c;
  } tangent;  // gradient of g . (v by the differential)

  bool is_ball() const { return map.find("half_space") == std::string::npos; }
  bool is_back() const { return map.compare(0, 4, "from") == 0; }
};

inline Case read(reference::detail::Words& words, Case k) {
  const auto number = [&] { return words.number(); };
  k.map = words.text();
  k.size = static_cast<Eigen::Index>(number());
  k.c = static_cast<double>(number());
  k.seed = static_cast<std::uint64_t>(number());
  k.m = static_cast<double>(number());
  k.companion = words.text();
  k.lean = static_cast<double>(number());
  const std::string last = words.text();
  k.has_last = last != "-";
  k.last = k.has_last ? std::strtod(last.c_str(), nullptr) : 0;
  for (long double* part : {&k.F, &k.G}) *part = number();
  k.foot_v = reference::detail::read_two_doubles(words);
  k.foot_g = reference::detail::read_two_doubles(words);
  for (long double* part : {&k.gradient.across, &k.gradient.along, &k.gradient.last, &k.gradient.c,
                            &k.moved.own, &k.moved.last, &k.tangent.own, &k.tangent.by_g,
                            &k.tangent.by_v, &k.tangent.last, &k.tangent.c}) {
    *part = number();
  }
  return k;
}

template <class T>
std::vector<Case> cases() {
  return reference::detail::read_file<Case>(reference::detail::file_name<T>("models"));
}

template <class T>
struct Inputs {
  Vector<T> x, v, g;
};

template <class T>
Inputs<T> inputs(const Case& k) {
  reference::SplitMix64 random(k.seed);
  Vector<T> x = T(k.m) * reference::uniform<T>(random, k.size);
  x *= T(k.lean);
  if (k.has_last) x[k.size - 1] = T(k.last);
  const Vector<T> v = reference::companion(k.companion, x, random);
  const Vector<T> g = reference::uniform<T>(random, k.size);
  return {x, v, g};
}

// The exact results of a case, in long double.
template <class T>
struct Results {
  const Case& k;
  const Inputs<T>& in;

  Eigen::Index cut() const { return k.is_ball() ? k.size : k.size - 1; }

  Exact value() const {
    return make(k.G, [&](Eigen::Index i) { return k.F * in.x[i]; });
  }
  Exact gradient() const {
    return make(k.gradient.last, [&](Eigen::Index i) {
      return k.gradient.across * part(in.v, k.foot_v, i) + k.gradient.along * in.x[i];
    });
  }
  Exact moved() const {
    if (k.is_ball()) return gradient();  // the differential is symmetric
    return make(k.moved.last,
                [&](Eigen::Index i) { return k.F * in.v[i] + k.moved.own * in.x[i]; });
  }
  Exact tangent() const { return tangent_own() + tangent_across(); }
  Exact tangent_own() const {
    return make(k.tangent.last, [&](Eigen::Index i) { return k.tangent.own * in.x[i]; });
  }
  Exact tangent_across() const {
    return make(0, [&](Eigen::Index i) {
      return k.tangent.by_g * part(in.g, k.foot_g, i) + k.tangent.by_v * part(in.v, k.foot_v, i);
    });
  }

 private:
  template <class F>
  Exact make(long double last, const F& f) const {
    Exact result(k.size);
    for (Eigen::Index i = 0; i < k.size; ++i) result[i] = i < cut() ? f(i) : last;
    return result;
  }
  long double part(const Vector<T>& w, const reference::TwoDoubles& foot, Eigen::Index i) const {
    return reference::rejection(static_cast<double>(in.x[i]), static_cast<double>(w[i]), 0, foot);
  }
};

}  // namespace models
