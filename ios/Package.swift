// swift-tools-version: 6.0
// HealthDiaryFFI and HealthDiaryCore are generated: tests/run swift puts them there. See ios/README.md.
import PackageDescription

let package = Package(
  name: "HealthDiary",
  platforms: [.iOS(.v17), .macOS(.v14)],
  products: [.library(name: "HealthDiary", targets: ["HealthDiary"])],
  targets: [
    .systemLibrary(name: "HealthDiaryFFI", path: "Sources/HealthDiaryFFI"),
    .target(
      name: "HealthDiaryCore", dependencies: ["HealthDiaryFFI"],
      linkerSettings: [.linkedLibrary("diary_ffi", .when(platforms: [.linux]))]),
    .target(name: "HealthDiary", dependencies: ["HealthDiaryCore"]),
    .testTarget(name: "HealthDiaryTests", dependencies: ["HealthDiary"]),
  ],
  swiftLanguageModes: [.v6])
