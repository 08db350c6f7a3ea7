# How tests/run prepares the machine, runs a step, counts it and tells of it. Sourced by tests/run.

CARGO_DENY_VERSION=0.20.2
CARGO_FUZZ_VERSION=0.13.2
FUZZ_GATT="values control streams text"
FUZZ_TIME="moments"
FUZZ_VAULT="keys media"
# Rests on all of the core, with SQLCipher, which is compiled once more for it.
FUZZ_BACKUP="backup"
FUZZ_MINUTES=${FUZZ_MINUTES:-30}
LOGS=target/test-logs
TOOLS=$PWD/tests/.tools

LANES=""
LANES_ON_REQUEST=""
LANES_BESIDE=""
lane_help=""
passed=0
failed=0
summary=""
notes=""
child=""
tool_build=""
fuzz_build=""
source_fetch=""
machine_build=""
swift_build=""
small_disk=""
# The lanes that run beside others now, as NAME:PID.
beside=""

# lane NAME DESCRIPTION: declares a lane; its steps are in the function lane_NAME.
lane() {
  LANES="$LANES $1"
  lane_help="$lane_help$(printf '%-9s %s' "$1" "$2")
"
}

# As `lane`, for one that runs only when it is named.
lane_on_request() {
  LANES_ON_REQUEST="$LANES_ON_REQUEST $1"
  lane_help="$lane_help$(printf '%-9s %s' "$1" "$2")
"
}

# lane_beside NAME NICE DESCRIPTION: as `lane`, for one that needs little of what the others share: it runs beside them, from the end of
# the first one on, in which most is built.
lane_beside() {
  LANES_BESIDE="$LANES_BESIDE $1:$2"
  lane "$1" "$3"
}

list_lanes() { printf '%s' "$lane_help"; }

has_lane() {
  case " $LANES $LANES_ON_REQUEST " in *" $1 "*) return 0 ;; esac
  return 1
}

under_ci() { [ "${CI:-}" = true ]; }

target_dir() { printf '%s' "${CARGO_TARGET_DIR:-target}"; }

note() {
  notes="$notes  $1
"
  printf '  note: %s\n' "$1"
}

# Stops what is still running when the run ends, also by Ctrl-C.
stop_children() {
  local run
  [ -z "$child" ] || kill "$child" 2>/dev/null
  for run in $beside; do kill "${run#*:}" 2>/dev/null; done
  [ -z "$tool_build" ] || kill "$tool_build" 2>/dev/null
  [ -z "$fuzz_build" ] || kill "$fuzz_build" 2>/dev/null
  [ -z "$machine_build" ] || kill "$machine_build" 2>/dev/null
  [ -z "$swift_build" ] || kill "$swift_build" 2>/dev/null
  [ -z "$small_disk" ] || { umount "$small_disk" && rmdir "$small_disk"; } 2>/dev/null
}
trap stop_children EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Waits for the end of a process, also of one that was begun by the shell above.
until_ended() {
  [ -n "$1" ] || return 0
  wait "$1" 2>/dev/null
  while kill -0 "$1" 2>/dev/null; do sleep 0.5; done
}

# What every lane needs: cargo, a place for logs, and OpenSSL's headers.
prepare() {
  rm -rf "$LOGS"
  mkdir -p "$LOGS" "$TOOLS"
  # rustup's cargo goes before a system's: it alone has a nightly beside.
  if [ -n "${HOME:-}" ] && [ -x "$HOME/.cargo/bin/cargo" ]; then
    case ":$PATH:" in *":$HOME/.cargo/bin:"*) ;; *) PATH=$HOME/.cargo/bin:$PATH ;; esac
  fi
  export PATH CARGO_TERM_COLOR=never CARGO_TERM_PROGRESS_WHEN=never
  # A clean build gains nothing from incremental data, and writes a great deal of it; a backtrace needs lines and no more.
  under_ci && export CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_DEBUG=line-tables-only
  use_system_openssl
}

# SQLCipher needs libcrypto. The system's saves the four minutes that building our own takes; without it, ours is
# built, so a machine with only a C compiler, perl and make passes too.
use_system_openssl() {
  if have_openssl || { install_packages libssl-dev pkg-config && have_openssl; }; then
    export OPENSSL_NO_VENDOR=1
  else
    unset OPENSSL_NO_VENDOR
    note "no libssl-dev here: OpenSSL is built from source, about four minutes more (apt install libssl-dev pkg-config)"
  fi
}

have_openssl() {
  command -v pkg-config >/dev/null && pkg-config --exists openssl && return 0
  [ -n "${OPENSSL_DIR:-}" ]
}

