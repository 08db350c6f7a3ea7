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

/// What a note on paper proves, and of what it is.
public struct CheckedNote: Sendable, Equatable {
  /// The core's word: `kept`, `differs`, `shortened`, `locked` or `unknown`.
  public let proof: String
  /// None where it is of nothing here.
  public let file: CheckedFile?
  /// Of one that was kept: how many changes came since.
  public let since: Int?
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
      let names = try names(in: household)
      func named(_ file: HouseholdFile) -> CheckedFile { CheckedFile(file, names) }
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

  /// What a note of a head proves, however it was typed.
  ///
  /// - Throws: ``Trouble/invalid`` where it is none, or a letter of it is wrong.
  public func compare(_ noted: String) async throws(Trouble) -> CheckedNote {
    try await home.asking { household in
      let checked = try household.checkHead(noted: noted)
      let names = try names(in: household)
      return CheckedNote(
        proof: checked.proof, file: checked.file.map { CheckedFile($0, names) },
        since: checked.proof == "kept" ? checked.number.map { Int($0) } : nil)
    }
  }

  /// The version of the rules for time zones, such as 2026a.
  public func zones() async throws(Trouble) -> String {
    try await core { try zoneDatabase() }
  }
}

extension CheckedFile {
  fileprivate init(_ file: HouseholdFile, _ names: [String: String]) {
    self.init(what: file.what, person: file.person.flatMap { names[$0] })
  }
}

/// What the people of a household are called, by their ids.
private func names(in household: Household) throws -> [String: String] {
  Dictionary(
    try household.people().map { ($0.id, $0.name) }, uniquingKeysWith: { one, _ in one })
}

/// Each once, where it was first.
func unique<One: Hashable>(_ all: [One]) -> [One] {
  var seen: Set<One> = []
  return all.filter { seen.insert($0).inserted }
}
