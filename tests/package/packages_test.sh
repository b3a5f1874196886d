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
for tool in bash sed grep cat env; do ln -s "$(command -v $tool)" "$scratch/bin/$tool"; done

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

unset Torch_DIR
failures=0
# check NAME EXPECTED_CODE EXPECTED_CALLS EXPECTED_TEXT, the last two as patterns
check() {
  local text code made
  : >"$calls"
  text=$(PATH=$scratch/bin CALLS=$calls bash -c \
    "set -euo pipefail; source '$tests/packages.sh'; need_packages g++ libtorch-dev; echo went on" 2>&1)
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
CANDIDATE="(none)" check "no LibTorch" 3 "apt-get -qq update;" "*no libtorch-dev*pip install torch*Torch_DIR=*"
INSTALLED="g++ libtorch-dev" CANDIDATE=1.8.1-5 check "old LibTorch" 3 "*update;" "*no libtorch-dev*"
CANDIDATE="(none)" libtorch=optional check "LibTorch optional" 0 "*update;*install * g++;" "*left out*went on"

export USER_ID=1000
check "user without sudo" 3 "" "Missing packages; install them with: su -c '$both'"
CANDIDATE="(none)" LISTS=no check "user, no lists yet" 3 "" "Missing packages; install them with: su -c '$both'"
CANDIDATE="(none)" check "user, no LibTorch" 3 "" "*su -c 'apt-get install -y python3-venv'*"
stand_in sudo 'exit 1'
check "user whose sudo asks for a password" 3 "" \
  "Missing packages; install them with: ${both//apt-get/sudo apt-get}"
stand_in sudo 'shift; AS_ROOT="sudo " exec "$@"'
stand_in true ''
check "user with sudo" 0 "sudo apt-get -qq update;sudo apt-get -qq install *" "Installing with sudo apt-get*went on"
install=no check "user with sudo, --no-install" 3 "" "Missing packages*: sudo apt-get update && sudo *"

[ $failures -eq 0 ] && echo "packages.sh: all cases as expected"
exit $((failures > 0))
