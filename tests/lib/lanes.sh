# The lanes of tests/run, in the order in which they run: the cheap and telling ones first.
#
# A lane is one line here and one function `lane_NAME` below it:
#   check LABEL COMMAND...   one check: passed if the command exits 0
#   cargo_tests LABEL ARGS.. `cargo test ARGS`: every test counts
#   missing WHAT HOW         a tool is not here: fails where CI=true, else skipped and said so

lane rust   "format, lints, documentation, dependencies; unit, property and doc tests but for those of the next lanes"
lane gatt   "health-gatt: vectors, properties, an independent decoder, fuzzing, a target without an operating system"
lane time   "times, zones and device clocks; every change of the clocks against an independent oracle, and fuzzing"
lane vault  "keys, files, media and backups: attacked, read by another program, looked for in files and in memory"
lane diary  "journal, diary and household: entries of every kind, corrections, people, unions, against models; from the terminal too"
lane sync   "scenarios over simulated devices: every cut, every kill, pairs of them, worlds by chance, frames without sense; a sample"
lane system "whole-system tests and the house rules of the source tree"
lane faults "a disk that fails at every call: kills, torn writes, power cuts, no room, errors; a sample of the calls"
lane phones "the core and its border as they are for Android and iOS: type-checked, since no phone's tools are here"
lane python "the whole border from Python: a wheel, its types, and everything that a shell may do to it"
lane kotlin "the library from Kotlin: its layer, a radio of one's own, careless shells, the package for Android; Maven and a JDK"
lane swift  "the same in Swift 6, and the package for Apple; Debian's, fetched once into a folder, 540 MB"
lane scenarios "one set of scenarios through Rust, Python, Kotlin and Swift: the same to the byte, every public call made"
lane ios    "the app for iPhones as far as Linux goes: its models and radio over the library, its screens' types against declarations"
lane_beside vm -5 "the binary over a real Bluetooth stack: BlueZ in a virtual machine, emulated devices"
lane_beside android 0 "the Android app without an SDK: compiled, tested on Robolectric over the library, looked at by four linters"
lane demo   "diary demo: what the devices sent is stored, nothing twice, nothing lost, nothing readable"
lane_on_request fuzz "long fuzzing of all that others can hand in: tests/run fuzz --minutes N"

lane_rust() {
  want_cargo_deny
  check "format" cargo fmt --all --check
  check "lints" cargo clippy --workspace --all-targets --all-features --locked -- -D warnings
  # What is left out where a feature is: only these have any; the lane `gatt` looks at health-gatt's.
  check "lints of no feature" cargo clippy -p diary-core -p diary-ffi --all-targets --locked -- -D warnings
  check "documentation" env RUSTDOCFLAGS=-Dwarnings cargo doc --workspace --no-deps --locked
  cargo_tests "tests beside the core" --workspace --exclude diary-tests --exclude diary-core
  cargo_tests "tests of the core" -p diary-core -- $(printf -- '--skip %s ' $VAULT_ROOMS $DIARY_ROOMS)
  check_dependencies
}

