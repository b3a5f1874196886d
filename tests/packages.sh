# Finds and installs the Debian or Ubuntu packages that a script needs. Sourced by run.sh here and in
# examples/meru.
#
#   need_packages NAME...   returns when all are there. With install=no, or where neither root nor
#                           passwordless sudo is at hand, it ends the script with code 3 after one line
#                           that names the command to run. libtorch-dev counts from 1.13 on; where apt
#                           has none of that age, libtorch=optional leaves it out, saying so, and
#                           otherwise the script ends with code 3 after the commands that get one.
# shellcheck shell=bash disable=SC2034

library_packages=(g++ cmake ninja-build libeigen3-dev)
trainer_packages=(libcli11-dev nlohmann-json3-dev libarchive-dev libjpeg-dev libpng-dev libfreetype-dev
  libharfbuzz-dev libxml2-dev libfmt-dev libb64-dev zlib1g-dev)
# OpenBLAS, because the BLAS that LibTorch comes with is 30 times slower. With Torch_DIR set, neither.
libtorch_packages=()
[ -n "${Torch_DIR:-}" ] || libtorch_packages=(libtorch-dev libopenblas0-pthread)

need_packages() {
  if ! command -v dpkg-query >/dev/null; then
    echo "This is no Debian or Ubuntu: going on as if the equivalents of these were here: $*"
    return
  fi
  list_missing "$@"
  [ ${#missing[@]} -eq 0 ] && return

  local become=none  # how to become root
  if [ "$(id -u)" -eq 0 ]; then
    become=
  elif sudo -n true 2>/dev/null; then
    become="sudo -n"
  fi
  [ "${install:-yes}" = yes ] || become=none

  if [ "$become" != none ]; then
    $become apt-get -qq update || echo "apt-get update failed; going on with the lists from before" >&2
  fi
  if is_missing libtorch-dev && ! apt_has_libtorch; then
    leave_out_libtorch
    [ ${#missing[@]} -eq 0 ] && return
  fi
  if [ "$become" = none ]; then
    echo "Missing packages; install them with: $(install_command)" >&2
    exit 3
  fi
  echo "Installing with ${become:+${become% *} }apt-get, up to some minutes: ${missing[*]}"
  $become env DEBIAN_FRONTEND=noninteractive \
    apt-get -qq install -y --no-install-recommends "${missing[@]}" >/dev/null && return
  echo "apt-get could not install them; its messages stand above" >&2
  exit 3
}

# Of the packages named, those that are not installed, into the array `missing`.
list_missing() {
  local name
  missing=()
  for name in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ] \
      && { [ "$name" != libtorch-dev ] || apt_has_libtorch; } || missing+=("$name")
  done
}

is_missing() { [[ " ${missing[*]} " == *" $1 "* ]]; }

# True, too, as long as the lists that would say so have never been fetched.
apt_has_libtorch() {
  local version
  version=$(apt-cache policy libtorch-dev 2>/dev/null | sed -n 's/^ *Candidate: //p')
  if [ -z "$version" ] || [ "$version" = "(none)" ]; then
    ! apt-cache policy 2>/dev/null | grep -q ' Packages$'
  else
    dpkg --compare-versions "$version" ge 1.13 2>/dev/null
  fi
}

leave_out_libtorch() {
  local name kept=()
  {
    if [ "${libtorch:-required}" = optional ]; then
      echo "apt has no libtorch-dev >= 1.13 here: what needs LibTorch is left out. To have it, run first"
    else
      echo "apt has no libtorch-dev >= 1.13 here. Get a LibTorch, then run this again:"
    fi
    echo "  $(as_root "apt-get install -y python3-venv")"
    cat <<'COMMANDS'
  python3 -m venv ~/libtorch
  ~/libtorch/bin/pip install torch
  export Torch_DIR=$(~/libtorch/bin/python -c 'import torch; print(torch.utils.cmake_prefix_path)')/Torch
COMMANDS
  } >&2
  [ "${libtorch:-required}" = optional ] || exit 3
  for name in "${missing[@]}"; do
    [[ " ${libtorch_packages[*]} " == *" $name "* ]] || kept+=("$name")
  done
  missing=("${kept[@]}")
}

install_command() {
  as_root "apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
}

# A line of apt-get commands as this user has to type it.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    echo "$1"
  elif command -v sudo >/dev/null; then
    echo "${1//apt-get/sudo apt-get}"
  else
    echo "su -c '$1'"
  fi
}
