#!/usr/bin/env bash
# Builds everything in build/ and runs every test.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." >/dev/null && pwd)

usage() {
  cat <<'USAGE'
Usage: tests/run.sh [--no-install]

  --no-install   install no packages; if some are missing, say which and exit with 3

LibTorch comes from the system's packages, and where those have none, as on Ubuntu 24.04, with pip into
build-libtorch/; another one is used where Torch_DIR names the folder of its TorchConfig.cmake. Where there
is none, what needs it is left out, and a line says so.
USAGE
}

install=yes
while [ $# -gt 0 ]; do
  case $1 in
    --no-install) install=no ;;
    --help | -h) usage; exit 0 ;;
    *) echo "run.sh: unknown argument '$1'; --help lists what there is" >&2; exit 2 ;;
  esac
  shift
done

# shellcheck source=tests/packages.sh
source "$root/tests/packages.sh"
libtorch=optional need_packages "${library_packages[@]}" catch2 libboost-dev libbenchmark-dev libopenblas-dev \
  "${trainer_packages[@]}" "${libtorch_packages[@]}"

build=$root/build
generator=()
[ -f "$build/CMakeCache.txt" ] || generator=(-G Ninja)
cmake -S "$root" -B "$build" "${generator[@]}" -DCMAKE_BUILD_TYPE=Release \
  -DRAPIDITY_BUILD_TESTS=ON -DRAPIDITY_BUILD_EXAMPLES=ON -DRAPIDITY_BUILD_BENCHMARKS=ON \
  -DRAPIDITY_ENABLE_LIBTORCH=AUTO ${Torch_DIR:+-DTorch_DIR="$Torch_DIR"}
cmake --build "$build" --parallel "$(nproc)"
ctest --test-dir "$build" --output-on-failure --parallel "$(nproc)"
