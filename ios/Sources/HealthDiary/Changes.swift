import HealthDiaryCore

extension Diary {
  /// What changes in this diary from now on, as long as somebody waits for it.
  ///
  /// It ends when the diary is shut, gets a lock of its own, or is made anew: ask for the diary again then. Whoever takes long
  /// holds nothing up; what they missed comes as ``DiaryChange/lookAgain``.
  ///
  /// - Throws: ``DiaryError`` where the diary is shut already.
  public func changes() throws(DiaryError) -> AsyncStream<DiaryChange> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: DiaryChange.self, bufferingPolicy: .bufferingNewest(64))
    let subscription = try typed { try self.subscribe(listener: Teller(continuation)) }
    continuation.onTermination = { _ in subscription.end() }
    return stream
  }
}

/// Hands what the core tells to a stream.
private final class Teller: ChangeListener {
  private let continuation: AsyncStream<DiaryChange>.Continuation

  init(_ continuation: AsyncStream<DiaryChange>.Continuation) {
    self.continuation = continuation
  }

  func changed(change: DiaryChange) {
    if case .dropped = continuation.yield(change) { continuation.yield(.lookAgain) }
  }

  func ended() {
    continuation.finish()
  }
}
