import HealthDiary

/// What an entry said before it was changed: enough to fill a form, and to put it back.
struct Was: Sendable, Unsaid {
  let entry: String
  let draft: Draft
  /// What the clock on the wall showed; none where no more than the day is known.
  let at: CivilDayTime?
  fileprivate let moment: SaidMoment
  /// Where it was; none where nobody knows, and then it is where the phone is.
  fileprivate let zone: String?
}

/// One version of an entry.
struct Version: Sendable {
  /// What was done: the core's word.
  let change: String
  /// When it was written down, where the phone was then.
  let written: ShownMoment
  let entry: ShownEntry
  /// Who did it; none where that is not known, or where only one person lives here.
  let author: String?
  /// Why, in a person's words.
  let reason: String?
}

/// What an entry is known by: where its time comes from, who objected, what it said before.
struct KnownOf: Sendable {
  /// The zone, as the IANA database spells it, and what speaks for it: the core's word.
  let zone: (name: String, evidence: String)?
  /// The newest first.
  let versions: [Version]
  let objections: [String]
}

private let noReason = "no reason given"
private let takenBack = "taken back at once"

/// Changing what is written down. What it said before stays in its history.
extension DiaryHome {
  /// What an entry says, to be changed; none where it is gone.
  func was(_ entry: String, of person: String) async throws(Trouble) -> Was? {
    try await asking(person) { try wasSaid(by: entry, in: $0) }
  }

  /// Changes an entry to what a draft says; confirmed once somebody was told what is odd about it.
  func amend(
    _ was: Was, to draft: Draft, of person: String, reason: String, confirmed: Bool
  ) async throws(Trouble) -> Typed {
    let here = here
    return try await asking(person) { diary in
      let odd = try asked(
        diary, draft, confirmed: confirmed, here: here, zone: was.zone, before: was.moment)
      if let odd = odd?.unlessItWasSo(was) { return odd }
      let change = draft.change(from: was.draft, at: draft.moment)
      if !change.isNothing {
        let why = reason.allSatisfy(\.isWhitespace) ? noReason : reason
        try diary.amend(entry: was.entry, change: change, reason: why, confirmed: confirmed)
      }
      return .kept(entry: was.entry)
    }
  }

  /// Takes a change back.
  func putBack(_ was: Was, of person: String) async throws(Trouble) {
    try await asking(person) { diary in
      guard let now = try wasSaid(by: was.entry, in: diary) else { return }
      let change = was.draft.change(
        from: now.draft, at: was.moment == now.moment ? nil : was.moment)
      try diary.amend(entry: was.entry, change: change, reason: takenBack, confirmed: true)
    }
  }

  /// Takes back what was just written down.
  func takeBack(_ entry: String, of person: String) async throws(Trouble) {
    try await asking(person) { try $0.retract(entry: entry, reason: takenBack) }
  }

  /// Puts beside a clinician's words how their person sees it.
  func object(to entry: String, of person: String, words: String) async throws(Trouble) {
    try await asking(person) { try $0.objectTo(entry: entry, words: words) }
  }

  /// Moves an entry with its history to another person's diary, and gives its id there.
  func move(_ entry: String, from person: String, to other: String) async throws(Trouble) -> String
  {
    try await asking { household in
      let there = try household.diary(person: other)
      return try household.diary(person: person)
        .moveTo(entry: entry, to: there, reason: "of another person").entry
    }
  }

  /// What is known of an entry besides what it says; nothing where it is gone.
  func known(of entry: String, of person: String) async throws(Trouble) -> KnownOf? {
    let units = units
    return try await asking { household in
      let people = try household.people()
      let names = Dictionary(uniqueKeysWithValues: people.map { ($0.id, $0.name) })
      let diary = try household.diary(person: person)
      guard let found = try diary.entry(entry: entry) else { return nil }
      let history = try diary.history(entry: entry)
      let own = try ownNames(of: history.map(\.said), in: diary)
      return KnownOf(
        zone: found.said.moment.zone.map { ($0, found.said.moment.evidence) },
        versions: try history.reversed().map { version in
          try Version(
            version, of: ShownEntry(id: entry, says: version.said, ownNames: own, in: units),
            names: names)
        },
        objections: found.objections.map(\.words))
    }
  }
}

private func wasSaid(by entry: String, in diary: Diary) throws -> Was? {
  guard let found = try diary.entry(entry: entry) else { return nil }
  let said = found.said.moment
  return Was(
    entry: entry, draft: draft(of: found), at: said.wallTime, moment: moment(of: found),
    zone: said.zone)
}

extension Typed {
  /// A device may have nothing to say: somebody who writes a note beside it is not asked for a value.
  fileprivate func unlessItWasSo(_ was: Was) -> Typed? {
    guard case .asked(let doubts) = self, was.draft.values.isEmpty else { return self }
    let left = doubts.filter { $0.what != "empty" && $0.what != "missing" }
    return left.isEmpty ? nil : .asked(left)
  }
}

extension EntryChange {
  fileprivate var isNothing: Bool {
    moment == nil && values.isEmpty && without.isEmpty && note == nil && tags == nil
  }
}

extension Version {
  fileprivate init(_ of: EntryVersion, of entry: ShownEntry, names: [String: String]) throws {
    let written = CivilDayTime(text: try civilAt(instantMs: of.atMs, zone: of.zone).civil)
    self.init(
      change: of.change,
      written: ShownMoment(day: written?.day, time: written?.time),
      entry: entry,
      author: names.count > 1 ? of.author.flatMap { names[$0] } : nil,
      // What the app gives as the reason for somebody who gave none says nothing to them.
      reason: of.change == "amended" && of.reason != noReason && of.reason != takenBack
        ? of.reason : nil)
  }
}
