// swift-tools-version: 6.0
// HealthDiaryFFI, HealthDiaryCore and HealthDiaryMessages are generated: tests/run swift puts them there. See ios/README.md.
import PackageDescription

let package = Package(
  name: "HealthDiary",
  defaultLocalization: "en",
  platforms: [.iOS(.v17), .macOS(.v14)],
  products: [
    .library(name: "HealthDiary", targets: ["HealthDiary"]),
    .library(name: "HealthDiaryModel", targets: ["HealthDiaryModel"]),
    .library(name: "HealthDiaryPhone", targets: ["HealthDiaryPhone"]),
    .library(name: "HealthDiaryRadio", targets: ["HealthDiaryRadio"]),
  ],
  targets: [
    .systemLibrary(name: "HealthDiaryFFI", path: "Sources/HealthDiaryFFI"),
    .target(
      name: "HealthDiaryCore", dependencies: ["HealthDiaryFFI"],
      linkerSettings: [.linkedLibrary("diary_ffi", .when(platforms: [.linux]))]),
    .target(name: "HealthDiary", dependencies: ["HealthDiaryCore"]),
    .target(name: "HealthDiaryMessages", resources: [.process("Localizable.xcstrings")]),
    .target(
      name: "HealthDiaryModel",
      dependencies: ["HealthDiary", "HealthDiaryMessages", "HealthDiaryRadio"],
      path: "Sources/HealthDiaryUI/Model"),
    .target(
      name: "HealthDiaryPhone",
      dependencies: ["HealthDiary", "HealthDiaryModel", "HealthDiaryRadio"]),
    .target(name: "HealthDiaryRadio", dependencies: ["HealthDiary"]),
    .testTarget(name: "HealthDiaryTests", dependencies: ["HealthDiary"]),
    .testTarget(name: "HealthDiaryModelTests", dependencies: ["HealthDiaryModel"]),
    .testTarget(name: "HealthDiaryPhoneTests", dependencies: ["HealthDiaryPhone"]),
    .testTarget(name: "HealthDiaryRadioTests", dependencies: ["HealthDiaryRadio"]),
  ],
  swiftLanguageModes: [.v6])
