import HealthDiary

/// Something typed, whose text form says nothing of it: it may be printed by mistake.
protocol Unsaid: CustomStringConvertible, CustomReflectable {}

extension Unsaid {
  var description: String { "\(Self.self)" }
  var customMirror: Mirror { Mirror(self, children: []) }
}

/// A value that somebody filled in, as text: digits with a dot, words, names of choices with commas, or a time.
struct DraftedValue: Sendable, Hashable, Unsaid {
  var field: String
  var text: String
  /// The unit's name in the core; its first one where left out.
  var unit: String?

  fileprivate var asCore: DraftValue { DraftValue(field: field, text: text, unit: unit) }
}

/// An entry that somebody fills in.
struct Draft: Sendable, Hashable, Unsaid {
  var kind: EntryKind
  var values: [DraftedValue]
  /// None for now, or for the time that it has.
  var at: CivilDayTime?
  /// Which of two times that look the same, once somebody was asked.
  var second: Bool?
  var note: String?
  var tags: [String] = []

  /// As the core takes it, at the moment that it has where none was chosen.
  func whole(before: SaidMoment = .now) -> EntryDraft {
    EntryDraft(
      kind: kind.name, ownKind: kind.own, moment: moment ?? before, values: values.map(\.asCore),
      note: note.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }, tags: tags)
  }

  /// When it was, where somebody said so.
  var moment: SaidMoment? {
    at.map { .civil(civil: $0.text, zone: nil, which: second == true ? .second : .first) }
  }

  /// What of it is not as it was, and when it was, where that is another time.
  func change(from was: Draft, at moment: SaidMoment?) -> EntryChange {
    let fields = Set(values.map(\.field))
    return EntryChange(
      moment: moment,
      values: values.filter { !was.values.contains($0) }.map(\.asCore),
      without: was.values.map(\.field).filter { !fields.contains($0) },
      note: note ?? "" == was.note ?? "" ? nil : note ?? "",
      tags: tags == was.tags ? nil : tags)
  }
}

/// What is odd about something that was typed. Names and limits are the core's.
struct Doubt: Sendable, Hashable {
  var what: String
  var field: String?
  /// It is refused, whatever anybody says.
  var refuses: Bool
  var lowest: String?
  var highest: String?
}

/// What became of something typed.
enum Typed: Sendable, Hashable {
  /// It is in the diary.
  case kept(entry: String)
  /// It is not: somebody is to be asked, or it cannot be.
  case asked([Doubt])
  /// The clocks went forward over that time: one of these two is meant.
  case neverWas(before: CivilDayTime, after: CivilDayTime)
  /// The clocks went back over that time: the first or the second is meant.
  case cameTwice
}

/// What somebody has to be asked before a draft is stored; nothing where it can be.
///
/// - Parameters:
///   - zone: where it was, as the IANA database spells it; where the phone is, where none is given.
///   - before: when it was, where the draft says nothing of it.
func asked(
  _ diary: Diary, _ draft: Draft, confirmed: Bool, here: Here, zone: String?,
  before: SaidMoment = .now
) throws -> Typed? {
  if let at = draft.at,
    let asked = try asksWhen(
      at, second: draft.second, zone: zone ?? here.zone().identifier, here: here)
  {
    return asked
  }
  let doubts = try doubts(diary, draft, before).filter { $0.refuses || !confirmed }
  return doubts.isEmpty ? nil : .asked(doubts)
}

private func doubts(_ diary: Diary, _ draft: Draft, _ before: SaidMoment) throws -> [Doubt] {
  do {
    return try diary.doubts(draft: draft.whole(before: before)).map {
      Doubt(
        what: $0.what, field: $0.field, refuses: $0.refuses, lowest: $0.lowest, highest: $0.highest)
    }
  } catch DiaryError.Invalid where !draft.tags.isEmpty {
    // Tags are read before anything is doubted: where the rest can be read, it is they.
    var rest = draft
    rest.tags = []
    _ = try diary.doubts(draft: rest.whole(before: before))
    return [Doubt(what: "bad-tags", refuses: true)]
  }
}

/// What somebody has to be asked about a time in a zone.
private func asksWhen(
  _ at: CivilDayTime, second: Bool?, zone: String, here: Here
) throws -> Typed? {
  switch try resolveCivil(civil: at.text, zone: zone) {
  case .once(let found):
    return future(found.instantMs, here)
  case .twice(let first, let later):
    guard let second else { return .cameTwice }
    return future((second ? later : first).instantMs, here)
  case .skipped(let before, let after):
    guard let before = CivilDayTime(text: before.civil), let after = CivilDayTime(text: after.civil)
    else { return nil }
    return .neverWas(before: before, after: after)
  }
}

/// The core asks about a time that has not come yet, and would take it from whoever confirms something else too: here it is refused.
private func future(_ instantMs: Int64, _ here: Here) -> Typed? {
  // As in the core: a few minutes are a phone's own clock.
  instantMs - here.nowMs > 5 * 60 * 1000 ? .asked([Doubt(what: "future", refuses: true)]) : nil
}

/// What an entry says, as a draft that changes nothing.
func draft(of entry: DiaryEntry) -> Draft {
  let said = entry.said
  let values = said.values.compactMap { value -> DraftedValue? in
    let text: String?
    if !value.choices.isEmpty {
      text = value.choices.joined(separator: ",")
    } else if let moment = value.moment {
      text = moment.wallTime?.text ?? moment.civil
    } else {
      text = value.text
    }
    return text.map { DraftedValue(field: value.field, text: $0, unit: value.unit) }
  }
  return Draft(
    kind: EntryKind(name: said.kind ?? "", own: said.ownKind), values: values, note: said.note,
    tags: said.tags)
}

/// The moment of an entry, as it would be said again; its zone stays that of the entry.
func moment(of entry: DiaryEntry) -> SaidMoment {
  let moment = entry.said.moment
  guard let from = moment.earliestMs, let to = moment.latestMs else {
    return .day(date: moment.day ?? "")
  }
  return from == to
    ? .at(ms: from, zone: nil) : .within(earliestMs: from, latestMs: to, zone: nil)
}
