#!/usr/bin/env bash
# Type-checks the library for a phone, on a machine without the phone's tools: phone_targets.sh TARGET
#
# The target's standard library comes from rustup; where that brings none, it is compiled from Debian's source, as in no_std.sh. There is no
# C compiler for the target here: in its place stands a script that writes empty files, and asks this machine's preprocessor what OpenSSL's
# headers say. So what is shown is that the Rust of it fits the target, every line of it; nothing of C is compiled, nothing is linked, and
# nothing runs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
target=$1
out=${CARGO_TARGET_DIR:-$PWD/target}
case $out in /*) ;; *) out=$PWD/$out ;; esac
tools=$out/phone-tools
mkdir -p "$tools"
cat >"$tools/cc" <<'CC'
#!/usr/bin/env bash
# No compiler: it writes what it is asked for, empty.
to="" keep=()
while [ $# -gt 0 ]; do
  case $1 in
    -E) look=yes ;;
    -o) to=$2; shift ;;
    --target=* | -target | -m* | -isysroot) ;;
    -I) keep+=("$1" "$2"); shift ;;
    -I* | -D* | *.c) keep+=("$1") ;;
  esac
  shift
done
if [ -n "${look:-}" ]; then exec /usr/bin/cc -E "${keep[@]}"; fi
[ -z "$to" ] || : >"$to"
CC
printf '#!/usr/bin/env bash\nfor word; do case $word in *.a) : >"$word" ;; esac; done\n' >"$tools/ar"
chmod +x "$tools/cc" "$tools/ar"
: >"$tools/libcrypto.a"
: >"$tools/libssl.a"
name=${target//-/_}
headers=$(dirname "$(find /usr/include -path '*openssl/opensslconf.h' | head -n 1)")
[ "$headers" != . ] || { echo "no headers of OpenSSL: apt install libssl-dev" >&2; exit 3; }
upper=$(printf '%s' "$name" | tr a-z A-Z)
export "CC_$name=$tools/cc" "AR_$name=$tools/ar" SDKROOT="$tools"
# For the target alone: what is built for this machine finds its own.
export "${upper}_OPENSSL_NO_VENDOR=1" "${upper}_OPENSSL_LIB_DIR=$tools" "${upper}_OPENSSL_INCLUDE_DIR=${headers%/openssl}"
check=(check --locked --target "$target" -p health-gatt -p diary-ffi --lib)
if rustup target add "$target" 2>/dev/null; then exec cargo "${check[@]}"; fi
export RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 PATH=/usr/bin:/bin
unset RUSTUP_TOOLCHAIN RUSTFLAGS CARGO_ENCODED_RUSTFLAGS CARGO_INCREMENTAL
exec /usr/bin/cargo "${check[@]}" -Zbuild-std=std,panic_abort --target-dir "$out/phone-targets"