# install_packages NAME...: from Debian, when there is apt and the right to use it. Some run beside the tests: one at a time.
install_packages() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  printf 'setup    %-22s ' "apt: $*"
  if flock "$TOOLS/apt.lock" tests/lib/apt_install.sh "$@" >>"$LOGS/apt.log" 2>&1 </dev/null; then
    printf 'ok\n'
  else
    printf 'failed, see %s\n' "$LOGS/apt.log"
    return 1
  fi
}

# want_python NAME IMPORT PACKAGE...: a Python that can do IMPORT, in $python_bin: the system's, else one of our own with the
# PACKAGEs from PyPI, kept under tests/.tools.
want_python() {
  local name=$1 import=$2
  shift 2
  python_bin=${DIARY_PYTHON:-python3}
  "$python_bin" -c "$import" 2>/dev/null && return 0
  own_python "$name" "$import" "$@"
}

# As `want_python`, with one of our own in any case: for a step that installs something.
own_python() {
  local name=$1 own=$TOOLS/python-$1/bin/python import=$2
  shift 2
  if ! [ -x "$own" ] || ! "$own" -c "$import" 2>/dev/null; then
    { "${DIARY_PYTHON:-python3}" -m venv "$TOOLS/python-$name" && "$own" -m pip install "$@"; } \
      >"$LOGS/python-$name.log" 2>&1 </dev/null
  fi
  python_bin=$own
  "$own" -c "$import" 2>/dev/null
}

# A Python with the ciphers that tests/independent needs, in $DIARY_PYTHON.
want_cryptography() {
  want_python cryptography 'from cryptography.hazmat.primitives.kdf.argon2 import Argon2id' cryptography==48.0.0
  local found=$?
  export DIARY_PYTHON=$python_bin
  return $found
}

# Starts building the pinned cargo-fuzz beside the tests, unless it is there already; it takes a quarter of a minute.
want_cargo_fuzz() {
  fuzz_bin=$TOOLS/cargo-fuzz-$CARGO_FUZZ_VERSION/bin/cargo-fuzz
  [ -x "$fuzz_bin" ] && return
  CARGO_PROFILE_DEV_DEBUG=0 CARGO_INCREMENTAL=0 CARGO_TARGET_DIR=$TOOLS/build-fuzz \
    nice -n 15 cargo install cargo-fuzz --version "=$CARGO_FUZZ_VERSION" --locked --debug \
    --root "$TOOLS/cargo-fuzz-$CARGO_FUZZ_VERSION" >"$LOGS/cargo-fuzz-build.log" 2>&1 </dev/null &
  fuzz_build=$!
}

# Starts fetching Debian's compiler with its source beside the tests.
want_rust_source() {
  have_rust_source && return
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 0
  { install_packages rustc-web cargo-web rust-web-src; } >/dev/null 2>&1 </dev/null &
  source_fetch=$!
}

