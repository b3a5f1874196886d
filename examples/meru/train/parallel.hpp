#pragma once

#include <functional>
#include <vector>

namespace meru {

/// Runs every task once, on up to `threads` threads that take the next task as they become free,
/// and returns when all are done. The first exception (in task order) is rethrown.
///
/// Whole encoder shards are the tasks, so that threads meet twice a step and not at every operator:
/// a busy neighbour on one core then costs its share and no more.
void run_tasks(const std::vector<std::function<void()>>& tasks, int threads);

/// Sets process-wide state; call once at program start. Every LibTorch operator and BLAS call gets
/// one thread (the parallelism is run_tasks'), and malloc keeps the pages of freed activations.
void prepare_process();

}  // namespace meru
