# The lane of scenarios: one set through Rust, Python, Kotlin and Swift, what comes compared byte for byte.
#
# Each language has hands (bindings/hands) that make the calls which the stage in the library names, and a dispatcher made from the
# library. They run in folders of their own, where everything has the same name for each: scenarios, results, scratch.

# The folder of LANGUAGE, made anew, in $work.
hands_folder() {
  work=$(build_dir)/foreign/hands/$1
  rm -rf "$work"
  mkdir -p "$work/results" "$work/scratch" "$work/code"
  cp -r tests/scenarios "$work/scenarios"
}

# What LANGUAGE calls, and its dispatcher as FILE, both in $work/code.
hands_code() {
  hands_folder "$1"
  [ "$1" = rust ] || code_for "$1" "$work/code"
  check "dispatcher for $1" sh -c '"$1" dispatch "$2" "$3" >"$4"' x "$bindgen" "$1" "$library" "$work/code/$2"
}

# What LANGUAGE came to, against Rust.
same_as_rust() {
  check "$1 as Rust" diff -r -q "$(build_dir)/foreign/hands/rust/results" "$work/results"
}

lane_scenarios() {
  library_and_generator
  hands_of_rust
  hands_of_python
  hands_of_kotlin
  hands_of_swift
}

hands_of_rust() {
  hands_code rust dispatch.rs
  check "hands of Rust" env DIARY_DISPATCH="$work/code/dispatch.rs" cargo build --locked -p diary-hands --features play
  check "scenarios in Rust" sh -c 'cd "$0" && exec "$1" scenarios results scratch' "$work" "$(build_dir)/debug/hands"
  check "results" python3 tests/lib/hands.py results "$work/results"
  check "every call" python3 tests/lib/hands.py calls "$work/results" tests/api/diary-ffi.txt
}

hands_of_python() {
  hands_code python dispatch.py
  cp "$library" bindings/hands/python/*.py "$work/code/"
  check "scenarios in Python" sh -c 'cd "$0" && exec python3 -B code/hands.py scenarios results scratch' "$work"
  same_as_rust Python
}

hands_of_kotlin() {
  want_maven || return
  hands_code kotlin Dispatch.kt
  STEP_LIMIT=900 check "scenarios in Kotlin" mvn --batch-mode --quiet -f bindings/hands/kotlin/pom.xml test \
    -Dkotlin.compiler.daemon=false -Dbindings.dir="$work/code" -Dnative.dir="$(build_dir)/debug" -Dbuild.dir="$work/build" \
    -Dwork.dir="$work" -Dscenarios=scenarios -Dresults=results -Dscratch=scratch
  same_as_rust Kotlin
}

hands_of_swift() {
  if [ "$(uname)" != Linux ] || [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    missing "Debian as root" "Swift comes from Debian trixie, in a folder of its own"
    return
  fi
  swift_ready
  hands_code swift Dispatch.swift
  mkdir -p "$work/lib" "$work/Sources/HealthDiaryFFI" "$work/Sources/HealthDiaryCore"
  cp -r bindings/hands/swift/Package.swift bindings/hands/swift/Sources "$work/"
  cp "$work/code/Dispatch.swift" "$work/Sources/Hands/"
  cp "$work/code/HealthDiaryFFI.h" "$work/Sources/HealthDiaryFFI/"
  cp "$work/code/HealthDiaryFFI.modulemap" "$work/Sources/HealthDiaryFFI/module.modulemap"
  cp "$work/code/HealthDiaryCore.swift" "$work/Sources/HealthDiaryCore/"
  cp "$library" "$work/lib/"
  STEP_LIMIT=900 check "hands of Swift" tests/lib/swift run "$swift_root" "$work" \
    swift build --scratch-path /tmp/hands -Xlinker -L/mnt/lib -Xlinker --allow-shlib-undefined
  check "scenarios in Swift" tests/lib/swift run "$swift_root" "$work" /tmp/hands/debug/Hands scenarios results scratch
  same_as_rust Swift
  check "format of Swift" tests/lib/swift run "$swift_root" "$work" swift-format lint --strict Package.swift \
    Sources/Hands/main.swift Sources/Hands/Hands.swift Sources/Hands/Json.swift
}
