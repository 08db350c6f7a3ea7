import Testing

@testable import HealthDiaryModel

/// How what models do comes to its end.
@MainActor
@Suite(.timeLimit(.minutes(1))) struct WorkTests {
  @Test func whatBeginsWhileEverythingEndsIsEndedToo() async {
    let work = Work()
    work.begin {
      // Ends when it is cancelled, and leaves something to follow.
      try? await Task.sleep(for: .seconds(3600))
      work.follow { try await Task.sleep(for: .seconds(3600)) }
    }
    await Task.yield()
    await work.end()
  }
}
