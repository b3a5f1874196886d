#!/usr/bin/env bash
# Verifies rapidity::cuda on a machine with an NVIDIA GPU: builds it, runs its tests and examples, those of
# rapidity::libtorch_cuda and of the trainer, then the tests under compute-sanitizer. Prints what ran, for
# docs/gpu.md. Meant to take less than 8 minutes on 16 processors.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." >/dev/null && pwd)

usage() {
  cat <<'USAGE'
Usage: tests/gpu.sh [--build FOLDER] [--only PART]

  --build FOLDER   where to build; build-gpu/ if not given
  --only PART      kernels (tests and examples), tensors (LibTorch and the trainer), or sanitizer

Needs CUDA >= 12 with compute-sanitizer, CMake, Ninja, and Eigen and Catch2 where CMake finds them:
CMAKE_PREFIX_PATH says where, if not in the system. A LibTorch with CUDA is found by Torch_DIR, the folder of its
TorchConfig.cmake. Fails if there is no GPU. Goes on after a test that failed, to exit with 1 at the end; exits with 2
if all that ran passed, but compute-sanitizer, that LibTorch or what the trainer needs besides was not found.
USAGE
}

build=$root/build-gpu
only=
while [ $# -gt 0 ]; do
  case $1 in
    --build) build=${2:?--build wants a folder}; shift ;;
    --only)
      only=${2:?--only wants kernels, tensors or sanitizer}
      case $only in kernels | tensors | sanitizer) ;; *)
        echo "gpu.sh: --only is '$only', expected kernels, tensors or sanitizer" >&2; exit 2 ;;
      esac
      shift ;;
    --help | -h) usage; exit 0 ;;
    *) echo "gpu.sh: unknown argument '$1'; --help lists what there is" >&2; exit 2 ;;
  esac
  shift
done

results=()
code=0
# try NAME COMMAND...: runs it, and notes how it ended and how long it took.
try() {
  local name=$1 begin=$SECONDS end=passed
  shift
  echo "== $name"
  "$@" || { end=FAILED code=1; echo "FAILED: $name" >&2; }
  results+=("$name: $end in $((SECONDS - begin)) s")
}
# step NAME COMMAND...: the same; without it, nothing that follows makes sense.
step() {
  try "$@"
  [ $code -eq 0 ] || exit 1
}
# wanted PART: whether it is to run.
wanted() { [ -z "$only" ] || [ "$only" = "$1" ]; }
# not_run WHAT: leaves a line, and a code that is not 0.
not_run() {
  echo "NOT RUN: $1" >&2
  results+=("$1: NOT RUN")
  [ $code -ne 0 ] || code=2
}

export PATH=$PATH:/usr/local/cuda/bin RAPIDITY_REQUIRE_GPU=1
test=$build/tests/cuda/test_cuda
generator=()
[ -f "$build/CMakeCache.txt" ] || generator=(-G Ninja)

step "configure" cmake -S "$root" -B "$build" "${generator[@]}" -DCMAKE_BUILD_TYPE=Release -DRAPIDITY_ENABLE_CUDA=ON \
  ${Torch_DIR:+"-DTorch_DIR=$Torch_DIR"} -DRAPIDITY_BUILD_BENCHMARKS=OFF \
  -DRAPIDITY_ENABLE_LIBTORCH="$(wanted tensors && echo AUTO || echo OFF)"
cmake --build "$build" --target help >"$build/targets.txt"
has_target() { grep -qE "(^|[. ])$1(:|\$| )" "$build/targets.txt"; }
targets=(test_cuda)
wanted kernels && targets+=(07_gpu 08_own_kernel)
# The trainer without its CUDA would only show that it says so.
if wanted tensors && has_target test_libtorch_cuda; then
  targets+=(test_libtorch_cuda)
  has_target meru && targets+=(meru)
fi
step "build" cmake --build "$build" --parallel "$(nproc)" --target "${targets[@]}"
if wanted kernels; then
  try "tests" "$test"
  try "example: 07_gpu" "$build/examples/07_gpu/07_gpu"
  try "example: 08_own_kernel" "$build/examples/08_own_kernel/08_own_kernel"
fi

if wanted tensors; then
  if has_target test_libtorch_cuda; then
    try "tensors" "$build/tests/libtorch/test_libtorch_cuda"
  else
    not_run "rapidity::libtorch_cuda, for no LibTorch with CUDA was found"
  fi
  if has_target test_libtorch_cuda && has_target meru; then
    try "trainer" "$root/examples/meru/tests/command_line.sh" "$build/examples/meru/meru"
  else
    not_run "the trainer with --device cuda"
  fi
fi

if ! wanted sanitizer; then
  :
elif command -v compute-sanitizer >/dev/null; then
  export RAPIDITY_TEST_FEW=1
  # racecheck and synccheck look at the kernels of this library alone: those of cuBLASLt order their accesses
  # by means that they do not know.
  for tool in "memcheck" "racecheck --kernel-regex kns=rapidity" "synccheck --kernel-regex kns=rapidity"; do
    # shellcheck disable=SC2086
    try "$tool" compute-sanitizer --tool $tool --error-exitcode 1 "$test" "[cuda]"
  done
  export RAPIDITY_TEST_WITHOUT_POISON=1
  try "initcheck" compute-sanitizer --tool initcheck --error-exitcode 1 "$test" "[cuda]"
else
  not_run "compute-sanitizer, which was not found"
fi

echo "== What ran, on $(nvidia-smi --query-gpu=name,driver_version --format=csv,noheader 2>/dev/null | head -n 1 ||
  echo "an unknown GPU"), $(nvcc --version | sed -n 's/.*\(release [0-9.]*\).*/CUDA \1/p'), commit $(
  git -C "$root" rev-parse --short HEAD 2>/dev/null || echo unknown)"
printf '%s\n' "${results[@]}"
exit $code
