#!/usr/bin/env bash
# How much code health-gatt brings, linked alone in the `phone` profile: every decoder and its words, against a program
# that reads and writes but decodes nothing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
cargo build --locked --quiet --profile phone -p health-gatt --examples
target=${CARGO_TARGET_DIR:-target}/phone/examples
for name in every_decoder no_decoder; do size "$target/$name" | awk -v name=$name 'NR == 2 { print name, "text", $1, "data", $2 }'; done
