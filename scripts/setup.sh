# shellcheck shell=bash
# Shared by scripts/demo and scripts/test (sourced): packages, phases, and where the time went.

set -euo pipefail
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive
unset CDPATH
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root"
export CMAKE_BUILD_PARALLEL_LEVEL="${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}"

say() { printf '\n== %s\n' "$*"; }

# ---- phases ------------------------------------------------------------------------------------

phase_names=()
phase_seconds=()
closing_lines=()
started_at=$SECONDS

# phase NAME COMMAND...: runs the command and remembers how long it took.
phase() {
  local name=$1 before=$SECONDS status=0
  shift
  say "$name"
  set +e
  (set -e; "$@")
  status=$?
  set -e
  phase_names+=("$name")
  phase_seconds+=($((SECONDS - before)))
  if [ "$status" -ne 0 ]; then
    phase_names[-1]="$name  <- FAILED"
    exit "$status"
  fi
}

where_the_time_went() {
  local status=$? i line
  [ "${#phase_names[@]}" -gt 0 ] || return "$status"
  say "where the time went"
  for i in "${!phase_names[@]}"; do
    printf '%5d s  %s\n' "${phase_seconds[$i]}" "${phase_names[$i]}"
  done
  printf '%5d s  in all\n' "$((SECONDS - started_at))"
  [ "$status" -eq 0 ] || return "$status"
  for line in "${closing_lines[@]}"; do
    printf '%s\n' "$line"
  done
}
trap where_the_time_went EXIT

# ---- packages ----------------------------------------------------------------------------------

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  else
    sudo -n env DEBIAN_FRONTEND=noninteractive "$@"
  fi
}

# Names and reasons of the packages of the given sets that are not installed.
missing_packages() {
  local set package why wanted=" $* "
  while read -r set package why; do
    [[ $wanted == *" $set "* ]] || continue
    if [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)" != installed ]
    then
      printf '%s\t%s\n' "$package" "$why"
    fi
  done < scripts/packages.txt
}

# install_packages SET...: installs what is missing; silent about the network when nothing is.
install_packages() {
  local missing names
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    echo "This system has no apt-get. Install what scripts/packages.txt names yourself; going on."
    return 0
  fi
  missing=$(missing_packages "$@")
  if [ -z "$missing" ]; then
    echo "All packages are there; nothing to install."
    return 0
  fi
  echo "Installing from the Debian or Ubuntu archive, because the build needs them:"
  printf '%s\n' "$missing" | while IFS=$'\t' read -r package why; do
    printf '  %-26s %s\n' "$package" "$why"
  done
  mapfile -t names < <(printf '%s\n' "$missing" | cut -f1)
  if [ "$(id -u)" -ne 0 ] && ! sudo -n true 2>/dev/null; then
    echo "Neither root nor sudo without a password. Run this once, then start again:" >&2
    echo "  sudo apt-get install --no-install-recommends ${names[*]}" >&2
    return 1
  fi
  # A broken third-party source must not stop us: what counts is whether the install succeeds.
  mkdir -p build
  as_root apt-get -qq -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 update \
    || echo "apt-get update reported a problem; trying with what is known."
  as_root apt-get -qq -y -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 \
    -o Dpkg::Options::=--force-confold install --no-install-recommends "${names[@]}" \
    >build/packages.log 2>&1 || { tail -20 build/packages.log >&2; return 1; }
}

# ---- build -------------------------------------------------------------------------------------

use_ccache() {
  command -v ccache >/dev/null || return 0
  export TIELINE_CCACHE=ccache
  export CCACHE_DIR="${CCACHE_DIR:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/ccache}"
  export CCACHE_BASEDIR="$root" CCACHE_NOHASHDIR=1
  mkdir -p "$CCACHE_DIR" 2>/dev/null && [ -w "$CCACHE_DIR" ] || unset TIELINE_CCACHE
}

configure() { cmake --preset "$1" --log-level=WARNING "${@:2}" >/dev/null; }

# build PRESET [TARGET...]
build() {
  local preset=$1
  shift
  configure "$preset"
  cmake --build "build/$preset" ${1:+--target "$@"}
}
