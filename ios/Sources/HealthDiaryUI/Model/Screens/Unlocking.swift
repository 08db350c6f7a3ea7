import Observation

/// Unlocking, by the phone, the passphrase or the recovery code.
@MainActor
@Observable
public final class Unlocking {
  public private(set) var state = UnlockState(way: .passphrase)
  @ObservationIgnored private let parts: ModelParts
  @ObservationIgnored private var waiting: Task<Void, Never>?

  init(_ parts: ModelParts) {
    self.parts = parts
    state.newEntry = parts.home.somethingWaits.value
    parts.home.somethingWaits.hear { [weak self] in self?.state.newEntry = $0 }
  }

  /// Begins anew, with the way that the phone offers first.
  func begin() {
    state = UnlockState(way: .passphrase, newEntry: state.newEntry)
    parts.work.only(Self.beginning) { [self] in
      do throws(Trouble) {
        state.byPhone = try await parts.home.phoneUnlocks()
        // Who has begun to type, or chosen a way, goes on.
        if state.byPhone, state.way == .passphrase, state.secret.isBlank { state.way = .phone }
        if let left = try await parts.home.waitToOpen() { wait(left) }
      } catch {
        // Of a newer version, or damaged: it is said before anybody types.
        state.problem = UnlockProblem(error)
      }
    }
  }

  public func act(_ action: UnlockAction) {
    switch action {
    case .type(let secret):
      state.secret = secret
      // How long there is to wait stays so, whatever is typed meanwhile.
      if !isWaiting { state.problem = nil }
    case .show(let shown): state.shown = shown
    case .use(let way):
      (state.way, state.secret) = (way, .nothing)
      if !isWaiting { state.problem = nil }
    case .unlock: unlock()
    case .restore: parts.ways.go(.restore)
    }
  }

  private func unlock() {
    guard state.isReady else { return }
    let (way, typed, home) = (state.way, state.secret.text, parts.home)
    (state.busy, state.problem) = (true, nil)
    parts.work.begin { [self] in
      do throws(Trouble) {
        switch way {
        case .phone: try await home.openByPhone()
        case .passphrase: try await home.open(passphrase: typed)
        case .recoveryCode: try await home.open(code: typed)
        }
        // Whoever hears that the door is open goes in.
        (state.busy, state.secret) = (false, .nothing)
      } catch {
        await refused(error)
      }
    }
  }

  private func refused(_ trouble: Trouble) async {
    let problem = UnlockProblem(trouble)
    var left: Duration?
    if trouble == .tooManyTries || trouble == .wrongSecret {
      left = (try? await parts.home.waitToOpen()) ?? nil
    }
    (state.busy, state.problem) = (false, problem)
    // Where it is over by now, it is for a moment all the same: that was no try.
    if let left = left ?? (trouble == .tooManyTries ? .seconds(1) : nil) { wait(left) }
  }

  private var isWaiting: Bool {
    if case .wait = state.problem { true } else { false }
  }

  /// Says how long to wait, and takes it back once that is over.
  private func wait(_ left: Duration) {
    state.problem = .wait(left)
    waiting?.cancel()
    waiting = parts.work.follow { [weak self] in
      try await Task.sleep(for: left)
      if self?.isWaiting == true { self?.state.problem = nil }
    }
  }

  private static let beginning = "begin to unlock"
}

extension UnlockProblem {
  /// Why it is still locked.
  init(_ trouble: Trouble) {
    self =
      switch trouble {
      // A code that has a slip in it is no code at all.
      case .wrongSecret, .invalid: .wrong
      case .tooManyTries: .wait(nil)
      case .cancelled: .cancelled
      case .lockedOut: .lockedOut
      case .keyGone: .keyGone
      case .newer: .newer
      case .damaged: .damaged
      case .missing, .noDiary: .missing
      case .inUse: .inUse
      case .noSpace: .noSpace
      default: .failed
      }
  }
}
