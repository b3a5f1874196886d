// Threads as coroutines (ucontext): a warp's lanes run in turn until all of them wait, then go on
// together.
#undef _FORTIFY_SOURCE  // whose longjmp refuses to go to another stack
#include "emulator.hpp"

#include <setjmp.h>
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

enum class State { ready, at_warp, at_block, blocked, done };

/// Where a coroutine goes on.
struct Place {
  ucontext_t context;  // of a thread that has not begun
  jmp_buf rest;
  bool has_begun;
};

struct Thread {
  Place place;
  std::unique_ptr<char[]> stack{new char[stack_bytes]};
  State state = State::done;
  uint3 index{};
  int turn =
      0;  // so that a lane's next value does not overwrite one that others still have to read
  alignas(16) char values[2][largest_value];
  const std::function<bool()>* until = nullptr;  // of a blocked one
};

std::vector<std::unique_ptr<Thread>> threads;  // of one block; they serve one block after the other
std::size_t thread_count;
Place scheduler;
std::size_t running;
const std::function<void()>* body;
std::vector<double2> dynamic_shared;

/// Goes from one place to another, until somebody comes back. ucontext's own way saves the signal
/// mask, which is a system call, and with thousands of threads most of the time; the address
/// sanitizer, though, takes a longjmp for the end of all calls that it leaves.
void go(Place& from, Place& to) {
#if defined(__SANITIZE_ADDRESS__)
  swapcontext(&from.context, &to.context);
#else
  if (_setjmp(from.rest) != 0) return;
  if (to.has_begun) _longjmp(to.rest, 1);
  to.has_begun = true;
  setcontext(&to.context);
#endif
}

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
  go(scheduler, thread.place);
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
  go(thread.place, scheduler);
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
  ucontext_t& context = thread.place.context;
  getcontext(&context);
  context.uc_stack.ss_sp = thread.stack.get();
  context.uc_stack.ss_size = stack_bytes;
  context.uc_link = nullptr;
  makecontext(&context, entry, 0);
  thread.place.has_begun = false;
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

/// Frees those that wait for what has come to hold.
void unblock(std::size_t begin, std::size_t end) {
  for (running = begin; running < end; ++running) {
    Thread& thread = *threads[running];
    if (thread.state == State::blocked && (*thread.until)()) thread.state = State::ready;
  }
}

/// Runs a warp's lanes until none of them can go on by itself; whether any did.
bool run_warp(std::size_t begin) {
  const std::size_t end = begin + 32 < thread_count ? begin + 32 : thread_count;
  unblock(begin, end);
  const bool goes_on = count(begin, end, State::ready) > 0;
  while (count(begin, end, State::ready) > 0) {
    for (running = begin; running < end; ++running) {
      if (threads[running]->state != State::ready) continue;
      threadIdx = threads[running]->index;
      switch_to_thread(*threads[running]);
    }
    const std::size_t waiting = count(begin, end, State::at_warp);
    if (waiting == 32)
      release(begin, end);
    else if (waiting > 0 && count(begin, end, State::blocked) == 0)
      fail("a shuffle or __syncwarp that not all 32 lanes reach");
  }
  return goes_on;
}

void run_block() {
  for (std::size_t k = 0; k < thread_count; ++k) start(*threads[k], k);
  while (count(0, thread_count, State::done) < thread_count) {
    bool goes_on = false;
    for (std::size_t warp = 0; warp < thread_count; warp += 32) goes_on |= run_warp(warp);
    const std::size_t waiting = count(0, thread_count, State::at_block);
    if (waiting == thread_count)
      release(0, thread_count);
    else if (!goes_on && count(0, thread_count, State::done) < thread_count)
      fail(waiting > 0 ? "a __syncthreads that not all threads reach" : "a deadlock");
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
  scheduler.has_begun = true;
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
void wait_until(const std::function<bool()>& holds) {
  if (holds()) return;
  threads[running]->until = &holds;
  wait(State::blocked);
}

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
