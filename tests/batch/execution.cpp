// Threads: every task once, failures reported, impossible requests refused.
#include <rapidity/batch/execution.hpp>

#include <stdexcept>
#include <vector>

#include "catch.hpp"

using rapidity::batch::Execution;
using rapidity::batch::detail::Team;

TEST_CASE("every task runs once, with fewer and with more threads than tasks", "[batch]") {
  for (const int threads : {1, 2, 3, 8}) {
    for (const std::int64_t count : {0, 1, 2, 5, 1000}) {
      std::vector<int> runs(count);
      Team(Execution{threads}).run(count, [&](std::int64_t task) { ++runs[task]; });
      CHECK(runs == std::vector<int>(count, 1));
    }
  }
}

TEST_CASE("the exception of a task reaches the caller after all threads have ended", "[batch]") {
  for (const int threads : {1, 3}) {
    const auto fail = [](std::int64_t task) {
      if (task == 7) throw std::runtime_error("task 7");
    };
    CHECK_THROWS_WITH(Team(Execution{threads}).run(100, fail), "task 7");
  }
}

TEST_CASE("a team works on many loops, and goes on after one that failed", "[batch]") {
  const Team team(Execution{3});
  std::vector<int> runs(7);
  for (int loop = 0; loop < 500; ++loop) {
    team.run(7, [&](std::int64_t task) { ++runs[task]; });
    if (loop % 100 == 50) {
      CHECK_THROWS(team.run(7, [](std::int64_t) { throw std::runtime_error("a task"); }));
    }
  }
  CHECK(runs == std::vector<int>(7, 500));
}

TEST_CASE("a team that grows with its tasks runs every one once", "[batch]") {
  const Team team(Execution{8});
  for (int repeat = 0; repeat < 50; ++repeat) {
    for (const std::int64_t count : {2, 3, 8, 100, 2}) {
      std::vector<int> runs(count);
      team.run(count, [&](std::int64_t task) { ++runs[task]; });
      CHECK(runs == std::vector<int>(count, 1));
    }
  }
}

TEST_CASE("at least one thread", "[batch]") {
  for (const int threads : {0, -1}) {
    CHECK_THROWS_AS(Team(Execution{threads}), rapidity::domain_error);
  }
}
