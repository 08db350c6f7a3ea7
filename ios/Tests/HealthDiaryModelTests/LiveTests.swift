import Foundation
import HealthDiary
import Testing

@testable import HealthDiaryModel

/// An oximeter that is watched while it is worn.
@MainActor
@Suite(.timeLimit(.minutes(5))) struct LiveTests {
  let at = AtCare()

  @Test func itIsWatchedUntilThatIsEnoughAndWhatItHadIsInTheDiary() async throws {
    try await at.made()
    let oximeter = try AtCare.cuff(.noninOximeter)
    try await at.pair(oximeter)
    try oximeter.measureOxygen(minutesAgo: 1, percent: 97, pulse: 66)
    // A finger is in it once nothing more comes of itself.
    let gate = Gate()
    at.radio.comesBefore = { event in
      guard case .timer = event else { return nil }
      return .value(uuid: Self.continuous, bytes: Data([0, 96, 0, 71, 0]))
    }
    at.radio.happens = { event in
      if case .timer = event { try await gate.pass() }
      return event
    }
    at.ways.go(.take)
    try await at.until("it is watched") {
      at.care.take.state.stage == .watching(saturation: "96", pulse: "71", signal: .good)
    }
    at.care.take.act(.endWatching)
    await at.work.settled()
    #expect(at.ways.place == .newReading)
    let tops = try await at.tops(of: "Ana")
    #expect(tops.contains("97.0"), "\(tops)")
    await at.end()
  }

  @Test func whatAStepSaysHasNoValueInIt() {
    let steps: [Taking] = [
      .live(saturation: "96", pulse: "71", signal: .good),
      .inflating(pressure: "142", unit: "mmHg"),
    ]
    #expect(steps.map { "\($0)" } == ["live", "inflating"])
  }

  private nonisolated static let continuous = "00002a5f-0000-1000-8000-00805f9b34fb"
}
