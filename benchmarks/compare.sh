#!/usr/bin/env bash
# Measures rapidity beside its peers on this machine and writes docs/benchmarks/cpu.md.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." >/dev/null && pwd)
command="benchmarks/compare.sh${*:+ $*}"

usage() {
  cat <<'USAGE'
Usage: benchmarks/compare.sh [--quick] [--threads N] [--rounds N] [--seconds S] [--only loss|value|rows|pairs]
                             [--out PAGE] [--no-install]

Builds in build-compare/, where a virtual environment gets the peers with pip, a download of up to some GB: PyTorch,
geoopt, HypLL and geomstats, of the versions in benchmarks/compare/requirements.txt. Pip's own settings say
where from, e.g. PIP_EXTRA_INDEX_URL an index with PyTorch for the CPU alone.

  --quick        small sizes, two rounds, and a page in build-compare/: to see whether everything works
  --threads N    of every participant; all cores where not given
  --rounds N     turns of every participant, 7 where not given
  --seconds S    that a turn takes about, 0.5 where not given
  --only GROUP   one table
  --out PAGE     another page
  --no-install   install no packages of the system; if some are missing, say which and exit with 3
USAGE
}

install=yes
page=$root/docs/benchmarks/cpu.md
arguments=()
while [ $# -gt 0 ]; do
  case $1 in
    --quick) page=$root/build-compare/cpu.md; arguments+=(--quick --rounds 2 --seconds 0.1) ;;
    --threads | --rounds | --seconds | --only) arguments+=("$1" "${2:?$1 needs a value}"); shift ;;
    --out) page=${2:?--out needs a file}; shift ;;
    --no-install) install=no ;;
    --help | -h) usage; exit 0 ;;
    *) echo "compare.sh: unknown argument '$1'; --help lists what there is" >&2; exit 2 ;;
  esac
  shift
done

# shellcheck source=tests/packages.sh
source "$root/tests/packages.sh"
need_packages "${library_packages[@]}" libcli11-dev nlohmann-json3-dev libopenblas-dev python3-venv python3-dev

build=$root/build-compare
cmake -S "$root" -B "$build/rapidity" -G Ninja -DCMAKE_BUILD_TYPE=Release -DRAPIDITY_NATIVE=ON \
  -DRAPIDITY_BUILD_TESTS=OFF -DRAPIDITY_BUILD_EXAMPLES=OFF -DRAPIDITY_BUILD_BENCHMARKS=ON \
  -DRAPIDITY_ENABLE_LIBTORCH=OFF -DRAPIDITY_ENABLE_CUDA=OFF -DRAPIDITY_ENABLE_BLAS=ON -DBLA_VENDOR=OpenBLAS >/dev/null
cmake --build "$build/rapidity" --target bench_compare bench_compare_blas
programs=("rapidity=$build/rapidity/benchmarks/bench_compare"
  "rapidity, OpenBLAS=$build/rapidity/benchmarks/bench_compare_blas")

venv=$build/venv
[ -x "$venv/bin/pip" ] || python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --requirement "$root/benchmarks/compare/requirements.txt"

"$venv/bin/python" "$root/benchmarks/compare/compare.py" "${programs[@]/#/--ours=}" "${arguments[@]}" \
  --command "$command" --out "$page"
