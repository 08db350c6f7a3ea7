# The lanes of other languages: the library once, what each language calls generated from it, and its own tests.

# Where the build is, from the root on: other languages' tools run in folders of their own.
build_dir() {
  case $(target_dir) in /*) target_dir ;; *) printf '%s/%s' "$PWD" "$(target_dir)" ;; esac
}

# The library, and the generated code of LANGUAGE in $generated. One build serves every language.
foreign_code() {
  local library
  library=$(build_dir)/debug/libdiary_ffi.so
  generated=$(build_dir)/foreign/$1
  rm -rf "$generated"
  check "library" cargo build --locked -p diary-ffi
  check "code for $1" cargo run --quiet --locked -p diary-ffi --features bindgen --bin bindgen -- \
    generate --config bindings/bindgen/config.toml --language "$1" --no-format --out-dir "$generated" "$library"
}

lane_kotlin() {
  if ! command -v mvn >/dev/null || ! command -v javac >/dev/null; then
    missing "Maven and a JDK" "apt install maven openjdk-17-jdk-headless"
    return
  fi
  foreign_code kotlin
  check "tests in Kotlin" mvn --batch-mode --quiet -f bindings/kotlin/pom.xml test \
    -Dkotlin.compiler.daemon=false -Dbindings.dir="$generated" -Dnative.dir="$(build_dir)/debug" \
    -Dbuild.dir="$(build_dir)/foreign/kotlin-build"
}

# Debian's Swift is in trixie: a folder with it is made once and kept.
lane_swift() {
  local root package
  root=$(build_dir)/swift package=$(build_dir)/foreign/swift-package
  if [ "$(uname)" != Linux ] || [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    missing "Debian as root" "Swift comes from Debian trixie, in a folder of its own"
    return
  fi
  check "Swift" tests/lib/swift prepare "$root"
  foreign_code swift
  swift_package "$package"
  STEP_LIMIT=900 check "tests in Swift" tests/lib/swift run "$root" "$package" \
    swift test --scratch-path /tmp/build -Xlinker -L/mnt/lib -Xlinker --allow-shlib-undefined
  check "format of Swift" tests/lib/swift run "$root" "$package" swift-format lint --strict --recursive Tests Package.swift
}

# The package in a folder of its own, with the generated code and the library in it.
swift_package() {
  rm -rf "$1"
  mkdir -p "$1/lib" && cp -r ios/Package.swift ios/Tests "$1/" &&
    mkdir -p "$1/Sources/HealthDiaryFFI" "$1/Sources/HealthDiaryCore" &&
    cp "$generated"/HealthDiaryFFI.h "$1/Sources/HealthDiaryFFI/" &&
    cp "$generated"/HealthDiaryFFI.modulemap "$1/Sources/HealthDiaryFFI/module.modulemap" &&
    cp "$generated"/HealthDiaryCore.swift "$1/Sources/HealthDiaryCore/" &&
    cp "$(build_dir)/debug/libdiary_ffi.so" "$1/lib/"
}
