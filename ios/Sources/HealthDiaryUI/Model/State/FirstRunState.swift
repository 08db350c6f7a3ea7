/// The first screen ever.
public struct WelcomeState: Sendable, Equatable {
  public var name: String

  public init(name: String = "") {
    self.name = name
  }
}

/// What can be done on the first screen ever.
public enum WelcomeAction: Sendable, Equatable {
  case start
  case restore
  case name(String)
}

/// A passphrase that is being chosen.
public struct PassphraseState: Sendable, Equatable {
  public var first: Hidden
  public var again: Hidden
  public var shown: Bool
  /// None while nothing is typed.
  public var strength: Strength?
  public var problem: PassphraseProblem?
  /// While the diary is made, or the passphrase set.
  public var busy: Bool
  /// Whether it takes the place of another.
  public var changing: Bool

  public init(
    first: Hidden = .nothing, again: Hidden = .nothing, shown: Bool = false,
    strength: Strength? = nil, problem: PassphraseProblem? = nil, busy: Bool = false,
    changing: Bool = false
  ) {
    self.first = first
    self.again = again
    self.shown = shown
    self.strength = strength
    self.problem = problem
    self.busy = busy
    self.changing = changing
  }
}

/// How hard a passphrase is to guess.
public enum Strength: Int, Sendable, Comparable {
  case weak, fair, good, strong

  public static func < (one: Strength, other: Strength) -> Bool { one.rawValue < other.rawValue }
}

/// Why a passphrase is not taken.
public enum PassphraseProblem: Sendable, Equatable { case weak, mismatch, noSpace, failed }

/// What can be done while a passphrase is chosen.
public enum PassphraseAction: Sendable, Equatable {
  case back
  case goOn
  case first(Hidden)
  case again(Hidden)
  case show(Bool)
}

/// The recovery code, shown once and then asked back.
public struct RecoveryCodeState: Sendable, Equatable {
  public var groups: [Hidden]
  /// The groups that are asked for, from 0, with what was typed; none while the code is shown.
  public var check: [Int: Hidden]?
  /// The groups that were not right, from 0.
  public var wrong: Set<Int>

  public init(
    groups: [Hidden], check: [Int: Hidden]? = nil, wrong: Set<Int> = []
  ) {
    self.groups = groups
    self.check = check
    self.wrong = wrong
  }
}

/// What can be done with a recovery code.
public enum RecoveryCodeAction: Sendable, Equatable {
  case written
  case seeAgain
  case check
  case type(group: Int, Hidden)
}

/// Whether the phone may unlock; asked once, at the end of the first run.
public struct PhoneKeyState: Sendable, Equatable {
  public var problem: SettingsProblem?
  public var busy: Bool

  public init(problem: SettingsProblem? = nil, busy: Bool = false) {
    self.problem = problem
    self.busy = busy
  }
}

/// What can be said to it.
public enum PhoneKeyAction: Sendable, Equatable {
  case use
  case notNow
}

/// Before a new recovery code takes the place of the one there was.
public struct NewCodeState: Sendable, Equatable {
  public var failed: Bool
  public var busy: Bool

  public init(failed: Bool = false, busy: Bool = false) {
    self.failed = failed
    self.busy = busy
  }
}

/// What can be done before a new recovery code.
public enum NewCodeAction: Sendable, Equatable {
  case back
  case make
}
