/// Lets one act after the other: who comes while another is at it waits, and is let in before whoever comes later.
@MainActor
final class Turn {
  private var taken = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// Acts once it is one's turn. What was begun is ended also where the task was cancelled meanwhile.
  func take<Answer>(
    _ act: @MainActor () async throws(Trouble) -> Answer
  ) async throws(Trouble) -> Answer {
    if taken {
      await withCheckedContinuation { waiting.append($0) }
    }
    taken = true
    defer { next() }
    return try await act()
  }

  /// Hands the turn on, so that nobody comes in between.
  private func next() {
    if waiting.isEmpty { taken = false } else { waiting.removeFirst().resume() }
  }
}
