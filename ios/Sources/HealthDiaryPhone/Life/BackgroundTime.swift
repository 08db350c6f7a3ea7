/// Lets an app that left the screen finish what it is at. ``SystemBackgroundTime`` is the phone's own.
public protocol BackgroundTime: Sendable {
  /// Asks for time, and says once when there is none left. The answer ends it; none where the phone gives no time.
  @MainActor
  func begin(_ name: String, over: @escaping @MainActor @Sendable () -> Void) -> (
    @MainActor @Sendable () -> Void
  )?
}
