/// The locked diary. It says nothing of health, and nobody's name.
public struct UnlockState: Sendable, Equatable {
  public var way: UnlockWay
  /// Whether the phone unlocks by face, finger, or its own code.
  public var byPhone: Bool
  public var secret: Hidden
  public var shown: Bool
  public var problem: UnlockProblem?
  /// Whether something arrived while it was locked.
  public var newEntry: Bool
  public var busy: Bool

  public init(
    way: UnlockWay, byPhone: Bool = false, secret: Hidden = .nothing, shown: Bool = false,
    problem: UnlockProblem? = nil, newEntry: Bool = false, busy: Bool = false
  ) {
    self.way = way
    self.byPhone = byPhone
    self.secret = secret
    self.shown = shown
    self.problem = problem
    self.newEntry = newEntry
    self.busy = busy
  }

  /// Whether there is something to unlock with.
  public var isReady: Bool {
    if case .wait = problem { return false }
    return !busy && (way == .phone || !secret.isBlank)
  }
}

/// How it is being unlocked.
public enum UnlockWay: Sendable, Equatable { case phone, passphrase, recoveryCode }

/// Why it is still locked. Nothing is lost by any of them.
public enum UnlockProblem: Sendable, Equatable {
  case wrong
  /// Too many tries; with how long to wait, where that is known.
  case wait(Duration?)
  case cancelled
  /// The phone takes no finger and no face for a while.
  case lockedOut
  /// The phone's key is gone for good: the passphrase or the recovery code opens.
  case keyGone
  case newer
  case damaged
  case missing
  case inUse
  case noSpace
  case failed
}

/// What can be done on the locked diary.
public enum UnlockAction: Sendable, Equatable {
  case unlock
  case restore
  case use(UnlockWay)
  case type(Hidden)
  case show(Bool)
}
