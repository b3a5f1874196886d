#pragma once
// How a batched operation runs: threads, and what happens to a gradient that is already there.
#include <algorithm>
#include <atomic>
#include <cstdint>
#include <exception>
#include <string>
#include <thread>
#include <vector>

#include "../error.hpp"
#include "detail/buffer.hpp"

namespace rapidity {
inline namespace v0 {
namespace batch {

/// Options of every batched operation.
struct Execution {
  /// Threads that work on the call, the calling one among them; at least 1. The result is the same,
  /// bit for bit, for every number of threads. They live as long as the call; nothing global is
  /// set. Eigen starts threads of its own only in a program built with OpenMP:
  /// Eigen::setNbThreads(1).
  int threads = 1;
};

/// What a vjp does to its gradient outputs.
enum class GradMode {
  overwrite,  ///< output = gradient
  accumulate  ///< output += gradient
};

namespace detail {

/// Calls f() and returns the exception that it throws, if any.
template <class F>
std::exception_ptr caught(const F& f) {
#if RAPIDITY_HAS_EXCEPTIONS
  try {
    f();
  } catch (...) {
    return std::current_exception();
  }
#else
  f();
#endif
  return nullptr;
}

/// Calls task(k) once for each k in [0, count), on up to `execution.threads` threads, in no
/// particular order. Tasks write to disjoint memory; they decide nothing by which thread runs them.
/// The first exception of a task is rethrown after every thread has ended.
template <class Task>
void parallel_for(std::int64_t count, Execution execution, const Task& task) {
  if (execution.threads < 1) {
    raise<domain_error>("execution.threads: expected at least 1, got " +
                        std::to_string(execution.threads));
  }
  std::atomic<std::int64_t> next{0};
  const auto workers = std::min<std::int64_t>(execution.threads, count);
  Buffer<std::exception_ptr> failures(std::max<std::int64_t>(workers, 1));
  const auto work = [&](std::int64_t worker) {
    failures[worker] = caught([&] {
      for (std::int64_t k = next++; k < count; k = next++) task(k);
    });
    if (failures[worker]) next = count;
  };
  std::vector<std::thread> others;
  others.reserve(failures.size());
  // Where the system gives no more threads, those that started do the work.
  caught([&] {
    for (std::int64_t worker = 1; worker < workers; ++worker) others.emplace_back(work, worker);
  });
  work(0);
  for (std::thread& other : others) other.join();
  for (const std::exception_ptr& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
}

}  // namespace detail
}  // namespace batch
}  // namespace v0
}  // namespace rapidity
