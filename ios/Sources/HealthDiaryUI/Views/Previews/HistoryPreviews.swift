import HealthDiaryModel
import SwiftUI

struct HistoryPreviews: PreviewProvider {
  static var previews: some View {
    Gallery(states.map { name, state in Picture(name, HistoryView(state: state) { _ in }) })
  }

  private static let days = [
    HistoryDay(
      day: Samples.today, entries: [Samples.pressure, Samples.oxygen, Samples.glucose]),
    HistoryDay(
      day: Samples.today.adding(days: -1), entries: [Samples.yesterday, Samples.mood],
      place: "Lisbon"),
    HistoryDay(day: Samples.today.adding(days: -6), entries: [Samples.letter]),
    HistoryDay(
      day: nil,
      entries: [
        with(Samples.weight) {
          $0.id = "20"
          $0.at = ShownMoment(day: nil)
        }
      ]),
  ]
  private static let kinds = [
    ShownKind(kind: "blood-pressure", entries: 1204), ShownKind(kind: "oximetry", entries: 96),
    ShownKind(kind: "7", ownName: "Tremor", entries: 3),
  ]

  /// Ten years, with two readings a day.
  private static let tenYears = (0..<3650).map { ago in
    let day = Samples.today.adding(days: -ago)
    return HistoryDay(
      day: day,
      entries: ["a", "b"].map { part in
        with(Samples.pressure) {
          $0.id = "\(ago) \(part)"
          $0.at.day = day
        }
      })
  }

  private static let states: [(String, HistoryState)] = [
    ("history", HistoryState(today: Samples.today, days: days)),
    ("history-empty", HistoryState(today: Samples.today)),
    ("history-ten-years", HistoryState(today: Samples.today, days: tenYears, more: true)),
    (
      "history-one-kind",
      HistoryState(
        today: Samples.today, days: Array(days.prefix(2)), person: Samples.ana.name,
        kind: kinds[0])
    ),
    (
      "history-kinds",
      HistoryState(today: Samples.today, days: days, kind: kinds[0], choosing: kinds)
    ),
    (
      "history-search",
      HistoryState(
        today: Samples.today, days: [HistoryDay(day: Samples.today, entries: [Samples.note])],
        search: "dizzy")
    ),
    ("history-nothing-found", HistoryState(today: Samples.today, search: "dizzzy")),
    ("history-day-unknown", HistoryState(today: Samples.today, days: Array(days.suffix(1)))),
  ]
}

struct EntryPreviews: PreviewProvider {
  static var previews: some View {
    Gallery(states.map { name, state in Picture(name, EntryView(state: state) { _ in }) })
  }

  private static let entry = EntryState(
    today: Samples.today, entry: Samples.pressure, zone: ZoneKnown(place: "London", by: .phone))
  private static let letter = EntryState(
    today: Samples.today, entry: Samples.letter, readOnly: true)
  private static let versions = [
    ShownVersion(
      written: Samples.at(9, 12), entry: Samples.glucose, author: Samples.ana.name,
      reason: "Misread the display"),
    ShownVersion(
      written: Samples.at(7, 16),
      entry: with(Samples.glucose) { $0.values = [Samples.number("glucose", "6.5", "mmol/L")] },
      author: Samples.ana.name, change: .made),
  ]

  private static let files = FilesState(
    files: [
      ShownFile(id: "1", name: "meter.jpg", bytes: 340_000, stripped: true),
      ShownFile(id: "2", name: nil, bytes: 2_100_000),
    ], canChange: true)

  private static func opened(_ open: OpenFile) -> EntryState {
    with(entry) {
      $0.entry = Samples.weight
      $0.files = files
      $0.files.open = open
    }
  }

  private static func adding(_ adding: Adding) -> EntryState {
    with(entry) {
      $0.entry = Samples.weight
      $0.files = FilesState(canChange: true, adding: adding)
    }
  }

  private static let states: [(String, EntryState)] = [
    ("entry", entry),
    (
      "entry-clock-wrong",
      with(entry) {
        $0.entry?.source = .device(Samples.slowCuff)
        $0.zone = ZoneKnown(place: "Berlin", by: .location)
      }
    ),
    (
      "entry-history",
      with(entry) {
        $0.entry = Samples.glucose
        $0.versions = versions
        $0.files = files
      }
    ),
    (
      "entry-picture",
      opened(OpenFile(id: "1", picture: Samples.picture, read: true))
    ),
    (
      "entry-file-removing",
      opened(OpenFile(id: "2", read: true, askingToRemove: true, copy: .failed))
    ),
    ("entry-file-copied", opened(OpenFile(id: "2", read: true, copy: .done))),
    ("entry-file-adding", adding(.running)),
    ("entry-file-as-it-is", adding(.asItIs)),
    ("entry-file-gone", adding(.failed(.gone))),
    ("entry-file-too-large", adding(.failed(.tooLarge))),
    (
      "entry-retracted",
      with(entry) {
        $0.entry?.retracted = true
        $0.versions = [.retracted, .reinstated, .made].map {
          ShownVersion(written: Samples.at(9, 12), entry: Samples.pressure, change: $0)
        }
      }
    ),
    (
      "entry-several-people",
      with(entry) {
        $0.others = [Samples.ben]
        $0.failed = true
      }
    ),
    (
      "entry-giving",
      with(entry) {
        $0.others = [Samples.ben]
        $0.giving = true
      }
    ),
    ("entry-read-only", with(letter) { $0.objections = ["I never took 5 mg."] }),
    ("entry-objecting", with(letter) { $0.objecting = "I never took" }),
    (
      "entry-erasing",
      with(entry) {
        $0.entry = Samples.note
        $0.askingToErase = true
      }
    ),
    ("entry-erased", EntryState(today: Samples.today, entry: nil, erasedOn: Samples.today)),
  ]
}
