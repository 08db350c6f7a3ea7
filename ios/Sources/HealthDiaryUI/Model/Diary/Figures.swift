import Foundation
import HealthDiary

/// A number in a picture; digits with a dot. The second is the bottom number of a blood pressure.
struct FigurePoint: Sendable, Hashable {
  var at: ShownMoment
  var digits: String
  var second: String?
}

/// The mean of a day, and of how many readings.
struct FigureDay: Sendable, Hashable {
  var day: CivilDay
  var readings: Int
  var mean: String
  var second: String?
}

/// What one field, or the two of a blood pressure, came to in some days.
struct Figure: Sendable, Hashable {
  /// The kind's name in the core.
  var kind: String
  /// The field's name in the core, or what a person called it.
  var field: String
  var unit: String
  /// In the order of time; what a remark calls doubtful is in no number, and not here either.
  var points: [FigurePoint]
  var days: [FigureDay]
  /// Days on which the zone was another than before.
  var zoneChanges: [CivilDay]
  var mean: String
  var secondMean: String?
  /// The unit that some were entered in, where it is another.
  var convertedFrom: String?
}

private let top = "systolic"
private let bottom = "diastolic"
private let pulse = "pulse"
private let aPage: UInt32 = 500
/// What has pictures of its own, in the order of the screen.
private let first = ["blood-pressure", "oximetry"]
private let drawn = ["blood-pressure": [top, pulse], "oximetry": ["saturation", pulse]]
/// Units that are shown without decimals.
private let whole: Set<String> = ["mmHg", "/min", "%", "mg/dL"]
/// Decimals of a mean before it is written in another unit.
private let fine = 6

/// Numbers of a diary, as pictures and tables show them. Counted by the core; here they are only put together.
extension DiaryHome {
  /// Everything that has numbers in the days from the first to the last: blood pressure and oxygen first, then by use. They come in the
  /// units that were chosen.
  func figures(
    of person: String, from first: CivilDay, to last: CivilDay
  ) async throws(Trouble) -> [Figure] {
    let (days, units) = (DaySpan(first: first.text, last: last.text), units)
    return try await asking(person) { diary in
      let figures = try asks(diary).flatMap { try figuresOf($0, diary, days, units) }
      // A pulse is measured with a blood pressure and with an oxygen level: one of them is enough.
      let pulses = figures.firstIndex { $0.field == pulse }
      return figures.enumerated().filter { $0.element.field != pulse || $0.offset == pulses }
        .map(\.element)
    }
  }
}

/// The kinds that may have numbers, in the order of the screen.
private func asks(_ diary: Diary) throws -> [EntryKind] {
  let counts = try diary.counts().filter { $0.kind != nil }.sorted { $0.entries > $1.entries }
  let kinds = counts.compactMap(\.kind)
  let told = first.filter(kinds.contains) + kinds.filter { !first.contains($0) }
  let own =
    kinds.contains(EntryKind.ownName)
    ? try diary.ownKinds().map { EntryKind.own($0.id, called: $0.name) } : []
  return told.filter { $0 != EntryKind.ownName }.map { EntryKind(name: $0) } + own
}

private func figuresOf(
  _ kind: EntryKind, _ diary: Diary, _ days: DaySpan, _ units: ChosenUnits
) throws -> [Figure] {
  let numbers = try diary.statistics(
    question: StatisticsQuestion(
      kind: kind.name, ownKind: kind.own, firstDay: days.first, lastDay: days.last, by: .day))
  let fields = Dictionary(numbers.fields.map { ($0.field, $0) }) { first, _ in first }
  let asked = drawn[kind.name] ?? numbers.fields.first.map { [$0.field] } ?? []
  guard asked.contains(where: { fields[$0] != nil }) else { return [] }
  let entries = try entries(of: kind, diary, days).filter { !$0.said.doubtful }
  return try asked.compactMap { name in
    guard let field = fields[name] else { return nil }
    let unit = units.instead(of: field.unit) ?? field.unit
    return try figure(kind, field, name == top ? fields[bottom] : nil, entries, in: unit)
  }
}

