#!/usr/bin/env bash
# The main job: builds the trainer, trains MERU and CLIP on the embedded shapes data, evaluates both,
# and writes a report of what they learned.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." >/dev/null && pwd)

usage() {
  cat <<'USAGE'
Usage: examples/meru/run.sh [--out DIR] [--threads N] [--seed N] [--keep] [--no-install]

  --out DIR      where the results go (default: run/)
  --threads N    threads to train with (default: all processors)
  --seed N       seed of both trainings (default: 0)
  --keep         keep what DIR has: finished models as they are, interrupted ones go on
  --no-install   install no packages; if some are missing, say which and exit with 3

LibTorch comes from the system's packages, and where those have none, as on Ubuntu 24.04, with pip into
build-libtorch/; another one is used where Torch_DIR names the folder of its TorchConfig.cmake.
USAGE
}

out=$root/run
threads=$(nproc)
seed=0
keep=no
install=yes
while [ $# -gt 0 ]; do
  case $1 in
    --out | --threads | --seed)
      [ $# -ge 2 ] || { echo "run.sh: $1 needs a value" >&2; exit 2; }
      printf -v "${1#--}" %s "$2"
      shift
      ;;
    --keep) keep=yes ;;
    --no-install) install=no ;;
    --help | -h) usage; exit 0 ;;
    *) echo "run.sh: unknown argument '$1'; --help lists what there is" >&2; exit 2 ;;
  esac
  shift
done
[[ $threads =~ ^[1-9][0-9]*$ ]] || { echo "run.sh: --threads: expected a number >= 1, got '$threads'" >&2; exit 2; }
[[ $seed =~ ^[0-9]+$ ]] || { echo "run.sh: --seed: expected a number >= 0, got '$seed'" >&2; exit 2; }
mkdir -p "$out"

# shellcheck source=tests/packages.sh
source "$root/tests/packages.sh"
need_packages "${library_packages[@]}" "${trainer_packages[@]}" "${libtorch_packages[@]}"

# A program that is interrupted saves and ends by itself; this script then has to end, too.
trap 'echo "run.sh: interrupted" >&2; exit 130' INT TERM

step() { printf '\n== %s  [%d s since the start]\n' "$1" "$SECONDS"; }

step "Building the trainer in build/"
build=$root/build
generator=()
[ -f "$build/CMakeCache.txt" ] || generator=(-G Ninja)
cmake -S "$root" -B "$build" "${generator[@]}" -DCMAKE_BUILD_TYPE=Release \
  -DRAPIDITY_BUILD_EXAMPLES=ON -DRAPIDITY_ENABLE_LIBTORCH=ON ${Torch_DIR:+-DTorch_DIR="$Torch_DIR"} \
  -DRAPIDITY_BUILD_TESTS=OFF -DRAPIDITY_BUILD_BENCHMARKS=OFF
cmake --build "$build" --target meru --parallel "$(nproc)"
meru=$build/examples/meru/meru
built=$SECONDS

if [ ! -f "$out/data/dataset.json" ]; then
  step "Drawing the data into $out/data"
  "$meru" prepare shapes --out "$out/data"
fi
for model in meru clip; do
  run=$out/$model
  [ $keep = yes ] && [ -f "$run/metrics.json" ] && continue
  if [ $keep = yes ] && [ -f "$run/checkpoint.pt" ]; then
    start=(--resume)
  else
    rm -f "$run"/{checkpoint.pt,log.jsonl,metrics.json,details.json}
    start=(--data "$out/data" --model "$model" --seed "$seed")
  fi
  step "Training $model"
  "$meru" train "${start[@]}" --out "$run" --threads "$threads"
  step "Evaluating $model"
  "$meru" evaluate --run "$run" --threads "$threads"
done
step "Writing the report"
"$meru" report --run "$out/meru" --baseline "$out/clip" --out "$out/report.html"

printf '\nDone in %d s after %d s of installing and building. Look at\n' $((SECONDS - built)) "$built"
printf '  %s\n' "$out/report.html" "$out/meru/metrics.json" "$out/clip/metrics.json"
