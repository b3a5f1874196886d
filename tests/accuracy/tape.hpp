// Automatic differentiation in reverse, operation by operation in the type T, as the programs of
// the field do it: what the plain formulas' gradients are measured with.
#pragma once

#include <Eigen/Core>
#include <cmath>
#include <vector>

#include "reference/case_inputs.hpp"

namespace accuracy {

// The operations so far: each has at most two arguments and the derivatives by them.
template <class T>
struct Tape {
  struct Operation {
    int first, second;
    T by_first, by_second;
  };
  std::vector<Operation> operations;

  static Tape& here() {
    static Tape tape;
    return tape;
  }
};

template <class T>
struct Variable {
  T value;
  int place = -1;  // on the tape; -1 for a constant

  Variable(T v = T(0)) : value(v) {}
  Variable(T v, const Variable& a, T by_a, const Variable& b = Variable(), T by_b = T(0))
      : value(v) {
    if (a.place >= 0 || b.place >= 0) *this = on_tape(v, {a.place, b.place, by_a, by_b});
  }
  static Variable independent(T v) { return on_tape(v, {-1, -1, T(0), T(0)}); }

  friend Variable operator+(const Variable& a, const Variable& b) {
    return {a.value + b.value, a, T(1), b, T(1)};
  }
  friend Variable operator-(const Variable& a, const Variable& b) {
    return {a.value - b.value, a, T(1), b, T(-1)};
  }
  friend Variable operator*(const Variable& a, const Variable& b) {
    return {a.value * b.value, a, b.value, b, a.value};
  }
  friend Variable operator/(const Variable& a, const Variable& b) {
    const T ratio = a.value / b.value;
    return {ratio, a, 1 / b.value, b, -ratio / b.value};
  }
  friend Variable operator-(const Variable& a) { return {-a.value, a, T(-1)}; }
  Variable& operator+=(const Variable& b) { return *this = *this + b; }

 private:
  static Variable on_tape(T v, const typename Tape<T>::Operation& operation) {
    auto& operations = Tape<T>::here().operations;
    operations.push_back(operation);
    Variable result(v);
    result.place = static_cast<int>(operations.size()) - 1;
    return result;
  }
};

template <class T>
Variable<T> sqrt(const Variable<T>& a) {
  const T root = std::sqrt(a.value);
  return {root, a, 1 / (2 * root)};
}
template <class T>
Variable<T> sinh(const Variable<T>& a) {
  return {std::sinh(a.value), a, std::cosh(a.value)};
}
template <class T>
Variable<T> cosh(const Variable<T>& a) {
  return {std::cosh(a.value), a, std::sinh(a.value)};
}
template <class T>
Variable<T> asinh(const Variable<T>& a) {
  return {std::asinh(a.value), a, 1 / std::sqrt(a.value * a.value + 1)};
}
template <class T>
Variable<T> acosh(const Variable<T>& a) {
  return {std::acosh(a.value), a, 1 / std::sqrt(a.value * a.value - 1)};
}
template <class T>
Variable<T> atanh(const Variable<T>& a) {
  return {std::atanh(a.value), a, 1 / (1 - a.value * a.value)};
}
template <class T>
Variable<T> log(const Variable<T>& a) {
  return {std::log(a.value), a, 1 / a.value};
}
// The clamp of the field: below the limit a constant.
template <class T>
Variable<T> at_least(const Variable<T>& a, T limit) {
  return a.value < limit ? Variable<T>(limit) : a;
}

}  // namespace accuracy

namespace Eigen {
template <class T>
struct NumTraits<accuracy::Variable<T>> : NumTraits<T> {
  using Real = accuracy::Variable<T>;
  using NonInteger = accuracy::Variable<T>;
  using Nested = accuracy::Variable<T>;
  enum { RequireInitialization = 1, ReadCost = 1, AddCost = 3, MulCost = 3 };
};
}  // namespace Eigen

namespace accuracy {

using reference::Vector;

// A value and the gradients of grad_out . value by each argument.
template <class T>
struct Differentiated {
  Vector<T> value;
  std::vector<Vector<T>> gradients;
};

// Of f, which takes std::vector<Vector<Variable<T>>> and returns a Vector<Variable<T>>; the
// incoming gradient of a number is 1.
template <class T, class F>
Differentiated<T> differentiate(const F& f, const std::vector<Vector<T>>& arguments,
                                const Vector<T>& grad_out) {
  auto& operations = Tape<T>::here().operations;
  operations.clear();
  std::vector<Vector<Variable<T>>> variables;
  for (const Vector<T>& argument : arguments) {
    variables.push_back(argument.unaryExpr([](T v) { return Variable<T>::independent(v); }));
  }
  const Vector<Variable<T>> value = f(variables);
  std::vector<T> adjoint(operations.size(), T(0));
  for (Eigen::Index i = 0; i < value.size(); ++i) {
    if (value[i].place < 0) continue;
    adjoint[static_cast<std::size_t>(value[i].place)] += value.size() == 1 ? T(1) : grad_out[i];
  }
  for (std::size_t i = operations.size(); i-- > 0;) {
    const auto& o = operations[i];
    if (o.first >= 0) adjoint[static_cast<std::size_t>(o.first)] += adjoint[i] * o.by_first;
    if (o.second >= 0) adjoint[static_cast<std::size_t>(o.second)] += adjoint[i] * o.by_second;
  }
  Differentiated<T> result{value.unaryExpr([](const Variable<T>& v) { return v.value; }), {}};
  for (const auto& variable : variables) {
    result.gradients.push_back(variable.unaryExpr(
        [&](const Variable<T>& v) { return adjoint[static_cast<std::size_t>(v.place)]; }));
  }
  return result;
}

}  // namespace accuracy
