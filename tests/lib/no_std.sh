#!/usr/bin/env bash
# Builds health-gatt for a microcontroller that has no operating system: thumbv7em-none-eabi.
#
# The target's `core` and `alloc` are compiled from source, and the compiler must be the one of that source. Debian's
# security archive carries both (rustc-web, rust-web-src); they are used by their full paths and change nothing else.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 PATH=/usr/bin:/bin
unset RUSTUP_TOOLCHAIN RUSTFLAGS CARGO_ENCODED_RUSTFLAGS
/usr/bin/cargo build --locked -Zbuild-std=core,alloc --target thumbv7em-none-eabi --target-dir "${CARGO_TARGET_DIR:-target}/no-std" \
  --release -p health-gatt --no-default-features
