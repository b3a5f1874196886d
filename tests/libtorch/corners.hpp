#pragma once
// What holds of every function on either device: no points, a gradient by one input alone, no
// second derivative, points of any strides.
#include "cases.hpp"
#include "check.hpp"

/// Makes of an input of a case what the functions take: on their device and of a type of theirs,
/// with rows and columns side by side, a leaf that requires a gradient.
using Place = std::function<Tensor(const Tensor&)>;

namespace corners {

/// f of the points, and the numbers, put in place.
template <class F>
Inputs put(const Inputs& inputs, const Place& place, const F& f) {
  Inputs result;
  for (const Tensor& input : inputs) result.push_back(place(input.dim() == 2 ? f(input) : input));
  return result;
}

inline Inputs put(const Inputs& inputs, const Place& place) {
  return put(inputs, place, [](const Tensor& points) { return points; });
}

inline Inputs gradients_of(const Tensor& value, const Inputs& inputs) {
  return torch::autograd::grad({value}, inputs, {torch::ones_like(value)});
}

/// Of no points: nothing, a loss of 0, and gradients of 0 by the numbers.
inline void expect_nothing(const Case& test, const Inputs& inputs,
                           const torch::IntArrayRef& sizes) {
  const Tensor value = test.ours(inputs);
  expect(value.sizes() == sizes, test.name + ": shape without points");
  expect(value.eq(0).all().item<bool>(), test.name + ": value without points");
  const Inputs gradients = gradients_of(value, inputs);
  for (std::size_t k = 0; k < inputs.size(); ++k) {
    const std::string name = test.name + ": without points, gradient " + std::to_string(k);
    expect(gradients[k].sizes() == inputs[k].sizes(), name + ": shape");
    expect(gradients[k].eq(0).all().item<bool>(), name + " is not 0");
  }
}

inline void test_no_points(const Case& test, const Place& place) {
  const Tensor full = test.plain(test.inputs);
  std::vector<std::int64_t> sizes = full.sizes().vec();
  const bool is_table = test.all_pairs && full.dim() == 2;
  if (!sizes.empty()) sizes[0] = 0;
  if (is_table) sizes[1] = 0;
  expect_nothing(test, put(test.inputs, place, [](const Tensor& x) { return x.slice(0, 0, 0); }),
                 sizes);
  if (!is_table) return;
  Inputs second = test.inputs;  // of two sets, only one without points
  second[1] = second[1].slice(0, 0, 0);
  expect_nothing(test, put(second, place), {full.size(0), 0});
  std::swap(second[0], second[1]);
  expect_nothing(test, put(second, place), {0, full.size(0)});
}

/// The gradient by an input does not depend on whether others have one.
inline void test_one_gradient(const Case& test, const Place& place) {
  const Inputs all = put(test.inputs, place);
  const Inputs expected = gradients_of(test.ours(all), all);
  Inputs constants;
  for (const Tensor& input : all) constants.push_back(input.detach());
  expect(!test.ours(constants).requires_grad(), test.name + ": a gradient that nothing requires");
  for (std::size_t k = 0; k < all.size(); ++k) {
    Inputs some = constants;
    some[k] = all[k];
    const Tensor value = test.ours(some);
    expect(value.requires_grad(), test.name + ": no gradient by input " + std::to_string(k));
    expect(torch::equal(gradients_of(value, {all[k]})[0], expected[k]),
           test.name + ": gradient " + std::to_string(k) + " alone is another");
  }
}

/// Refused, and the next call works.
inline void test_second_derivative(const Case& test, const Place& place) {
  const Inputs inputs = put(test.inputs, place);
  const Tensor value = test.ours(inputs);
  const Tensor ones = torch::ones_like(value);
  expect_throws<c10::NotImplementedError>(
      [&] { torch::autograd::grad({value}, inputs, {ones}, true, true); },
      ": no second derivative");
  expect(torch::autograd::grad({value}, inputs, {ones}).size() == inputs.size(),
         test.name + ": no gradient behind a refused second one");
}

inline void expect_same(const Tensor& a, const Tensor& b, double bound, const std::string& what) {
  expect(a.sizes() == b.sizes(), what + ": shape");
  expect(torch::allclose(a, b, bound, bound), what);
}

/// Points that lie in memory as `lay` lays them, beside copies of them whose rows are adjacent.
template <class F>
void expect_any_layout(const Case& test, const Inputs& inputs, const F& lay,
                       const std::string& name) {
  const std::string what = test.name + ": " + name;
  Inputs laid, copied;
  for (const Tensor& input : inputs) {
    laid.push_back((input.dim() == 2 ? lay(input.detach()) : input.detach()).requires_grad_());
    copied.push_back(laid.back().detach().clone(torch::MemoryFormat::Contiguous).requires_grad_());
  }
  const double bound = inputs[0].scalar_type() == torch::kDouble ? 1e-12 : 1e-5;
  const Tensor value = test.ours(laid), expected = test.ours(copied);
  expect_same(value, expected, bound, what);
  // The gradient that arrives has strides, too.
  const Tensor ones = torch::ones_like(expected);
  const Tensor weights = torch::stack({ones, ones * NAN}, -1).select(-1, 0);
  const Inputs gradients = torch::autograd::grad({value}, laid, {weights});
  const Inputs others = torch::autograd::grad({expected}, copied, {ones});
  for (std::size_t k = 0; k < gradients.size(); ++k) {
    expect_same(gradients[k], others[k], bound, what + ": gradient " + std::to_string(k));
  }
}

inline void test_layouts(const Case& test, const Place& place) {
  const Inputs inputs = put(test.inputs, place);
  const auto check = [&](const std::string& name, const auto& lay) {
    expect_any_layout(test, inputs, lay, name);
  };
  check("columns side by side", [](const Tensor& x) { return x.t().contiguous().t(); });
  check("columns 1 to D of more", [](const Tensor& x) {
    const auto nothing = torch::full({x.size(0), 1}, NAN, x.options());
    return torch::cat({nothing, x, nothing, nothing}, 1).slice(1, 1, 1 + x.size(1));
  });
  check("every other row", [](const Tensor& x) {
    return torch::stack({x, x * NAN}, 1).reshape({-1, x.size(1)}).slice(0, 0, 2 * x.size(0), 2);
  });
  check("every other column", [](const Tensor& x) {
    return torch::stack({x, x * NAN}, 2).reshape({x.size(0), -1}).slice(1, 0, 2 * x.size(1), 2);
  });
  check("one row for all", [](const Tensor& x) { return x.slice(0, 0, 1).expand_as(x); });
  check("one row, transposed from a column", [](const Tensor& x) {
    return x.slice(0, 0, 1).reshape({-1, 1}).t();
  });
}

}  // namespace corners

inline void test_corners(const Case& test, const Place& place) {
  corners::test_no_points(test, place);
  corners::test_one_gradient(test, place);
  corners::test_second_derivative(test, place);
  corners::test_layouts(test, place);
}
