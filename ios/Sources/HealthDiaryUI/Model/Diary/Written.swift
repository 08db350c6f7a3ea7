import HealthDiary

/// A day, as far as it is written down.
struct WrittenDay: Sendable, Equatable {
  /// The newest reading of a device's kind, of whatever day.
  var newest: ShownEntry?
  /// The entries of the day, the newest first.
  var entries: [ShownEntry] = []
  /// Whether anything was ever written down.
  var begun = true
  /// Readings that are nobody's yet, or cannot be read.
  var waiting = 0
  /// Whose own lock is shut, with a reading before it.
  var waitsFor: [String] = []
  /// The zone of the newest entry of all.
  var zone: String?
}

/// Some entries, the newest first, and where the next begin.
struct WrittenPage: Sendable, Equatable {
  var entries: [ShownEntry] = []
  /// The zone of each of them; none where nobody knows it.
  var zones: [String?] = []
  /// None at the end.
  var next: String?
}

/// The kinds that devices measure, of which the newest stands large on the screen.
private let measured = ["blood-pressure", "oximetry"]
private let mostOfADay: UInt32 = 200
private let aPage: UInt32 = 50

/// What is written down, for screens.
extension DiaryHome {
  /// A day of a person, as it is now.
  func day(_ day: CivilDay, of person: String) async throws(Trouble) -> WrittenDay {
    let (day, units) = (day.text, units)
    return try await asking { household in
      try read(household, household.diary(person: person), day: day, in: units)
    }
  }

  /// Tells whenever something of a person's diary changed, until it is shut, rests, or is made anew; once for all that came meanwhile.
  func changes(of person: String) async throws(Trouble) -> AsyncStream<Void> {
    let changes = try await asking(person) { try $0.changes() }
    let (told, tell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let telling = Task {
      for await _ in changes { tell.yield() }
      tell.finish()
    }
    tell.onTermination = { _ in telling.cancel() }
    return told
  }

  /// An entry; none where it was erased.
  func entry(_ entry: String, of person: String) async throws(Trouble) -> ShownEntry? {
    let units = units
    return try await asking(person) { diary in
      try shown(diary.entry(entry: entry).map { [$0] } ?? [], of: diary, in: units).first
    }
  }

  /// Entries by the page, the newest first; of one kind, where it is named, and with words, where they are looked for.
  func page(
    of person: String, after: String?, search: String? = nil, kind: String? = nil
  ) async throws(Trouble) -> WrittenPage {
    let units = units
    return try await asking(person) { diary in
      let page = try diary.page(
        question: EntryQuestion(kind: kind, search: search), after: after, atMost: aPage)
      return WrittenPage(
        entries: try shown(page.entries, of: diary, in: units),
        zones: page.entries.map(\.said.moment.zone), next: page.next)
    }
  }

  /// Writes something down; confirmed once somebody was told what is odd about it.
  func write(_ draft: Draft, of person: String, confirmed: Bool) async throws(Trouble) -> Typed {
    let here = here
    return try await asking(person) { diary in
      if let asked = try asked(diary, draft, confirmed: confirmed, here: here, zone: nil) {
        return asked
      }
      return .kept(entry: try diary.add(draft: draft.whole(), confirmed: confirmed))
    }
  }

  /// Marks an entry as one that was entered in error; it stays to be seen.
  func retract(_ entry: String, of person: String) async throws(Trouble) {
    try await asking(person) { try $0.retract(entry: entry, reason: "entered in error") }
  }

  /// Takes that back.
  func reinstate(_ entry: String, of person: String) async throws(Trouble) {
    try await asking(person) { try $0.reinstate(entry: entry, reason: "not in error") }
  }

  /// Erases an entry, with every version of it, for good.
  func erase(_ entry: String, of person: String) async throws(Trouble) {
    _ = try await asking(person) { try $0.erase(entry: entry) }
  }
}

private func read(
  _ household: Household, _ diary: Diary, day: String, in units: ChosenUnits
) throws -> WrittenDay {
  let newest = try measured.flatMap {
    try diary.page(question: EntryQuestion(kind: $0), after: nil, atMost: 1).entries
  }
  let latest = newest.max { at($0) < at($1) }
  let ofDay = try diary.page(
    question: EntryQuestion(firstDay: day, lastDay: day), after: nil, atMost: mostOfADay
  ).entries
  let last = try diary.page(question: EntryQuestion(), after: nil, atMost: 1).entries.first
  let waiting = try household.waiting()
  let locked = waiting.filter { $0.why == "locked" }
  var names: [String: String] = [:]
  if !locked.isEmpty {
    for member in try household.people() { names[member.id] = member.name }
  }
  var waitsFor: [String] = []
  for name in locked.compactMap({ $0.person.flatMap { names[$0] } }) where !waitsFor.contains(name)
  {
    waitsFor.append(name)
  }
  var entries = try shown(ofDay, of: diary, in: units)
  for at in entries.indices.dropLast() {
    // A zone that is another than that of the entry before is named.
    guard let zone = ofDay[at].said.moment.zone, let before = ofDay[at + 1].said.moment.zone,
      zone != before
    else { continue }
    entries[at].at.place = placeName(of: zone)
  }
  return WrittenDay(
    newest: try entries.first { $0.id == latest?.id }
      ?? shown(latest.map { [$0] } ?? [], of: diary, in: units).first,
    entries: entries,
    begun: try last != nil || !diary.counts().isEmpty,
    waiting: waiting.count - locked.count, waitsFor: waitsFor, zone: last?.said.moment.zone)
}

private func at(_ entry: DiaryEntry) -> Int64 { entry.said.moment.latestMs ?? .min }
