/// What becomes of the open diary while nobody looks at it: it rests, and is locked where nobody comes back in the time that a person has set.
@MainActor
public final class Rest {
  private let home: DiaryHome
  private let preferences: Preferences
  /// A clock that goes on while the phone sleeps.
  private let now: @MainActor () -> ContinuousClock.Instant
  private var left: ContinuousClock.Instant?

  public init(
    _ home: DiaryHome, _ preferences: Preferences,
    now: @escaping @MainActor () -> ContinuousClock.Instant = { .now }
  ) {
    (self.home, self.preferences, self.now) = (home, preferences, now)
  }

  /// Nobody looks any more.
  public func pause() async throws(Trouble) {
    left = now()
    if preferences.lockAfter <= .zero { await home.shut() } else { try await home.pause() }
  }

  /// Somebody looks again.
  public func resume() async throws(Trouble) {
    let away = left.map { now() - $0 } ?? .zero
    left = nil
    if away > preferences.lockAfter { await home.shut() } else { try await home.resume() }
  }

  /// The keys are wiped.
  public func shut() async {
    await home.shut()
  }
}
