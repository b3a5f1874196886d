# Finds and installs the Debian or Ubuntu packages that a script needs. Sourced by run.sh here and in
# examples/meru, which have set `root`.
#
#   need_packages NAME...   returns when all are there. With install=no, or where neither root nor
#                           passwordless sudo is at hand, it ends the script with code 3 after the
#                           commands to run. libtorch-dev counts from 1.13 on; where apt has none of
#                           that age, as in Ubuntu 24.04, pip's goes into build-libtorch/, and Torch_DIR
#                           names it. Where that fails, libtorch=optional leaves LibTorch out, saying so.
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
  if is_missing libtorch-dev && ! apt_has_libtorch && has_pip_libtorch; then
    forget_missing "${libtorch_packages[@]}"
  fi
  [ ${#missing[@]} -eq 0 ] && return

  local become=none  # how to become root
  if [ "$(id -u)" -eq 0 ]; then
    become=
  elif sudo -n true 2>/dev/null; then
    become="sudo -n"
  fi
  [ "${install:-yes}" = yes ] || become=none

  local from_pip=no
  if [ "$become" != none ]; then
    $become apt-get -qq update || echo "apt-get update failed; going on with the lists from before" >&2
  fi
  if is_missing libtorch-dev && ! apt_has_libtorch; then
    from_pip=yes
    forget_missing "${libtorch_packages[@]}"
    if [ "$become" != none ] || [ "${libtorch:-required}" = required ]; then
      list_missing "${missing[@]}" python3-venv
    fi
  fi
  if [ ${#missing[@]} -gt 0 ]; then
    if [ "$become" = none ]; then
      echo "Missing packages; install them with: $(install_command)" >&2
      exit 3
    fi
    echo "Installing with ${become:+${become% *} }apt-get, up to some minutes: ${missing[*]}"
    $become env DEBIAN_FRONTEND=noninteractive \
      apt-get -qq install -y --no-install-recommends "${missing[@]}" >/dev/null || {
      echo "apt-get could not install them; its messages stand above" >&2
      exit 3
    }
  fi
  [ $from_pip = no ] || need_pip_libtorch
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

forget_missing() {
  local name kept=()
  for name in "${missing[@]}"; do
    [[ " $* " == *" $name "* ]] || kept+=("$name")
  done
  missing=("${kept[@]}")
}

# Sets Torch_DIR to the LibTorch in build-libtorch/, if there is one.
has_pip_libtorch() {
  local record  # what pip writes last
  for record in "$root"/build-libtorch/lib/python3*/site-packages/torch-*.dist-info/RECORD; do
    [ -f "$record" ] && export Torch_DIR=${record%/torch-*}/torch/share/cmake/Torch && return
  done
  return 1
}

# Downloads it, or else says how to, as need_packages has it.
need_pip_libtorch() {
  has_pip_libtorch && return
  list_missing python3-venv
  local folder=$root/build-libtorch cpu="--index-url https://download.pytorch.org/whl/cpu"
  if [ "${install:-yes}" = yes ]; then
    echo "apt has no libtorch-dev >= 1.13 here: pip's goes into build-libtorch/, a download of some 200 MB"
    # shellcheck disable=SC2086
    if ! python3 -m venv "$folder"; then
      echo "python3 could not make an environment in $folder" >&2
    elif ! "$folder/bin/pip" install --quiet $cpu torch; then
      echo "Trying the default index, whose LibTorch has CUDA, too: a download of some GB"
      "$folder/bin/pip" install --quiet torch || true
    fi
    has_pip_libtorch && return
  fi
  {
    if [ "${libtorch:-required}" = optional ]; then
      echo "No LibTorch: what needs it is left out. apt has no libtorch-dev >= 1.13 here; to have one, run first"
    else
      echo "apt has no libtorch-dev >= 1.13 here. Get a LibTorch, then run this again:"
    fi
    is_missing python3-venv && echo "  $(as_root "apt-get install -y python3-venv")"
    echo "  python3 -m venv $folder"
    echo "  $folder/bin/pip install $cpu torch"
  } >&2
  [ "${libtorch:-required}" = optional ] || exit 3
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
