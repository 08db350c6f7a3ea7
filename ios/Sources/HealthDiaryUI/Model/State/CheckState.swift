/// Whether anything was changed unnoticed.
public struct CheckState: Sendable, Equatable {
  public var today: CivilDay
  public var running: ShownProgress?
  /// Why there is no result.
  public var problem: CheckProblem?
  public var result: CheckResult?
  /// To be noted on paper: the newest head of the household's and of each open diary's chain.
  public var heads: [String]

  public init(
    today: CivilDay, running: ShownProgress? = nil, problem: CheckProblem? = nil,
    result: CheckResult? = nil, heads: [String] = []
  ) {
    self.today = today
    self.running = running
    self.problem = problem
    self.result = result
    self.heads = heads
  }
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
  /// The day of the note on paper that was compared, where one was.
  public var sinceHead: CivilDay?

  public init(
    at: ShownMoment, changes: Int, locked: [String] = [], damage: [Damage] = [],
    sinceHead: CivilDay? = nil
  ) {
    self.at = at
    self.changes = changes
    self.locked = locked
    self.damage = damage
    self.sinceHead = sinceHead
  }
}

/// Where something does not fit.
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
}
