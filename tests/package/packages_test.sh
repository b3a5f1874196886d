#!/usr/bin/env bash
# What tests/packages.sh does on machines other than this one, played with stand-ins for the system's
# commands: each case states the machine, and then the exit code, the apt-get calls and what is said.
# shellcheck disable=SC2016
set -uo pipefail
tests=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/bin"
calls=$scratch/calls
for tool in bash sed grep cat env mkdir ln; do ln -s "$(command -v $tool)" "$scratch/bin/$tool"; done

# stand_in NAME BODY
stand_in() {
  printf '#!/usr/bin/env bash\n%s\n' "$2" >"$scratch/bin/$1"
  chmod +x "$scratch/bin/$1"
}
stand_in dpkg-query '[[ " $INSTALLED " == *" ${!#} "* ]] && echo -n installed'
stand_in dpkg '[ "$2" = 1.13.1+dfsg-4 ]'
stand_in apt-cache 'if [ $# -gt 1 ]; then echo "  Candidate: $CANDIDATE"
elif [ $LISTS = yes ]; then echo "500 main amd64 Packages"; fi'
stand_in apt-get 'echo "${AS_ROOT:-}apt-get $*" >>"$CALLS"; [ "$APT" = works ] || [ "$2" = update ]'
stand_in id 'echo $USER_ID'
stand_in python3 'echo "venv" >>"$CALLS"; mkdir -p "$3/bin" && ln -sf "$ROOT/bin/pip" "$3/bin/pip"'
stand_in pip 'echo "pip $*" >>"$CALLS"
[ "$PIP" = works ] || [[ $PIP = "has one index" && $* != *--index-url* ]] || exit 1
info=$ROOT/build-libtorch/lib/python3.12/site-packages/torch-2.9.dist-info
mkdir -p "$info" && echo >"$info/RECORD"'

unset Torch_DIR
failures=0
# check NAME EXPECTED_CODE EXPECTED_CALLS EXPECTED_TEXT, the last two as patterns
check() {
  local text code made
  : >"$calls"
  [ "${keep:-no}" = yes ] || rm -rf "$scratch/build-libtorch"
  text=$(PATH=$scratch/bin CALLS=$calls ROOT=$scratch bash -c "set -euo pipefail; root='$scratch'
    source '$tests/packages.sh'; need_packages g++ libtorch-dev; echo went on \${Torch_DIR:-}" 2>&1)
  code=$?
  made=$(while read -r line; do printf '%s;' "$line"; done <"$calls")
  # shellcheck disable=SC2053
  if [ $code -ne "$2" ] || [[ $made != $3 ]] || [[ $text != $4 ]]; then
    printf 'FAILED: %s\n  code %s, expected %s\n  calls %s\n  expected %s\n  text %s\n  expected %s\n' \
      "$1" $code "$2" "$made" "$3" "$text" "$4"
    failures=$((failures + 1))
  fi
}

both="apt-get update && apt-get install -y --no-install-recommends g++ libtorch-dev"
export INSTALLED="" CANDIDATE=1.13.1+dfsg-4 LISTS=yes APT=works USER_ID=0 install=yes libtorch=required

INSTALLED="g++ libtorch-dev" check "all there" 0 "" "went on"
check "root" 0 "apt-get -qq update;apt-get -qq install * g++ libtorch-dev;" \
  "Installing with apt-get*g++ libtorch-dev*went on"
INSTALLED=g++ check "one there" 0 "*;apt-get -qq install * --no-install-recommends libtorch-dev;" "*went on"
install=no check "root, --no-install" 3 "" "Missing packages; install them with: $both"
APT=fails check "apt-get fails" 3 "*update;*install*" "*could not install*"

# Where apt has no LibTorch, or an old one.
export INSTALLED="g++ python3-venv" PIP=works
pip="venv;pip install --quiet --index-url https://download.pytorch.org/whl/cpu torch;"
there="went on $scratch/build-libtorch/lib/python3.12/site-packages/torch/share/cmake/Torch"
CANDIDATE="(none)" check "no LibTorch" 0 "apt-get -qq update;$pip" "*pip's goes into build-libtorch/*$there"
CANDIDATE="(none)" keep=yes check "no LibTorch, but pip's from before" 0 "" "$there"
CANDIDATE="(none)" INSTALLED="" check "nothing, and no LibTorch" 0 \
  "apt-get -qq update;apt-get -qq install * g++ python3-venv;$pip" "*Installing*$there"
INSTALLED="$INSTALLED libtorch-dev" CANDIDATE=1.8.1-5 check "old LibTorch" 0 "*update;$pip" "*$there"
CANDIDATE="(none)" PIP="has one index" check "pip reaches one index" 0 "*;${pip}pip install --quiet torch;" "*$there"
CANDIDATE="(none)" PIP=fails check "pip fails" 3 "*" "*no libtorch-dev*venv $scratch/build-libtorch*pip install*"
CANDIDATE="(none)" PIP=fails libtorch=optional check "pip fails, LibTorch optional" 0 "*" "*left out*went on"
CANDIDATE="(none)" install=no check "no LibTorch, --no-install" 3 "" "*no libtorch-dev*pip install*"
CANDIDATE="(none)" install=no libtorch=optional check "no LibTorch, optional, --no-install" 0 "" "*left out*went on"
INSTALLED=""

export USER_ID=1000
check "user without sudo" 3 "" "Missing packages; install them with: su -c '$both'"
CANDIDATE="(none)" LISTS=no check "user, no lists yet" 3 "" "Missing packages; install them with: su -c '$both'"
CANDIDATE="(none)" check "user, no LibTorch" 3 "" "Missing packages*: su -c '* g++ python3-venv'"
CANDIDATE="(none)" INSTALLED="g++ python3-venv" check "user, LibTorch alone missing" 0 "$pip" "*$there"
CANDIDATE="(none)" INSTALLED=g++ libtorch=optional PIP=fails check "user, no LibTorch and no way to it" 0 "venv;*" \
  "*left out*su -c 'apt-get install -y python3-venv'*went on"
stand_in sudo 'exit 1'
check "user whose sudo asks for a password" 3 "" \
  "Missing packages; install them with: ${both//apt-get/sudo apt-get}"
stand_in sudo 'shift; AS_ROOT="sudo " exec "$@"'
stand_in true ''
check "user with sudo" 0 "sudo apt-get -qq update;sudo apt-get -qq install *" "Installing with sudo apt-get*went on"
install=no check "user with sudo, --no-install" 3 "" "Missing packages*: sudo apt-get update && sudo *"

[ $failures -eq 0 ] && echo "packages.sh: all cases as expected"
exit $((failures > 0))
