# The lanes of other languages: the library once, what each language calls generated from it, and its own tests.

# Where the build is, from the root on: other languages' tools run in folders of their own.
build_dir() {
  case $(target_dir) in /*) target_dir ;; *) printf '%s/%s' "$PWD" "$(target_dir)" ;; esac
}

# The library in $library, and in $bindgen what generates code from it. One build of both serves every language.
library_and_generator() {
  library=$(build_dir)/debug/libdiary_ffi.so bindgen=$(build_dir)/debug/bindgen
  check "library" cargo build --locked -p diary-ffi --features sim
  check "generator" cargo build --locked -p diary-bindgen
}

# What LANGUAGE calls, as a folder.
code_for() {
  check "code for $1" "$bindgen" generate --config bindings/bindgen/config.toml --language "$1" --no-format --out-dir "$2" "$library"
}

# The library, and the generated code of LANGUAGE in $generated.
foreign_code() {
  generated=$(build_dir)/foreign/$1
  rm -rf "$generated"
  library_and_generator
  code_for "$1" "$generated"
}

lane_phones() {
  if [ "$(uname)" != Linux ] || ! have_openssl; then
    missing "Linux with OpenSSL's headers" "apt install libssl-dev pkg-config"
    return
  fi
  check "for Android" tests/lib/phone_targets.sh aarch64-linux-android
  check "for iOS" tests/lib/phone_targets.sh aarch64-apple-ios
}

# The public surface is what tests/api says; where it was changed on purpose, take over what is printed, and say it in
# bindings/CHANGELOG.md.
check_surface() {
  library_and_generator
  check "public surface" sh -c '"$1" api "$2" | diff -u tests/api/diary-ffi.txt -' x "$bindgen" "$library"
}

# The wheel is made with everything else's build, put into a Python of its own, and its types are checked too.
lane_python() {
  local wheels python
  wheels=$(build_dir)/foreign/wheels
  if ! own_python border "import maturin, mypy, pytest" maturin==1.16.0 mypy==2.4.1 pytest==9.2.0; then
    missing "Python with venv" "install Python 3.10 or later with its venv; maturin, mypy and pytest come from PyPI"
    return
  fi
  case $python_bin in /*) python=$python_bin ;; *) python=$PWD/$python_bin ;; esac
  check_surface
  rm -rf "$wheels"
  check "wheel" env PATH="$(dirname "$python"):$PATH" bindings/python/build "$wheels" --sim --profile dev
  check "its installation" "$python" -m pip install --force-reinstall --no-deps "$wheels"/*.whl
  check "types" sh -c 'cd "$0" && exec "$@"' bindings/python "$python" -m mypy --cache-dir "$(build_dir)/foreign/mypy" tests
  check "tests in Python" sh -c 'cd "$0" && exec "$@"' bindings/python "$python" -B -m pytest
}

# Maven and a JDK, from Debian where they are not here.
want_maven() {
  has_maven || { install_packages maven openjdk-17-jdk-headless && has_maven; } && return
  missing "Maven and a JDK" "apt install maven openjdk-17-jdk-headless"
  return 1
}

has_maven() {
  command -v mvn >/dev/null && command -v javac >/dev/null
}

lane_kotlin() {
  want_maven || return
  foreign_code kotlin
  page_as_test bindings/kotlin/README.md kotlin bindings/kotlin/src/test/page/PageTest.kt.in "$(build_dir)/foreign/kotlin-page/PageTest.kt"
  STEP_LIMIT=900 check "tests in Kotlin" mvn --batch-mode --quiet -f bindings/kotlin/pom.xml test \
    -Dkotlin.compiler.daemon=false -Dbindings.dir="$generated" -Dnative.dir="$(build_dir)/debug" \
    -Dpage.dir="$(build_dir)/foreign/kotlin-page" -Dbuild.dir="$(build_dir)/foreign/kotlin-build"
  package_for_android
}

# The package for Android, with this machine's library in the place of a phone's; JNA's libraries are looked at too.
package_for_android() {
  local jna
  jna=$(sed -n '/<artifactId>jna</{n;s/.*<version>\(.*\)<.*/\1/p;}' bindings/kotlin/pom.xml)
  check "JNA for Android" mvn --batch-mode --quiet dependency:get -Dtransitive=false -Dartifact="net.java.dev.jna:jna:$jna:aar"
  STEP_LIMIT=900 check "package for Android" python3 -B bindings/kotlin/test_package.py "$library" "$generated" \
    "$(mvn_repository)/net/java/dev/jna/jna/$jna/jna-$jna.aar"
}

