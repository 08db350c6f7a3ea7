import HealthDiary
import Observation

/// A reading that has just arrived. It is safe already: here it is looked at, and given to whoever it is of.
@MainActor
@Observable
public final class ArrivedModel {
  /// The newest reading that arrived; none before one has.
  public private(set) var state: NewReadingState?
  @ObservationIgnored private let home: DiaryHome
  @ObservationIgnored private let doing: Doing
  @ObservationIgnored private let parts: Care.Parts

  init(_ home: DiaryHome, _ doing: Doing, _ parts: Care.Parts) {
    (self.home, self.doing, self.parts) = (home, doing, parts)
  }

  /// Shows the newest of those that arrived, `instead` of taking over, or with that behind it.
  func show(_ entries: [NewEntry], instead: Bool) async {
    let units = home.units
    let read = try? await home.asking { household in
      try entries.compactMap { new in
        let diary = try household.diary(person: new.person)
        guard let entry = try diary.entry(entry: new.entry) else { return nil as Arrival? }
        return Arrival(
          person: new.person, entry: try shown([entry], of: diary, in: units)[0],
          time: TimeFrom(entry.said))
      }
    }
    guard let all = read?.sorted(by: { isNewer($0.entry, $1.entry) }), let newest = all.first else {
      return
    }
    let reading = newest.entry
    let people = parts.whose.people
    state = NewReadingState(
      today: parts.whose.today, reading: reading, time: newest.time,
      person: people.first { $0.id == newest.person } ?? parts.whose.person,
      people: people.count > 1 ? people : [], failed: Self.couldNotMeasure(reading),
      second: Self.second(of: all), more: all.count - 1)
    if instead { parts.ways.back() }
    parts.ways.go(.newReading)
  }

  private struct Arrival: Sendable {
    let person: String
    let entry: ShownEntry
    let time: TimeFrom
  }

  /// No number of it could be read.
  private static func couldNotMeasure(_ reading: ShownEntry) -> Bool {
    !reading.values.contains { value in
      if case .number(let digits, _) = value.content { digits != nil } else { true }
    }
  }

  /// Another reading of the same person and kind, of less than a minute before: somebody measured twice.
  private static func second(of all: [Arrival]) -> ShownEntry? {
    guard all.count > 1, all[0].person == all[1].person, all[0].entry.kind == all[1].entry.kind,
      let one = CivilDayTime(all[0].entry.at), let other = CivilDayTime(all[1].entry.at)
    else { return nil }
    return other.seconds(to: one) < 60 ? all[1].entry : nil
  }

  public func act(_ action: NewReadingAction) {
    switch action {
    // It is safe already.
    case .back, .leaveWaiting: parts.ways.back()
    case .keep: keep()
    case .open(let entry): parts.ways.go(.entry(id: entry))
    case .someoneElse:
      state?.choosing = true
      state?.chosen = nil
    case .choose(let person): state?.chosen = person
    }
  }

  /// As it is, or for whoever was chosen.
  private func keep() {
    guard let state, !parts.work.isBusy(Self.giving) else { return }
    guard state.choosing, let from = state.person, let to = state.chosen, to != from else {
      parts.ways.back()
      return
    }
    let (home, id) = (home, state.reading.id)
    parts.work.only(Self.giving) { [self] in
      do throws(Trouble) {
        let there = try await home.move(id, from: from.id, to: to.id)
        doing.did(.assigned(to: to.name)) { () async throws(Trouble) in
          _ = try await home.move(there, from: to.id, to: from.id)
        }
        parts.ways.back()
      } catch {
        self.state?.notGiven = true
      }
    }
  }

  private static let giving = "give what arrived"
}

extension TimeFrom {
  /// How the core found the time of what a device said.
  fileprivate init(_ said: Said) {
    guard case .device(_, _, _, let how, _, _) = said.origin else {
      self = .device
      return
    }
    self =
      switch how {
      case "exact", "corrected": .device
      case "reception": .arrival
      // Inferred from what was before and after it, or undated.
      default: .unsure
      }
  }
}

extension CivilDayTime {
  /// None where no more than the day is known, or not even that.
  fileprivate init?(_ moment: ShownMoment) {
    guard let day = moment.day, let time = moment.time else { return nil }
    self.init(day, time)
  }
}
