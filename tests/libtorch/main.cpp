#include <torch/torch.h>

#include "check.hpp"

void test_arguments();
void test_gradients();

int main() {
  torch::manual_seed(1);
  test_arguments();
  test_gradients();
  std::printf(failures == 0 ? "all passed\n" : "%d failed\n", failures);
  return failures == 0 ? 0 : 1;
}
