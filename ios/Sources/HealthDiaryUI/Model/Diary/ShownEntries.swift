import HealthDiary

// Entries as screens show them. What is shown is what was recorded, under the names that the core has; a number where somebody chose so in
// another unit, with what was recorded beside it.

/// Every kind of entry that the core has, by its name.
let describedKinds: [String: KindDescription] = {
  let all = (try? kinds()) ?? []
  return Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
}()

/// Entries of a diary as they are now, in their order.
func shown(
  _ entries: [DiaryEntry], of diary: Diary, in units: ChosenUnits
) throws -> [ShownEntry] {
  let names = try ownNames(of: entries.map(\.said), in: diary)
  return entries.map { entry in
    var shown = ShownEntry(id: entry.id, says: entry.said, ownNames: names, in: units)
    shown.amended = entry.amended
    shown.retracted = entry.retracted
    return shown
  }
}

/// What people called the kinds that they made, of those that are named.
func ownNames(of said: [Said], in diary: Diary) throws -> [String: String] {
  guard said.contains(where: { $0.ownKind != nil }) else { return [:] }
  return Dictionary(uniqueKeysWithValues: try diary.ownKinds().map { ($0.id, $0.name) })
}

extension ShownEntry {
  /// What an entry says, or said, or would say.
  init(
    id: String, says said: Said, ownNames: [String: String] = [:],
    in units: ChosenUnits = ChosenUnits()
  ) {
    // A kind that only a newer app knows has no name here.
    let kind = said.kind ?? ""
    let most = describedKinds[kind]?.highestScore
    self.init(
      id: id, kind: kind, values: said.values.compactMap { ShownValue($0, in: units) },
      at: .init(said.moment),
      source: Source(said), ownName: said.ownKind.flatMap { ownNames[$0] }, remarks: said.remarks,
      doubtful: said.doubtful, note: said.note, tags: said.tags,
      score: said.score.flatMap { points in
        most.map { Score(points: Int(points), most: Int($0)) }
      })
  }
}

extension ShownValue {
  init?(_ value: EntryValue, in units: ChosenUnits) {
    let content: Content
    if let unit = value.unit {
      content = .number(digits: value.text, unit: unit)
    } else if let moment = value.moment {
      content = .moment(ShownMoment(moment))
    } else if !value.choices.isEmpty {
      content = .choices(value.choices)
    } else if let text = value.text {
      content = .text(text)
    } else {
      return nil
    }
    let shown = units.shown(content)
    self.init(
      field: value.field, content: shown ?? content, recorded: shown == nil ? nil : content)
  }
}

extension ShownMoment {
  init(_ moment: CivilMoment) {
    let known: TimeKnown =
      if moment.marks.contains("ambiguous") {
        .oneOfTwo
      } else if moment.earliestMs != moment.latestMs {
        .about
      } else {
        .exactly
      }
    self.init(
      day: moment.day.flatMap { CivilDay(text: $0) }, time: moment.wallTime?.time, known: known)
  }
}

extension CivilMoment {
  /// What the clock on the wall showed, where more than the day is known.
  var wallTime: CivilDayTime? {
    guard let parts, let hour = parts.hour else { return nil }
    return CivilDayTime(
      CivilDay(Int(parts.year), Int(parts.month), Int(parts.day)),
      CivilTime(Int(hour), Int(parts.minute ?? 0), Int(parts.second ?? 0)))
  }
}

extension Source {
  init(_ said: Said) {
    switch said.origin {
    case .typed:
      self = .typed
    case .clinician(let name, let organisation):
      self = .clinician(name: name, organisation: organisation)
    case .device(_, let model, _, _, let cause, let shiftMs):
      self = .device(
        SourceDevice(
          model: model, kind: said.kind == "oximetry" ? .oximeter : .cuff,
          clockOff: shiftMs.flatMap { $0 == 0 ? nil : .milliseconds(-$0) },
          cause: cause.flatMap { ClockCause(name: $0) }))
    }
  }
}

extension ClockCause {
  /// The cause of a name in the core.
  init?(name: String) {
    switch name {
    case "offset": self = .offset
    case "drift": self = .drift
    case "daylight-saving": self = .daylightSaving
    case "zone": self = .zone
    case "reset": self = .reset
    default: return nil
    }
  }
}
