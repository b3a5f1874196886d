// Threads as coroutines (ucontext): a warp's lanes run in turn until all of them wait, then go on
// together.
#include "emulator.hpp"

#include <ucontext.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>
#endif

uint3 threadIdx, blockIdx;
dim3 blockDim, gridDim;

namespace emulator {
namespace {

constexpr std::size_t stack_bytes = 256 << 10;
constexpr std::size_t largest_value = 64;

enum class State { ready, at_warp, at_block, done };

struct Thread {
  ucontext_t context;
  std::unique_ptr<char[]> stack{new char[stack_bytes]};
  State state = State::done;
  uint3 index{};
  int turn =
      0;  // so that a lane's next value does not overwrite one that others still have to read
  alignas(16) char values[2][largest_value];
};

std::vector<std::unique_ptr<Thread>> threads;  // of one block; they serve one block after the other
std::size_t thread_count;
ucontext_t scheduler;
std::size_t running;
const std::function<void()>* body;
std::vector<double2> dynamic_shared;

// The address sanitizer has to know which stack is in use.
#if defined(__SANITIZE_ADDRESS__)
const void* scheduler_stack;
std::size_t scheduler_stack_bytes;
void* scheduler_fake_stack;
#endif

void switch_to_thread(Thread& thread) {
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_start_switch_fiber(&scheduler_fake_stack, thread.stack.get(), stack_bytes);
#endif
  swapcontext(&scheduler, &thread.context);
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_finish_switch_fiber(scheduler_fake_stack, nullptr, nullptr);
#endif
}

void switch_to_scheduler(Thread& thread) {
#if defined(__SANITIZE_ADDRESS__)
  void* fake_stack = nullptr;
  __sanitizer_start_switch_fiber(thread.state == State::done ? nullptr : &fake_stack,
                                 scheduler_stack, scheduler_stack_bytes);
#endif
  swapcontext(&thread.context, &scheduler);
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_finish_switch_fiber(fake_stack, &scheduler_stack, &scheduler_stack_bytes);
#endif
}

void entry() {
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_finish_switch_fiber(nullptr, &scheduler_stack, &scheduler_stack_bytes);
#endif
  (*body)();
  threads[running]->state = State::done;
  switch_to_scheduler(*threads[running]);
}

void start(Thread& thread, std::size_t number) {
  thread.index = {unsigned(number % blockDim.x), unsigned(number / blockDim.x % blockDim.y),
                  unsigned(number / blockDim.x / blockDim.y)};
  thread.state = State::ready;
  getcontext(&thread.context);
  thread.context.uc_stack.ss_sp = thread.stack.get();
  thread.context.uc_stack.ss_size = stack_bytes;
  thread.context.uc_link = nullptr;
  makecontext(&thread.context, entry, 0);
}

/// Threads [begin, end) that are in this state.
std::size_t count(std::size_t begin, std::size_t end, State state) {
  std::size_t sum = 0;
  for (std::size_t k = begin; k < end; ++k) sum += threads[k]->state == state;
  return sum;
}

void release(std::size_t begin, std::size_t end) {
  for (std::size_t k = begin; k < end; ++k) threads[k]->state = State::ready;
}

/// Runs a warp's lanes until none of them can go on by itself.
void run_warp(std::size_t begin) {
  const std::size_t end = begin + 32 < thread_count ? begin + 32 : thread_count;
  while (count(begin, end, State::ready) > 0) {
    for (running = begin; running < end; ++running) {
      if (threads[running]->state != State::ready) continue;
      threadIdx = threads[running]->index;
      switch_to_thread(*threads[running]);
    }
    const std::size_t waiting = count(begin, end, State::at_warp);
    if (waiting == 32)
      release(begin, end);
    else if (waiting > 0)
      fail("a shuffle or __syncwarp that not all 32 lanes reach");
  }
}

void run_block() {
  for (std::size_t k = 0; k < thread_count; ++k) start(*threads[k], k);
  while (count(0, thread_count, State::done) < thread_count) {
    for (std::size_t warp = 0; warp < thread_count; warp += 32) run_warp(warp);
    const std::size_t waiting = count(0, thread_count, State::at_block);
    if (waiting == thread_count)
      release(0, thread_count);
    else if (waiting > 0)
      fail("a __syncthreads that not all threads reach");
  }
}

void wait(State state) {
  Thread& thread = *threads[running];
  thread.state = state;
  switch_to_scheduler(thread);
}

bool is_launchable(const dim3& grid, const dim3& block, std::size_t size, std::size_t shared) {
  const bool some = grid.x > 0 && grid.y > 0 && grid.z > 0 && size > 0;
  return some && grid.x <= 0x7fffffffu && grid.y <= 65535 && grid.z <= 65535 && size <= 1024 &&
         block.z <= 64 && shared <= (227u << 10);
}

}  // namespace

cudaError_t run(const dim3& grid, const dim3& block, std::size_t shared_bytes,
                const std::function<void()>& thread) {
  thread_count = std::size_t(block.x) * block.y * block.z;
  if (!is_launchable(grid, block, thread_count, shared_bytes)) {
    return cudaErrorInvalidConfiguration;
  }
  while (threads.size() < thread_count) threads.emplace_back(new Thread);
  gridDim = grid;
  blockDim = block;
  body = &thread;
  const auto blocks = std::uint64_t(grid.x) * grid.y * grid.z;
  for (std::uint64_t k = 0; k < blocks; ++k) {
    blockIdx = {unsigned(k % grid.x), unsigned(k / grid.x % grid.y), unsigned(k / grid.x / grid.y)};
    dynamic_shared.assign(shared_bytes / sizeof(double2) + 1, double2{std::nan(""), std::nan("")});
    run_block();
  }
  return cudaSuccess;
}

void* shared_memory() { return dynamic_shared.data(); }
void wait_for_block() { wait(State::at_block); }
void wait_for_warp() { wait(State::at_warp); }

int votes = 0;  // of __syncthreads_or

const void* exchange(const void* value, std::size_t size, int lane) {
  Thread& thread = *threads[running];
  if (size > largest_value) fail("a value too large for a shuffle");
  thread.turn ^= 1;
  std::memcpy(thread.values[thread.turn], value, size);
  const std::size_t source = running / 32 * 32 + std::size_t(lane);
  const int turn = thread.turn;
  wait_for_warp();
  if (source >= thread_count) fail("a shuffle from a lane that does not exist");
  return threads[source]->values[turn];
}

void fail(const char* problem) {
  std::fprintf(stderr, "emulator: %s (block %u, thread %u)\n", problem, blockIdx.x, threadIdx.x);
  std::abort();
}

}  // namespace emulator

int __syncthreads_or(int predicate) {
  using emulator::votes;
  votes |= predicate != 0;
  emulator::wait_for_block();
  const int any = votes;
  emulator::wait_for_block();
  votes = 0;
  emulator::wait_for_block();
  return any;
}
