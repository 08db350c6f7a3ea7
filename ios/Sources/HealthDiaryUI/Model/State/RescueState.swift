/// Saving what can be read of a damaged diary, where there is no backup.
public struct RescueState: Sendable, Equatable {
  public var stage: RescueStage
  public var problem: RescueProblem?

  public init(stage: RescueStage = .secret(), problem: RescueProblem? = nil) {
    self.stage = stage
    self.problem = problem
  }
}

/// How far it is.
public enum RescueStage: Sendable, Equatable {
  case secret(typed: Hidden = .nothing, shown: Bool = false)
  case running(ShownProgress)
  /// What could be read is in a new diary; whether some of it could not.
  case done(entries: Int, partly: Bool)
}

/// Why there is no new diary. The damaged one is as it was.
public enum RescueProblem: Sendable, Equatable {
  case wrong, wait, nothing, noSpace, stopped, failed
}

/// What can be done while what can be read is saved.
public enum RescueAction: Sendable, Equatable {
  case back
  case type(Hidden)
  case show(Bool)
  case begin
  case cancel
  case openDiary
}
