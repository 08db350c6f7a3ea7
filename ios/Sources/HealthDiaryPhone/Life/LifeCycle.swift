/// What rests while the app is away; of the app it is the diary's home.
@MainActor
public protocol Resting: AnyObject {
  /// Everything is on the disk, and no file is held.
  func pause() async throws
  /// Goes on. Where it cannot, it is shut.
  func resume() async throws
  /// The keys are wiped, and no file is held.
  func shut() async
}

/// Brings the diary to rest before the system suspends the app, and back.
///
/// An app that is suspended while it holds a lock on a file is ended by the system (`0xdead10cc`), so nothing is held by then: the diary
/// pauses within the time that the phone gives an app that left the screen, and where pausing fails it is shut. Files that only the
/// unlocked phone reads are out of reach once it is locked, so it is shut before. Whoever comes back later than they have set has to
/// unlock.
///
/// The system's words may come in any order, twice, and while the diary is still at the one before: what is wanted last is what comes of it,
/// every step is taken once, and what was to be shut was shut.
@MainActor
public final class LifeCycle {
  private enum Stand { case up, resting }

  private let diary: any Resting
  private let time: any BackgroundTime
  private let lockAfter: @MainActor () -> Duration
  private let now: @MainActor () -> ContinuousClock.Instant
  private var stand = Stand.up
  private var wanted = Stand.up
  private var mustShut = false
  private var leftAt: ContinuousClock.Instant?
  private var steps: Task<Void, Never>?

  /// - Parameters:
  ///   - diary: it is up, or shut; which of them makes no difference here.
  ///   - lockAfter: how long nobody looks before it is shut.
  ///   - now: a clock that goes on while the phone sleeps.
  public init(
    _ diary: any Resting, time: any BackgroundTime,
    lockAfter: @escaping @MainActor () -> Duration,
    now: @escaping @MainActor () -> ContinuousClock.Instant = { .now }
  ) {
    (self.diary, self.time, self.lockAfter, self.now) = (diary, time, lockAfter, now)
  }

  /// The app left the screen.
  public func wentAway() {
    leftAt = leftAt ?? now()
    wanted = .resting
    if lockAfter() == .zero { mustShut = true }
    goOn("rest")
  }

  /// The app is on the screen.
  public func cameBack() {
    if let leftAt, leftAt.duration(to: now()) > lockAfter() { mustShut = true }
    leftAt = nil
    wanted = .up
    goOn("go on")
  }

  /// The phone is being locked: files that only the unlocked phone reads will be out of reach.
  public func filesWillGo() {
    mustShut = true
    goOn("shut")
  }

  /// Waits until the diary stands as it was last wanted to.
  public func settled() async {
    while let steps { await steps.value }
  }

  /// One after the other, until it stands as it is wanted to, in the time that the phone gives.
  private func goOn(_ name: String) {
    guard steps == nil, mustShut || stand != wanted else { return }
    let held = Held(time, name)
    steps = Task {
      while mustShut || stand != wanted { await step() }
      steps = nil
      held.end()
    }
  }

  private func step() async {
    if mustShut {
      mustShut = false
      await diary.shut()
      // What is shut rests, and nothing has to go on.
      stand = wanted
    } else if wanted == .resting {
      do { try await diary.pause() } catch { mustShut = true }
      stand = .resting
    } else {
      // Where it cannot go on it is shut, and the door says so.
      try? await diary.resume()
      stand = .up
    }
  }
}

/// Background time that is given back once, whether the work is done or the phone wants it back.
@MainActor
private final class Held {
  private var giveBack: (@MainActor @Sendable () -> Void)?

  init(_ time: any BackgroundTime, _ name: String) {
    giveBack = time.begin(name) { [weak self] in self?.end() }
  }

  func end() {
    giveBack?()
    giveBack = nil
  }
}

extension BackgroundTime {
  /// Works with the phone's leave to go on in the background; where its time is over, the work is cancelled, as if somebody had ended it.
  ///
  /// For what wakes an app that is not on the screen: a cuff that sends.
  @MainActor
  public func during<Answer: Sendable>(
    _ name: String, _ work: @escaping @MainActor @Sendable () async -> Answer
  ) async -> Answer {
    let working = Task { await work() }
    let end = begin(name) { working.cancel() }
    let answer = await withTaskCancellationHandler {
      await working.value
    } onCancel: {
      working.cancel()
    }
    end?()
    return answer
  }
}
