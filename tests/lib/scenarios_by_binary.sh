#!/usr/bin/env bash
# Plays every scenario with the program: scenarios_by_binary.sh PATH-OF-DIARY
set -euo pipefail
diary=$1
bad=0
for file in tests/scenarios/*.json; do
  # Those that call the border need hands in another language: tests/run scenarios.
  ! grep -q '"call":' "$file" || continue
  "$diary" scenario run "$file" --json >/dev/null || { printf 'wrong: %s\n' "$file"; bad=1; }
done
exit $bad
