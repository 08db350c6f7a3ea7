import HealthDiary

/// A kind of entry, as it can be asked for and written down.
struct EntryKind: Sendable, Hashable, Unsaid {
  /// The kind's name in the core; `own` where a person made it.
  var name: String
  /// The id of a kind that a person made.
  var own: String?
  /// What they called it.
  var ownName: String?
  /// How many entries it has.
  var entries = 0

  /// The name of all kinds that people made.
  static let ownName = "own"

  /// A kind that a person made.
  static func own(_ id: String, called name: String?) -> EntryKind {
    EntryKind(name: ownName, own: id, ownName: name)
  }
}

/// A field of a kind, with what it takes.
struct EntryField: Sendable, Hashable {
  var name: String
  var takes: Takes
  var required: Bool
}

/// What a field takes. Names are the core's.
enum Takes: Sendable, Hashable {
  /// Digits, in one of these units.
  case number(units: [String])
  /// Words; long where they may fill pages.
  case words(long: Bool)
  case one(of: [String])
  case several(of: [String])
  /// A clock on the wall.
  case time
}

/// Kinds that say nothing without their file.
private let files: Set<String> = ["photo", "video", "voice"]
/// Bytes of what the core takes for one line.
private let longestLine: UInt64 = 1000

/// What can be written down: the kinds of the core, and those that people made.
extension DiaryHome {
  /// Every kind that a person can write down, in the order of the core, with how many entries there are.
  func kindsToWrite(of person: String) async throws(Trouble) -> [EntryKind] {
    try await asking(person) { diary in
      let counts = try counts(in: diary)
      let told = try kinds().filter { $0.typed && !files.contains($0.name) }
      return told.map { EntryKind(name: $0.name, entries: counts[$0.name] ?? 0) }
        + (try diary.ownKinds().map { .own($0.id, called: $0.name) })
    }
  }

  /// The kinds that have entries of a person, the most used first; those that people made are one.
  func kindsUsed(by person: String) async throws(Trouble) -> [EntryKind] {
    try await asking(person) { diary in
      try counts(in: diary).map { EntryKind(name: $0.key, entries: $0.value) }
        .sorted { ($1.entries, $0.name) < ($0.entries, $1.name) }
    }
  }

  /// The fields of a kind, in the order in which people read them.
  func fields(of kind: EntryKind, of person: String) async throws(Trouble) -> [EntryField] {
    try await asking(person) { diary in
      let fields =
        if let own = kind.own {
          try diary.ownKinds().first { $0.id == own }?.fields
        } else {
          describedKinds[kind.name]?.fields
        }
      return (fields ?? []).compactMap(EntryField.init)
    }
  }
}

private func counts(in diary: Diary) throws -> [String: Int] {
  var counts: [String: Int] = [:]
  for count in try diary.counts() where count.entries > 0 {
    if let kind = count.kind { counts[kind] = Int(count.entries) }
  }
  return counts
}

extension EntryField {
  fileprivate init?(_ field: FieldDescription) {
    guard let takes = Takes(field.holds) else { return nil }
    self.init(name: field.name, takes: takes, required: field.required)
  }
}

extension Takes {
  fileprivate init?(_ holds: FieldHolds) {
    switch holds {
    case .number(let units, _, _, _, _): self = .number(units: units)
    case .amount(let unit): self = .number(units: [unit])
    case .text(let longest): self = .words(long: longest > longestLine)
    case .choice(let choices): self = .one(of: choices)
    case .choices(let choices): self = .several(of: choices)
    case .time: self = .time
    // Another entry is found where that entry is, not typed.
    case .entry: return nil
    }
  }
}
