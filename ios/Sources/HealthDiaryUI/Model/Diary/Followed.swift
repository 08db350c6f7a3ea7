/// A value that others follow: a model hears of a change at once, a task waits for the next.
@MainActor
public final class Followed<Value: Sendable & Equatable> {
  /// As it is now. To set what it was already tells nobody.
  public private(set) var value: Value
  private var hearing: [@MainActor (Value) -> Void] = []
  private var streams: [Int: AsyncStream<Value>.Continuation] = [:]
  private var streamed = 0

  public init(_ value: Value) {
    self.value = value
  }

  /// Sets it, and tells.
  func set(_ next: Value) {
    guard next != value else { return }
    value = next
    for told in hearing { told(next) }
    for stream in streams.values { stream.yield(next) }
  }

  /// Is told from now on, at once and in the order of the changes, as long as it is there.
  func hear(_ told: @escaping @MainActor (Value) -> Void) {
    hearing.append(told)
  }

  /// The value now, and every one from now on; whoever is slow gets the newest alone.
  public func values() -> AsyncStream<Value> {
    let (stream, tell) = AsyncStream.makeStream(
      of: Value.self, bufferingPolicy: .bufferingNewest(1))
    let id = streamed
    streamed += 1
    streams[id] = tell
    tell.onTermination = { [weak self] _ in
      Task { @MainActor in self?.streams[id] = nil }
    }
    tell.yield(value)
    return stream
  }

  /// Waits until it is another one than what somebody has seen.
  func moved(from seen: Value) async {
    for await value in values() where value != seen { return }
  }
}
