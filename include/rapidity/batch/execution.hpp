#pragma once
// How a batched operation runs: threads, and what happens to a gradient that is already there.
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "../error.hpp"
#include "../grad_mode.hpp"
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

using rapidity::GradMode;

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

/// The threads of one call, the calling one among them: the others start with the first work that
/// is shared, wait for more, and end with the Team. A function of one loop makes its own of its
/// Execution; one of several passes a Team on, for a thread costs as much as some loops.
class Team {
 public:
  Team(Execution execution) : size_(execution.threads) {
    if (size_ < 1) {
      raise<domain_error>("execution.threads: expected at least 1, got " + std::to_string(size_));
    }
  }
  ~Team() {
    if (others_.empty()) return;
    publish(nullptr);
    for (std::thread& other : others_) other.join();
  }
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;

  /// Calls task(k) once for each k in [0, count), in no particular order. Tasks write to disjoint
  /// memory; they decide nothing by which thread runs them. The first exception of a task is
  /// rethrown after every thread has ended its tasks.
  template <class Task>
  void run(std::int64_t count, const Task& task) const {
    std::atomic<std::int64_t> next{0};
    Buffer<std::exception_ptr> failures(size_);
    const auto work = [&](std::int64_t worker) {
      failures[worker] = caught([&] {
        for (std::int64_t k = next++; k < count; k = next++) task(k);
      });
      if (failures[worker]) next = count;
    };
    if (size_ == 1 || count < 2) {
      work(0);
    } else {
      start(std::min(size_, count));
      const Job job(work);
      publish(&job);
      work(0);
      await_others();
    }
    for (const std::exception_ptr& failure : failures) {
      if (failure) std::rethrow_exception(failure);
    }
  }

 private:
  using Job = std::function<void(std::int64_t worker)>;

  // Has as many threads as there are tasks for. Where the system gives no more, those that started
  // do the work. A thread that joins later has not seen the rounds before.
  void start(std::int64_t threads) const {
    others_.reserve(static_cast<std::size_t>(size_));
    caught([&] {
      for (auto worker = static_cast<std::int64_t>(others_.size()) + 1; worker < threads;
           ++worker) {
        others_.emplace_back([this, worker, seen = round_.load()] { serve(worker, seen); });
      }
    });
  }

  // Hands the others a job, or tells them to end.
  void publish(const Job* job) const {
    job_ = job;
    busy_ = static_cast<std::int64_t>(others_.size());
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      ++round_;
    }
    changed_.notify_all();
  }

  void serve(std::int64_t worker, std::int64_t seen) const {
    for (;; ++seen) {
      await([&] { return round_ != seen; });
      const Job* job = job_;
      if (job == nullptr) return;
      (*job)(worker);
      const std::lock_guard<std::mutex> lock(mutex_);
      if (--busy_ == 0) changed_.notify_all();
    }
  }

  void await_others() const {
    await([&] { return busy_ == 0; });
  }

  // The next loop of a call mostly comes sooner than a thread wakes up.
  template <class Condition>
  void await(const Condition& condition) const {
    for (int turn = 0; turn < 200; ++turn) {
      if (condition()) return;
      std::this_thread::yield();
    }
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, condition);
  }

  const std::int64_t size_;
  mutable std::vector<std::thread> others_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  mutable std::atomic<std::int64_t> round_{0}, busy_{0};
  mutable std::atomic<const Job*> job_{nullptr};
};

}  // namespace detail
}  // namespace batch
}  // namespace v0
}  // namespace rapidity
