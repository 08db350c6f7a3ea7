# The lanes of tests/run, in the order in which they run: the cheap and telling ones first.
#
# A lane is one line here and one function `lane_NAME` below it:
#   check LABEL COMMAND...   one check: passed if the command exits 0
#   cargo_tests LABEL ARGS.. `cargo test ARGS`: every test counts
#   missing WHAT HOW         a tool is not here: fails where CI=true, else skipped and said so

lane rust   "format, lints, documentation, dependencies; unit, property and doc tests of the core"
lane system "whole-system tests and the house rules of the source tree"
lane demo   "diary demo: what the devices sent is stored, nothing twice, nothing lost, nothing readable"

lane_rust() {
  want_cargo_deny
  check "format" cargo fmt --all --check
  check "lints" cargo clippy --workspace --all-targets --locked -- -D warnings
  check "documentation" env RUSTDOCFLAGS=-Dwarnings cargo doc --workspace --no-deps --locked
  with_small_disk
  cargo_tests "tests of the core" --workspace --exclude diary-tests
  without_small_disk
  check_dependencies
}

lane_system() {
  # The system tests drive the binary itself.
  check "binary" cargo build --locked -p diary-cli
  # The second reader of the files is written in Python.
  if want_cryptography; then
    cargo_tests "system tests" -p diary-tests
  else
    missing "cryptography for Python" "install Python 3.11 and its package cryptography 44 or later"
    cargo_tests "system tests" -p diary-tests -- --skip finds_what_the_core_says --skip found_by_both
  fi
}

lane_demo() {
  if ! command -v python3 >/dev/null; then
    missing "python3" "install Python 3.8 or later"
    return
  fi
  check "binary" cargo build --locked -p diary-cli
  check "diary demo" python3 tests/lib/demo_check.py "$(target_dir)/debug/diary"
}
