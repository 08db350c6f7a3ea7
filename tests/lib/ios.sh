# The lane of the app for iPhones: its models, radio, keys and files are compiled and run here; what Apple's systems alone compile is looked at.

lane_ios() {
  swift_whole || return
  swift_tests "its radio" HealthDiaryRadioTests
  swift_tests "its keys and files" HealthDiaryPhoneTests
  swift_tests "what its screens do" HealthDiaryModelTests
  in_swift "format" swift-format lint --strict --recursive Sources/HealthDiaryRadio Sources/HealthDiaryPhone Sources/HealthDiaryUI App Tests
  # What swift test compiled is what the screens are checked against.
  in_swift "types of what only Apple's systems compile" ./check_types /tmp/build/debug/Modules
  check "words" bindings/messages/generate check ios
  check "words refused" python3 -B bindings/messages/test_generate.py
  check "looks of the screens" sh -c 'python3 -B ios/check_views && python3 -B ios/test_check_views.py'
  check "the app's own files" sh -c 'python3 -B ios/check_app && python3 -B ios/test_check_app.py'
  check "the table of what was checked" python3 -B ios/what_was_checked --check
}
