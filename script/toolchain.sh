# shellcheck shell=bash
# Picks a Rust toolchain that can build for the browser as well as for this machine. Sourced by script/setup.

# shellcheck source=script/lib.sh
. "${BASH_SOURCE[0]%/*}/lib.sh"

wasm=wasm32-unknown-unknown
linked=sightline # what a toolchain made from Debian's packages is called in rustup

choose_toolchain() {
  have cargo || fail "cargo not found; install Rust from https://rustup.rs and run this again"
  if builds_wasm "${RUSTUP_TOOLCHAIN:-}"; then
    remember "${RUSTUP_TOOLCHAIN:-}"
  elif builds_wasm "$linked"; then
    remember "$linked"
  elif add_target; then
    remember "${RUSTUP_TOOLCHAIN:-}"
  else
    say "rustup cannot fetch the $wasm target here; taking Debian's Rust instead"
    toolchain_from_debian
    remember "$linked"
  fi
}

# builds_wasm TOOLCHAIN - an empty name stands for the default one.
builds_wasm() {
  local sysroot
  sysroot=$(${1:+env RUSTUP_TOOLCHAIN="$1"} rustc --print sysroot 2>/dev/null) || return 1
  compgen -G "$sysroot/lib/rustlib/$wasm/lib/libstd-*.rlib" >/dev/null
}

add_target() {
  have rustup || return 1
  say "adding the $wasm target with rustup"
  env RUST_BACKTRACE=0 rustup target add "$wasm"
}

# Touched only when it changes.
remember() {
  mkdir -p "$target"
  if [ ! -f "$target/toolchain" ] || [ "$(cat "$target/toolchain")" != "$1" ]; then
    printf '%s' "$1" >"$target/toolchain"
    say "building with the ${1:-default} Rust toolchain"
  fi
}

# Debian ships the compiler and the standard library's source, but no compiled library for the browser.
toolchain_from_debian() {
  have rustup || fail "rustup not found; install Rust from https://rustup.rs and run this again"
  if [ ! -x /usr/bin/cargo ] || [ ! -d /usr/lib/rustlib/src/rust/library ] || ! [ -x /usr/bin/clippy-driver ]; then
    apt_install "Rust with a WASM back end" rustc-web cargo-web rust-web-src rust-web-llvm rust-web-clippy lld-22
  fi
  builds_wasm_in_usr || build_std
  rustup toolchain link "$linked" /usr
}

builds_wasm_in_usr() { compgen -G "/usr/lib/rustlib/$wasm/lib/libstd-*.rlib" >/dev/null; }

# Compiles the standard library in a throw-away crate and puts it where rustc looks for it.
build_std() {
  local crate libraries=/usr/lib/rustlib/$wasm/lib
  say "building Rust's standard library for $wasm (about a minute)"
  crate=$(mktemp -d)
  printf '[package]\nname = "throw-away"\nedition = "2024"\n[lib]\npath = "lib.rs"\n' >"$crate/Cargo.toml"
  : >"$crate/lib.rs"
  (
    cd "$crate" || exit
    env RUSTC_BOOTSTRAP=1 RUSTC=/usr/bin/rustc CARGO_TARGET_DIR="$crate/target" \
      /usr/bin/cargo build --quiet -Zbuild-std=std,panic_abort --target "$wasm" --release
  )
  rm -f "$crate/target/$wasm/release/deps/"libthrow_away-*
  as_root mkdir -p "$libraries"
  as_root cp "$crate/target/$wasm/release/deps/"*.rlib "$libraries/"
  rm -rf "$crate"
}