# Starts making the machine of the lane `vm` beside the tests; what it needs from Debian's mirrors takes minutes.
want_machine() {
  [ "$(uname)" = Linux ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 0
  {
    install_packages qemu-system-x86 mmdebstrap cpio kmod python3-venv &&
      nice -n 15 tests/vm/prepare "$(target_dir)/vm"
  } >"$LOGS/vm-machine-build.log" 2>&1 </dev/null &
  machine_build=$!
}

# The same for Swift: half a gigabyte to fetch.
want_swift() {
  [ "$(uname)" = Linux ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 0
  { install_packages mmdebstrap && nice -n 15 tests/lib/swift prepare "$(target_dir)/swift"; } >"$LOGS/swift-build.log" 2>&1 </dev/null &
  swift_build=$!
}

# The folder with Swift, in $swift_root, made now if nobody began to.
swift_ready() {
  swift_root=$(build_dir)/swift
  until_ended "$swift_build"
  swift_build=""
  check "Swift" tests/lib/swift prepare "$swift_root"
}

have_rust_source() {
  [ -z "$source_fetch" ] || wait "$source_fetch"
  source_fetch=""
  [ -x /usr/bin/rustc ] && [ -x /usr/bin/cargo ] && [ -d /usr/lib/rustlib/src/rust/library/core ]
}

# fuzz_seconds N CRATE TARGET...: N seconds over these targets of CRATE/fuzz, from seeds that are made here. Needs a nightly
# compiler, and for health-gatt the binary, which knows the order of the names.
fuzz_seconds() {
  local seconds=$1 crate=$2 target each only corpus=$TOOLS/fuzz-corpus flags fuzz_flags
  shift 2
  fuzz_flags="--fuzz-dir $crate/fuzz"
  # Three times as many runs: a room that reads text, without `unsafe`, gives a sanitizer of addresses nothing to find.
  [ "$crate" != core/diary ] || fuzz_flags="$fuzz_flags --sanitizer none"
  [ "$*" != "$FUZZ_BACKUP" ] || fuzz_flags="$fuzz_flags --features backup"
  [ -z "$fuzz_build" ] || { wait "$fuzz_build"; fuzz_build=""; rm -rf "$TOOLS/build-fuzz"; }
  if ! [ -x "$fuzz_bin" ]; then
    missing "cargo-fuzz $CARGO_FUZZ_VERSION" "it could not be built from crates.io"
    return
  fi
  if ! cargo +nightly --version >/dev/null 2>&1; then
    missing "a nightly Rust" "rustup toolchain install nightly"
    return
  fi
  check "seeds of $crate" python3 tests/lib/fuzz_seeds.py "$corpus/seeds" "$(target_dir)/debug/diary" "$@"
  # One target is built alone, several with all others.
  only=""
  [ $# != 1 ] || only=$1
  check "targets of $crate" env CARGO_INCREMENTAL=0 RUSTUP_TOOLCHAIN=nightly "$fuzz_bin" fuzz build $fuzz_flags $only
  each=$((seconds / $#))
  for target in "$@"; do
    mkdir -p "$corpus/found/$target"
    flags="-max_total_time=$each -max_len=4096 -print_final_stats=1 -artifact_prefix=$LOGS/fuzz-$target-"
    STEP_LIMIT=$((each + 600)) check "fuzz $target" env RUSTUP_TOOLCHAIN=nightly "$fuzz_bin" fuzz run $fuzz_flags \
      "$target" "$corpus/found/$target" "$corpus/seeds/$target" -- $flags
  done
}

# Starts building the pinned cargo-deny beside the Rust steps, unless it is there already.
want_cargo_deny() {
  deny_bin=$TOOLS/cargo-deny-$CARGO_DENY_VERSION/bin/cargo-deny
  [ -x "$deny_bin" ] && return
  # Unoptimised and without debug data: it reads one lock file, and building is what takes the time.
  CARGO_PROFILE_DEV_DEBUG=0 CARGO_INCREMENTAL=0 CARGO_TARGET_DIR=$TOOLS/build \
    nice -n 15 cargo install cargo-deny --version "=$CARGO_DENY_VERSION" --locked --debug --no-default-features \
    --root "$TOOLS/cargo-deny-$CARGO_DENY_VERSION" >"$LOGS/cargo-deny-build.log" 2>&1 </dev/null &
  tool_build=$!
}

# Licences, bans and sources by deny.toml.
check_dependencies() {
  if [ -n "$tool_build" ]; then
    wait "$tool_build"
    tool_build=""
    rm -rf "$TOOLS/build"
  fi
  if [ -x "$deny_bin" ]; then
    check "dependencies" "$deny_bin" --locked check licenses bans sources
  else
    tail -n 5 "$LOGS/cargo-deny-build.log"
    missing "cargo-deny $CARGO_DENY_VERSION" "it could not be built from crates.io"
  fi
}

# run_step LABEL COMMAND...: runs it with its output in a log ($log), its exit code in $code. Says where it is.
run_step() {
  local label=$1 began=$SECONDS told=$SECONDS
  shift
  log=$LOGS/$current-$(printf '%s' "$label" | tr -c 'A-Za-z0-9\n' '-').log
  printf '%-8s %-22s ' "$current" "$label"
  if command -v timeout >/dev/null; then
    timeout -k 10 "${STEP_LIMIT:-1500}" "$@" >"$log" 2>&1 </dev/null &
  else
    "$@" >"$log" 2>&1 </dev/null &
  fi
  child=$!
  while kill -0 "$child" 2>/dev/null; do
    sleep 0.2
    if [ $((SECONDS - told)) -ge 60 ]; then
      told=$SECONDS
      printf '\n  ... %s s: %s ' "$((SECONDS - began))" "$(tail -n 1 "$log" | cut -c 1-90)"
    fi
  done
  wait "$child"
  code=$?
  child=""
  took=$((SECONDS - began))
  [ "$code" != 124 ] || printf 'stopped after %s s: it did not end by itself\n' "${STEP_LIMIT:-1500}" >>"$log"
}

# tell_step PASSED FAILED: counts a step that ran, and shows the end of its log if anything failed.
tell_step() {
  passed=$((passed + $1))
  failed=$((failed + $2))
  lane_passed=$((lane_passed + $1))
  lane_failed=$((lane_failed + $2))
  if [ "$2" = 0 ]; then
    printf 'ok %5s s%s\n' "$took" "${3:-}"
  else
    printf 'FAILED %s s%s\n' "$took" "${3:-}"
    tail -n 60 "$log" | sed 's/^/  | /'
    printf '  | whole log: %s\n' "$log"
  fi
}

check() {
  run_step "$@"
  if [ "$code" = 0 ]; then tell_step 1 0; else tell_step 0 1; fi
}

# Every `test result:` line counts, of unit, integration and doc tests. A run that fails without naming a failed test
# (does not compile, dies by a signal, is stopped) counts as one failure; one without any result line has shown nothing.
cargo_tests() {
  local label=$1 ok bad
  shift
  run_step "$label" cargo test --locked --no-fail-fast "$@"
  read -r ok bad <<EOF
$(awk '/^test result: / { for (i = 2; i <= NF; i++) { if ($i ~ /^passed/) ok += $(i - 1); if ($i ~ /^failed/) bad += $(i - 1) } }
       END { print ok + 0, bad + 0 }' "$log")
EOF
  if [ "$bad" = 0 ] && { [ "$code" != 0 ] || ! grep -q '^test result: ' "$log"; }; then bad=1; fi
  tell_step "$ok" "$bad" ", $ok passed, $bad failed"
}

missing() {
  if under_ci; then
    took=0 log=$LOGS/$current-missing.log
    printf 'missing: %s; %s\n' "$1" "$2" >"$log"
    printf '%-8s %-22s ' "$current" "$1"
    tell_step 0 1
  else
    note "$current: skipped a check, no $1: $2"
  fi
}

run_lane() {
  local began=$SECONDS
  current=$1 lane_passed=0 lane_failed=0
  "lane_$1"
  summary="$summary$(printf '%-9s %5s s %7s passed %5s failed' "$1" "$((SECONDS - began))" "$lane_passed" "$lane_failed")
"
}

# Runs lanes one after another; those that may run beside others begin behind the first, and are told of at the end.
run_lanes() {
  local name aside="" begun="" of
  [ $# = 1 ] || for of in $LANES_BESIDE; do
    case " $* " in *" ${of%%:*} "*) aside="$aside $of" ;; esac
  done
  for name in "$@"; do
    case "$aside " in *" $name:"*) continue ;; esac
    run_lane "$name"
    [ -n "$begun" ] || for of in $aside; do begin_beside "${of%%:*}" "${of#*:}"; done
    begun=yes
  done
  [ -n "$begun" ] || for of in $aside; do begin_beside "${of%%:*}" "${of#*:}"; done
  for of in $beside; do end_beside "${of%%:*}" "${of#*:}"; done
  beside=""
}

# begin_beside NAME NICE: a lane in a shell of its own, with what it says and counts in files.
begin_beside() {
  (
    passed=0 failed=0 summary="" notes="" child="" tool_build="" fuzz_build="" swift_build="" small_disk="" beside=""
    trap stop_children EXIT
    trap 'exit 143' TERM
    run_lane "$1"
    machine_build=""
    printf '%s' "$summary" >"$LOGS/$1-lane.summary"
    printf '%s' "$notes" >"$LOGS/$1-lane.notes"
    printf '%s %s\n' "$passed" "$failed" >"$LOGS/$1-lane.counts"
  ) >"$LOGS/$1-lane.log" 2>&1 </dev/null &
  beside="$beside $1:$!"
  renice -n "$2" -p "$!" >/dev/null 2>&1 || true
}

end_beside() {
  local ok bad
  wait "$2"
  cat "$LOGS/$1-lane.log"
  # A lane that did not come to its end has failed.
  if read -r ok bad 2>/dev/null <"$LOGS/$1-lane.counts"; then
    summary="$summary$(cat "$LOGS/$1-lane.summary")
"
    [ ! -s "$LOGS/$1-lane.notes" ] || notes="$notes$(cat "$LOGS/$1-lane.notes")
"
  else
    ok=0 bad=1
  fi
  passed=$((passed + ok))
  failed=$((failed + bad))
}

# The last line is the count, alone.
summarise() {
  printf '\n%s' "$summary"
  [ -z "$notes" ] || printf 'notes:\n%s' "$notes"
  printf 'all       %5s s\n\n%s passed, %s failed\n' "$SECONDS" "$passed" "$failed"
  [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
}

# A disk of 400 KiB for the test that fills one up; mounting needs root.
with_small_disk() {
  small_disk=$(mktemp -d)
  if mount -t tmpfs -o size=400k tmpfs "$small_disk" 2>/dev/null; then
    export DIARY_TEST_SMALL_DISK=$small_disk
  else
    rmdir "$small_disk"
    small_disk=""
    missing "a disk of 400 KiB to fill" "run as root, so that one can be mounted"
  fi
}

without_small_disk() {
  unset DIARY_TEST_SMALL_DISK
  [ -z "$small_disk" ] || { umount "$small_disk" && rmdir "$small_disk"; }
  small_disk=""
}