lane_gatt() {
  want_cargo_fuzz
  want_rust_source
  cargo_tests "with every feature" -p health-gatt --all-features
  cargo_tests "with no feature" -p health-gatt --no-default-features
  check "format of fuzz targets" rustfmt --check core/gatt/fuzz/fuzz_targets/*.rs
  check "lints of each feature" cargo clippy --locked -p health-gatt --all-targets --no-default-features -- -D warnings
  gatt_by_binary
  gatt_by_another
  gatt_without_std
  fuzz_seconds 60 core/gatt $FUZZ_GATT
}

# Every vector once more, through the program.
gatt_by_binary() {
  check "binary" cargo build --locked -p diary-cli
  check "vectors by the binary" python3 tests/lib/vectors_by_binary.py "$(target_dir)/debug/diary"
}

# The same frames through a decoder that others wrote.
gatt_by_another() {
  if want_python bluetooth-sig "import bluetooth_sig" "bluetooth-sig==0.6.0"; then
    check "batch decoder" cargo build --locked -p health-gatt --example batch
    check "independent decoder" "$python_bin" tests/differential/compare.py "$(target_dir)/debug/examples/batch"
  else
    missing "bluetooth-sig for Python" "install Python 3.10 and its package bluetooth-sig 0.6.0"
  fi
}

gatt_without_std() {
  if have_rust_source; then
    check "without std" tests/lib/no_std.sh
  else
    missing "the compiler's own source" "apt install rustc-web cargo-web rust-web-src"
  fi
}

lane_time() {
  want_cargo_fuzz
  cargo_tests "tests of the room" -p diary-core --lib time::
  cargo_tests "where the phone is" -p diary-core --features location --lib time::witness
  cargo_tests "a diary on a journey" -p diary-core --lib household::tests::travel
  cargo_tests "diary time" -p diary-cli --lib time::
  check "binary" cargo build --locked -p diary-cli
  check "place by the binary" python3 tests/lib/place_by_binary.py "$(target_dir)/debug/diary"
  cargo_tests "ten thousand clocks" -p diary-tests --test clocks
  # The release is the one that the core carries; the oracle refuses any other.
  if want_python tzdata "import tzdata; assert tzdata.IANA_VERSION == '2025b'" tzdata==2025.2; then
    export DIARY_TZ_PYTHON=$python_bin
    cargo_tests "every zone" -p diary-tests --test zones
  else
    missing "tzdata 2025.2 for Python" "install Python 3.9 and its package tzdata 2025.2"
  fi
  check "format of fuzz targets" rustfmt --check core/diary/fuzz/fuzz_targets/*.rs
  fuzz_seconds 20 core/diary $FUZZ_TIME
}

# The rooms whose tests the lane `vault` runs.
VAULT_ROOMS="vault:: store:: media:: backup::"

lane_vault() {
  want_cargo_fuzz
  # An independent reader of what films and pictures tell; its test says so where it is not there.
  command -v exiftool >/dev/null || install_packages libimage-exiftool-perl || true
  with_small_disk
  cargo_tests "tests of the rooms" -p diary-core -- $VAULT_ROOMS
  without_small_disk
  cargo_tests "files at rest" -p diary-tests --test at_rest
  cargo_tests "memory of opening and a day" -p diary-tests --test memory -- --skip lock::
  # The second reader of the files is written in Python.
  if want_cryptography; then
    cargo_tests "another reader" -p diary-tests --test independent
    cargo_tests "memory after locking" -p diary-tests --test memory -- lock::
  else
    missing "cryptography for Python" "install Python 3.11 and its package cryptography 44 or later"
    cargo_tests "another reader" -p diary-tests --test independent -- --skip finds_what_the_core_says --skip found_by_both
  fi
  check "binary" cargo build --locked -p diary-cli
  fuzz_seconds 40 core/diary $FUZZ_VAULT
  # Five minutes of compiling for one of runs: in the short form a test of the core does the same, without knowing what was reached.
  [ -z "${DIARY_LONG:-}" ] || fuzz_seconds 60 core/diary $FUZZ_BACKUP
}

# The rooms whose tests the lane `diary` runs, but for what their names share with those of the lane `vault`.
DIARY_ROOMS="journal:: diary:: household::"
# The tests of the binary that are about the same.
DIARY_COMMANDS="asks:: copies:: kinds:: moved:: roles::"

lane_diary() {
  cargo_tests "tests of the rooms" -p diary-core -- $DIARY_ROOMS $(printf -- '--skip %s ' $VAULT_ROOMS)
  check "binary" cargo build --locked -p diary-cli
  cargo_tests "from the terminal" -p diary-tests --test cli -- $DIARY_COMMANDS
}

# Asked for by name only: tests/run fuzz --minutes N
lane_fuzz() {
  want_cargo_fuzz
  check "binary" cargo build --locked -p diary-cli
  # Every target has the same time.
  set -- $FUZZ_GATT $FUZZ_TIME $FUZZ_VAULT $FUZZ_BACKUP
  local each=$((FUZZ_MINUTES * 60 / $#))
  set -- $FUZZ_GATT
  fuzz_seconds $((each * $#)) core/gatt $FUZZ_GATT
  set -- $FUZZ_TIME $FUZZ_VAULT
  fuzz_seconds $((each * $#)) core/diary $FUZZ_TIME $FUZZ_VAULT
  fuzz_seconds $each core/diary $FUZZ_BACKUP
}

# Every system test but those that have lanes of their own.
SYSTEM_TESTS="--lib --test house_rules --test kept --test cli"

lane_system() {
  # The system tests drive the binary itself.
  check "binary" cargo build --locked -p diary-cli
  cargo_tests "system tests" -p diary-tests $SYSTEM_TESTS -- $(printf -- '--skip %s ' $DIARY_COMMANDS)
}

# A sample of the points; `tests/run --long sync` takes every one, and ten thousand worlds.
lane_sync() {
  check "binary" cargo build --locked -p diary-cli
  check "scenarios by binary" tests/lib/scenarios_by_binary.sh "$(target_dir)/debug/diary"
  STEP_LIMIT=14400 cargo_tests "simulated devices" -p diary-tests --test sync
  cargo_tests "memory of a night" -p diary-tests --test session_memory
}

# A sample of the calls; `tests/run --long faults` takes every one.
lane_faults() {
  if [ "$(uname)" != Linux ]; then
    missing "Linux" "the failing disk is put under a program by LD_PRELOAD"
  elif ! command -v "${CC:-cc}" >/dev/null; then
    missing "a C compiler" "apt install gcc libc6-dev"
  else
    STEP_LIMIT=7200 cargo_tests "a failing disk" -p diary-tests --test faults
  fi
}

# Debian as root installs what it needs; the machine is made once and kept.
lane_vm() {
  local machine
  machine=$(target_dir)/vm
  if [ "$(uname)" != Linux ] || [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    missing "Debian as root" "the virtual machine is made of Debian's packages"
    return
  fi
  until_ended "$machine_build"
  machine_build=""
  check "virtual machine" tests/vm/prepare "$machine"
  check "binary" cargo build --locked -p diary-cli -p diary-tests --bins
  STEP_LIMIT=1800 DIARY_VM=$machine cargo_tests "over real Bluetooth" -p diary-tests --test vm
}

lane_demo() {
  if ! command -v python3 >/dev/null; then
    missing "python3" "install Python 3.8 or later"
    return
  fi
  check "binary" cargo build --locked -p diary-cli
  check "diary demo" python3 tests/lib/demo_check.py "$(target_dir)/debug/diary"
}