# Where Maven keeps what it fetched.
mvn_repository() {
  printf '%s' "${MAVEN_REPOSITORY:-$HOME/.m2/repository}"
}

# page_as_test PAGE LANGUAGE TEMPLATE TEST: a test made of the code that a page shows.
page_as_test() {
  mkdir -p "$(dirname "$4")"
  check "code of the page" sh -c 'python3 tests/lib/snippets.py "$1" "$2" "$3" >"$4"' x "$@"
}

# The package in $package, whole, with Swift in $swift_root and what Swift calls in $generated: made once for all lanes of a run. Debian's
# Swift is in trixie: a folder with it is made once and kept.
package=""
swift_whole() {
  [ -z "$package" ] || return 0
  if [ "$(uname)" != Linux ] || [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    missing "Debian as root" "Swift comes from Debian trixie, in a folder of its own"
    return 1
  fi
  package=$(build_dir)/foreign/swift-package
  swift_ready
  foreign_code swift
  swift_package "$package"
  page_as_test ios/README.md swift ios/Tests/Page/PageTests.swift.in "$package/Tests/HealthDiaryTests/PageTests.swift"
}

# in_swift LABEL COMMAND...: a check in the package's folder.
in_swift() {
  local label=$1
  shift
  STEP_LIMIT=1800 check "$label" tests/lib/swift run "$swift_root" "$package" "$@"
}

# swift_tests LABEL TARGET: the tests of a target. `tests/run --long` runs them once more, watched by a sanitizer of threads.
swift_tests() {
  in_swift "$1" swift test --filter "^$2\\." --scratch-path /tmp/build -Xlinker -L/mnt/lib -Xlinker --allow-shlib-undefined
  [ -z "${DIARY_LONG:-}" ] || in_swift "no data race in $2" env -u DIARY_LONG \
    swift test --filter "^$2\\." --sanitize=thread --scratch-path /tmp/threads -Xlinker -L/mnt/lib -Xlinker --allow-shlib-undefined
}

lane_swift() {
  swift_whole || return
  swift_tests "tests in Swift" HealthDiaryTests
  in_swift "format of Swift" swift-format lint --strict --recursive Sources/HealthDiary Tests/HealthDiaryTests Package.swift
  package_for_apple
}

# The package for Apple's systems, with libraries made up in the place of theirs; Swift reads its manifest.
package_for_apple() {
  local made
  made=$(build_dir)/foreign/ios-package
  check "package for Apple" python3 -B ios/test_package.py "$generated" "$made"
  check "its manifest" tests/lib/swift run "$swift_root" "$made/HealthDiary" swift package dump-package
}

# The package in a folder of its own, with the generated code and the library in it.
swift_package() {
  rm -rf "$1"
  mkdir -p "$1/lib" && cp -r ios/Package.swift ios/Sources ios/Tests ios/App ios/check_types "$1/" &&
    mkdir -p "$1/Sources/HealthDiaryFFI" "$1/Sources/HealthDiaryCore" &&
    cp "$generated"/HealthDiaryFFI.h "$1/Sources/HealthDiaryFFI/" &&
    cp "$generated"/HealthDiaryFFI.modulemap "$1/Sources/HealthDiaryFFI/module.modulemap" &&
    cp "$generated"/HealthDiaryCore.swift "$1/Sources/HealthDiaryCore/" &&
    bindings/messages/generate swift "$1/Sources/HealthDiaryMessages" &&
    cp "$library" "$1/lib/"
}
