// swift-tools-version: 6.0
// The generated code, the dispatcher and the library are put there by tests/run scenarios.
import PackageDescription

let package = Package(
  name: "Hands",
  targets: [
    .systemLibrary(name: "HealthDiaryFFI", path: "Sources/HealthDiaryFFI"),
    .target(
      name: "HealthDiaryCore", dependencies: ["HealthDiaryFFI"],
      linkerSettings: [.linkedLibrary("diary_ffi", .when(platforms: [.linux]))]),
    .executableTarget(name: "Hands", dependencies: ["HealthDiaryCore"]),
  ],
  swiftLanguageModes: [.v6])
