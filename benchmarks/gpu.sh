#!/usr/bin/env bash
# Measures rapidity::cuda beside its floors and PyTorch on a machine with an NVIDIA GPU, and writes one page.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." >/dev/null && pwd)

usage() {
  cat <<'USAGE'
Usage: benchmarks/gpu.sh [--build FOLDER] [--out PAGE]

  --build FOLDER   where to build; build-gpu/ if not given
  --out PAGE       docs/benchmarks/gpu.md if not given

Needs CUDA >= 12, CMake, Ninja, Eigen and Google Benchmark where CMake finds them (CMAKE_PREFIX_PATH), and python3
with PyTorch for the peers: without it, the page has ours alone in the output of the programs.
USAGE
}

build=$root/build-gpu page=$root/docs/benchmarks/gpu.md
while [ $# -gt 0 ]; do
  case $1 in
    --build) build=${2:?--build wants a folder}; shift ;;
    --out) page=${2:?--out wants a file}; shift ;;
    --help | -h) usage; exit 0 ;;
    *) echo "gpu.sh: unknown argument '$1'; --help lists what there is" >&2; exit 2 ;;
  esac
  shift
done

export PATH=$PATH:/usr/local/cuda/bin
generator=()
[ -f "$build/CMakeCache.txt" ] || generator=(-G Ninja)
cmake -S "$root" -B "$build" "${generator[@]}" -DCMAKE_BUILD_TYPE=Release -DRAPIDITY_ENABLE_CUDA=ON \
  -DRAPIDITY_ENABLE_LIBTORCH=OFF -DRAPIDITY_BUILD_TESTS=OFF -DRAPIDITY_BUILD_BENCHMARKS=ON >/dev/null
cmake --build "$build" --parallel "$(nproc)" --target bench_cuda_{rows,products,contrastive_loss}

results=()
for name in rows products contrastive_loss; do
  results+=("$build/bench_cuda_$name.json")
  "$build/benchmarks/bench_cuda_$name" --benchmark_out="${results[-1]}" --benchmark_out_format=json
done
if python3 -c 'import torch' 2>/dev/null; then
  python3 "$root/benchmarks/cuda/peers.py" "${results[@]}" --out "$page"
else
  echo "NOT RUN: PyTorch, which python3 does not have; no page was written" >&2
  exit 2
fi
