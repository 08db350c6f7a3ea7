import Observation

/// What can be read of a damaged diary, in a new one. The damaged one is put aside, as it is.
@MainActor
@Observable
public final class RescueModel {
  public private(set) var state = RescueState()
  @ObservationIgnored private let aside: Aside
  @ObservationIgnored private let parts: Care.Parts
  /// What opened the damaged one, until the new one is open.
  @ObservationIgnored private var secret: Hidden?

  init(_ aside: Aside, _ parts: Care.Parts) {
    (self.aside, self.parts) = (aside, parts)
  }

  public func act(_ action: RescueAction) {
    switch action {
    case .back: back()
    case .type(let typed): typing { secret, _ in secret = typed }
    case .show(let isShown): typing { _, shown in shown = isShown }
    case .begin: begin()
    // It takes away what it had begun, and says so then.
    case .cancel: parts.work.cancel(Self.rescuing)
    case .openDiary: open()
    }
  }

  /// Not out of what runs, and not behind what is done.
  func back() {
    guard case .secret = state.stage else { return }
    state = RescueState()
    // What was tried has shut the diary: what it was come from is behind the door.
    if aside.home.door.value == .open { parts.ways.back() } else { parts.ways.begin(.unlock) }
  }

  private func typing(_ change: (inout Hidden, inout Bool) -> Void) {
    guard case .secret(var typed, var shown) = state.stage else { return }
    change(&typed, &shown)
    state = RescueState(stage: .secret(typed: typed, shown: shown))
  }

  private func begin() {
    guard case .secret(let typed, _) = state.stage, !typed.isBlank else { return }
    state = RescueState(stage: .running(ShownProgress(done: 0)))
    parts.work.only(Self.rescuing) { [self] in
      do throws(Trouble) {
        let rescued = try await aside.rescue(passphrase: typed.text) { [weak self] in
          self?.reached($0)
        }
        secret = typed
        state.stage = .done(entries: rescued.entries, partly: rescued.partly)
      } catch {
        state = RescueState(stage: .secret(typed: typed), problem: Self.problem(of: error))
      }
    }
  }

  private func reached(_ far: ShownProgress) {
    state.stage = .running(far)
  }

  /// Goes in as whoever unlocks does: the new recovery code is to be written down first.
  private func open() {
    guard let secret, !parts.work.isBusy(Self.opening) else { return }
    parts.ways.begin(.unlock)
    parts.work.only(Self.opening) { [self] in
      // Where that cannot be, the screen that unlocks says what is wrong.
      try? await aside.home.open(passphrase: secret.text)
      self.secret = nil
      state = RescueState()
    }
  }

  private static func problem(of trouble: Trouble) -> RescueProblem {
    switch trouble {
    case .wrongSecret: .wrong
    case .tooManyTries: .wait
    case .damaged, .missing, .noDiary: .nothing
    case .noSpace: .noSpace
    case .cancelled: .stopped
    default: .failed
    }
  }

  private static let rescuing = "rescue"
  private static let opening = "open what was rescued"
}