private func entries(of kind: EntryKind, _ diary: Diary, _ days: DaySpan) throws -> [DiaryEntry] {
  let question = EntryQuestion(
    firstDay: days.first, lastDay: days.last, kind: kind.name, oldestFirst: true)
  var (entries, after): ([DiaryEntry], String?) = ([], nil)
  repeat {
    let page = try diary.page(question: question, after: after, atMost: aPage)
    entries += page.entries
    after = page.next
  } while after != nil
  return entries.filter { $0.said.ownKind == kind.own }
}

private func figure(
  _ kind: EntryKind, _ field: FieldNumbers, _ below: FieldNumbers?, _ entries: [DiaryEntry],
  in unit: String
) throws -> Figure {
  var units: [String] = []
  var (points, moments): ([FigurePoint], [CivilMoment]) = ([], [])
  for entry in entries {
    let second = try below.map { try digits(of: entry, $0, in: unit, &units) }
    guard let digits = try digits(of: entry, field, in: unit, &units), second != .some(.none) else {
      continue
    }
    moments.append(entry.said.moment)
    points.append(
      FigurePoint(at: ShownMoment(entry.said.moment), digits: digits, second: second ?? nil))
  }
  let decimals = points.map { decimalsOf($0.digits) }.max() ?? 0
  let bottoms = Dictionary(
    (below?.periods ?? []).map { ($0.firstDay, $0.numbers.mean) }, uniquingKeysWith: { $1 })
  let days = try field.periods.compactMap { period -> FigureDay? in
    guard let mean = period.numbers.mean, let day = CivilDay(text: period.firstDay) else {
      return nil
    }
    return FigureDay(
      day: day, readings: Int(period.numbers.count),
      mean: try written(mean, of: field, in: unit, decimals + 1),
      second: try (bottoms[period.firstDay] ?? nil).map {
        try written($0, of: field, in: unit, decimals + 1)
      })
  }
  return Figure(
    kind: kind.name, field: field.field, unit: unit, points: points, days: days,
    zoneChanges: zoneChanges(moments),
    mean: try written(field.whole.mean ?? 0, of: field, in: unit, decimals),
    secondMean: try (below?.whole.mean).map { try written($0, of: field, in: unit, decimals) },
    convertedFrom: units.first { $0 != unit })
}

/// A mean of the core's, which is in the core's unit.
private func written(
  _ mean: Double, of field: FieldNumbers, in unit: String, _ decimals: Int
) throws -> String {
  guard unit != field.unit else { return rounded(mean, decimals) }
  return try convert(
    digits: rounded(mean, fine), unit: field.unit, to: unit, decimals: UInt8(decimals))
    ?? rounded(mean, decimals)
}

/// The digits of a field in the unit that all are shown in.
private func digits(
  of entry: DiaryEntry, _ field: FieldNumbers, in shownIn: String, _ units: inout [String]
) throws -> String? {
  let value = entry.said.values.first { $0.field == field.field && $0.number != nil }
  guard let value, let digits = value.text else { return nil }
  let unit = value.unit ?? ""
  if !units.contains(unit) { units.append(unit) }
  if unit == shownIn { return digits }
  return try convert(
    digits: digits, unit: unit, to: shownIn, decimals: whole.contains(shownIn) ? 0 : 1)
}

private func zoneChanges(_ moments: [CivilMoment]) -> [CivilDay] {
  var days: [CivilDay] = []
  for (before, now) in zip(moments, moments.dropFirst()) {
    guard let from = before.zone, let to = now.zone, from != to,
      let day = now.day.flatMap({ CivilDay(text: $0) }), !days.contains(day)
    else { continue }
    days.append(day)
  }
  return days
}

private func decimalsOf(_ digits: String) -> Int {
  digits.firstIndex(of: ".").map { digits.distance(from: $0, to: digits.endIndex) - 1 } ?? 0
}

/// Half goes up, away from zero.
private func rounded(_ mean: Double, _ decimals: Int) -> String {
  let power = pow(10, Double(decimals))
  let near = (mean * power).rounded(.toNearestOrAwayFromZero) / power
  return String(format: "%.\(decimals)f", near)
}
