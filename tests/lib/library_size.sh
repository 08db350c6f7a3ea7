#!/usr/bin/env bash
# What the core adds to an app in the `phone` profile, OpenSSL built in: a program that uses all of it against one that
# uses none, with and without the zones of positions, and which share is whose. Linux; takes ten minutes of CPU time.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
unset OPENSSL_NO_VENDOR
target=${CARGO_TARGET_DIR:-target}/phone
programs=(--example whole_core --example no_core --example strength)
# Names of functions are wanted here, and taken out again below; what is loaded is the same.
build() { cargo build --locked --quiet --profile phone --config 'profile.phone.strip="none"' -p diary-core "${programs[@]}" "$@"; }

# Code and data that are loaded, and the file without its names, in bytes.
measure() {
  strip -s -o "$work/stripped" "$2"
  size "$2" | awk -v what="$1" -v file="$(stat -c %s "$work/stripped")" 'NR == 2 { print what, "text", $1, "data", $2, "file", file }'
}

# Bytes of the symbols of an archive that were linked in.
share() {
  nm --defined-only "$2" 2>/dev/null | awk 'NF == 3 { print $3 }' | sort -u >"$work/names"
  nm --defined-only --print-size --radix=d "$target/examples/whole_core" |
    awk -v what="$1" 'NR == FNR { own[$1] = 1; next } NF == 4 && ($4 in own) { sum += $2 } END { print what, "named", sum + 0 }' "$work/names" -
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
build --features location
measure "all, with positions" "$target/examples/whole_core"
build
measure "all" "$target/examples/whole_core"
measure "passphrases judged, alone" "$target/examples/strength"
measure "nothing" "$target/examples/no_core"
share "of it OpenSSL" "$(ls -t "$target"/build/openssl-sys-*/out/openssl-build/install/lib*/libcrypto.a | head -1)"
share "of it SQLCipher" "$(ls -t "$target"/build/libsqlite3-sys-*/out/libsqlcipher.a | head -1)"
