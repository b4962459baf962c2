# shellcheck shell=bash
# Shared by the scripts beside it: where things are, how to speak, how to get a package. Sourced, not run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck disable=SC2034 # read by those who source this
target=${CARGO_TARGET_DIR:-$root/target}

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

fail() {
  say "$*"
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# apt_install WHY PACKAGE… - refreshes the lists once per run, asks nothing.
apt_install() {
  local why=$1
  shift
  have apt-get || fail "$why is missing; please install it (Debian calls it: $*)"
  say "installing $* ($why)"
  if [ -z "${apt_lists_are_fresh:-}" ]; then
    as_root apt-get update -qq
    apt_lists_are_fresh=yes
  fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}
