/// Whether anything was changed unnoticed.
public struct CheckState: Sendable, Equatable {
  public var today: CivilDay
  public var running: ShownProgress?
  /// Why there is no result.
  public var problem: CheckProblem?
  public var result: CheckResult?
  /// To be noted on paper: the newest head of the household's and of each open diary's chain.
  public var heads: [String]
  /// A note from paper, while it is typed.
  public var noted: String
  /// What it proves.
  public var compared: Compared?

  public init(
    today: CivilDay, running: ShownProgress? = nil, problem: CheckProblem? = nil,
    result: CheckResult? = nil, heads: [String] = [], noted: String = "",
    compared: Compared? = nil
  ) {
    self.today = today
    self.running = running
    self.problem = problem
    self.result = result
    self.heads = heads
    self.noted = noted
    self.compared = compared
  }
}

/// What a note from paper proves.
public enum Compared: Sendable, Equatable {
  /// Nothing before it was changed; so many changes came since.
  case kept(of: Damage, since: Int)
  /// What was before it is not what is here.
  case differs(of: Damage)
  /// It is of a diary whose lock is shut.
  case locked
  /// It is of nothing here.
  case unknown
  /// It is no such note, or a letter of it is wrong.
  case noNote
}

/// Why a check was not finished. Nothing was changed by it.
public enum CheckProblem: Sendable, Equatable { case stopped, failed }

/// What a check found.
public struct CheckResult: Sendable, Equatable {
  public var at: ShownMoment
  /// How many changes were looked at.
  public var changes: Int
  /// Whose diary was locked, and not looked at.
  public var locked: [String]
  /// Where something does not fit; empty where all is well.
  public var damage: [Damage]

  public init(
    at: ShownMoment, changes: Int, locked: [String] = [], damage: [Damage] = []
  ) {
    self.at = at
    self.changes = changes
    self.locked = locked
    self.damage = damage
  }
}

/// A part of what is here: where something does not fit, or what a note is of.
public enum Damage: Sendable, Hashable {
  case diary(person: String)
  case household
  case inbox
  case pictures(count: Int)
}

/// What can be done with a check.
public enum CheckAction: Sendable, Equatable {
  case back
  case check
  case cancel
  case restore
  case note(String)
  case compare
}
