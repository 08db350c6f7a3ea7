import HealthDiary

/// A file of the diary.
public struct CheckedFile: Sendable, Hashable {
  /// The core's word for it: `household`, `inbox`, `diary`, `sealed`.
  public let what: String
  /// Whose, where it is a person's: the name.
  public let person: String?
}

/// What a check found.
public struct Checked: Sendable, Equatable {
  /// How many changes were looked at.
  public let changes: Int
  /// What is not as it was written; empty where all is well.
  public let damaged: [CheckedFile]
  /// How many pictures and other media files are missing or damaged.
  public let mediaWrong: Int
  /// What was not looked at: its lock is shut.
  public let locked: [CheckedFile]
}

/// Whether everything is as it was written.
@MainActor
public struct Checks {
  let home: DiaryHome

  /// Looks at every page, change and media file. Cancelling the task stops it, and waits until it has stopped.
  ///
  /// - Throws: ``Trouble`` where it cannot begin: what is wrong is in what comes.
  public func everything(
    _ far: @escaping @MainActor (ShownProgress) -> Void
  ) async throws(Trouble) -> Checked {
    let household = try home.opened()
    return try await steps(far) { watch in
      let report = try household.verify(watch: watch)
      let names = Dictionary(
        try household.people().map { ($0.id, $0.name) }, uniquingKeysWith: { one, _ in one })
      func named(_ file: HouseholdFile) -> CheckedFile {
        CheckedFile(what: file.what, person: file.person.flatMap { names[$0] })
      }
      return Checked(
        changes: report.files.reduce(0) { $0 + Int($1.checked) },
        damaged: unique(report.findings.map { named($0.file) }),
        mediaWrong: Int(report.mediaWrong), locked: report.locked.map(named))
    }
  }

  /// Where the chains of changes stand, for paper: what is before is proven by it later.
  public func heads() async throws(Trouble) -> [String] {
    try await home.asking { try $0.heads().heads.map(\.noted) }
  }

  /// The version of the rules for time zones, such as 2026a.
  public func zones() async throws(Trouble) -> String {
    try await core { try zoneDatabase() }
  }
}

/// Each once, where it was first.
func unique<One: Hashable>(_ all: [One]) -> [One] {
  var seen: Set<One> = []
  return all.filter { seen.insert($0).inserted }
}
