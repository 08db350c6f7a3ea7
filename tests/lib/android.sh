# The lane of the Android app. What its steps do stands in android/tools.

# From nothing beyond the library and what is fetched about six minutes; `--long` adds what R8 leaves: the tests of the
# Kotlin layer over it, and the APK.
lane_android() {
  want_maven || return
  if [ "$(uname)" != Linux ]; then
    missing "Linux" "resources are linked by Debian's aapt2"
    return
  fi
  library_and_generator
  check "compile" android/build compile
  check "tests on Robolectric" android/build test
  check "lints" android/build lint
  if [ -n "${DIARY_LONG:-}" ]; then
    check "layer behind R8" android/build contract
    check "APK" android/build apk
  fi
}
