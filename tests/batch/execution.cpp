// Threads: every task once, failures reported, impossible requests refused.
#include <rapidity/batch/execution.hpp>

#include <stdexcept>
#include <vector>

#include "catch.hpp"

using rapidity::batch::Execution;
using rapidity::batch::detail::parallel_for;

TEST_CASE("every task runs once, with fewer and with more threads than tasks", "[batch]") {
  for (const int threads : {1, 2, 3, 8}) {
    for (const std::int64_t count : {0, 1, 2, 5, 1000}) {
      std::vector<int> runs(count);
      parallel_for(count, Execution{threads}, [&](std::int64_t task) { ++runs[task]; });
      CHECK(runs == std::vector<int>(count, 1));
    }
  }
}

TEST_CASE("the exception of a task reaches the caller after all threads have ended", "[batch]") {
  for (const int threads : {1, 3}) {
    const auto fail = [](std::int64_t task) {
      if (task == 7) throw std::runtime_error("task 7");
    };
    CHECK_THROWS_WITH(parallel_for(100, Execution{threads}, fail), "task 7");
  }
}

TEST_CASE("at least one thread", "[batch]") {
  for (const int threads : {0, -1}) {
    CHECK_THROWS_AS(parallel_for(1, Execution{threads}, [](std::int64_t) {}),
                    rapidity::domain_error);
  }
}
