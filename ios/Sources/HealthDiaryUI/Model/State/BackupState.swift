/// The backups of the household.
public struct BackupState: Sendable, Equatable {
  public var today: CivilDay
  /// The folder's name; none where none was chosen.
  public var folder: String?
  /// The newest that was read back whole.
  public var last: ShownBackup?
  public var running: RunningBackup?
  public var problem: BackupTrouble?
  /// Diaries that another one has taken the place of.
  public var aside: [ShownAside]
  /// The one that somebody is asked about before it is deleted.
  public var askingToDelete: String?

  public init(
    today: CivilDay, folder: String? = nil, last: ShownBackup? = nil, running: RunningBackup? = nil,
    problem: BackupTrouble? = nil, aside: [ShownAside] = [], askingToDelete: String? = nil
  ) {
    self.today = today
    self.folder = folder
    self.last = last
    self.running = running
    self.problem = problem
    self.aside = aside
    self.askingToDelete = askingToDelete
  }
}

/// A diary that was put aside.
public struct ShownAside: Sendable, Equatable, Identifiable {
  public var id: String
  /// When something was last written in it.
  public var last: ShownMoment
  public var bytes: UInt64

  public init(id: String, last: ShownMoment, bytes: UInt64) {
    self.id = id
    self.last = last
    self.bytes = bytes
  }
}

/// A backup that is proven.
public struct ShownBackup: Sendable, Equatable {
  public var at: ShownMoment
  /// What the folder holds of backups; none where that is not known.
  public var bytes: UInt64?

  public init(at: ShownMoment, bytes: UInt64? = nil) {
    self.at = at
    self.bytes = bytes
  }
}

/// A backup that is being made.
public struct RunningBackup: Sendable, Equatable {
  public var far: ShownProgress
  /// Whether it is being read back for proof.
  public var proving: Bool

  public init(far: ShownProgress, proving: Bool = false) {
    self.far = far
    self.proving = proving
  }
}

/// Why there is no new backup. The diary, and the backup before, are safe.
public enum BackupTrouble: Sendable, Equatable {
  case folderGone, refused, proofFailed, noSpace, phoneFull, ofAnother, busy, stopped, failed
}

/// What can be done with backups.
public enum BackupAction: Sendable, Equatable {
  case back
  case backUp
  case chooseFolder
  case cancel
  case askToDelete(aside: String)
  case delete(aside: String)
  case keepIt
}

/// Bringing a diary back from a backup.
public struct RestoreState: Sendable, Equatable {
  public var stage: RestoreStage
  public var problem: RestoreProblem?
  /// Whether a diary is on the phone already, and is put aside.
  public var beside: Bool

  public init(stage: RestoreStage, problem: RestoreProblem? = nil, beside: Bool = false) {
    self.stage = stage
    self.problem = problem
    self.beside = beside
  }
}

/// How far it is.
public enum RestoreStage: Sendable, Equatable {
  case chooseFolder
  case secret(typed: Hidden = .nothing, shown: Bool = false)
  case running(ShownProgress)
  /// The diary is back, as it was on a day; whether some of it could not be read.
  case done(asOf: CivilDay, partly: Bool = false)
}

/// Why it is not back yet. The backup is untouched by any of them.
public enum RestoreProblem: Sendable, Equatable {
  case notThere, wrong, wait, damaged, newer, noSpace, folderGone, stopped, failed
}

/// What can be done while a diary is brought back.
public enum RestoreAction: Sendable, Equatable {
  case back
  case chooseFolder
  case type(Hidden)
  case show(Bool)
  case restore
  case restoreWhatIsLeft
  case cancel
  case openDiary
  /// There is no backup: saves what can be read.
  case rescue
}
