import Foundation
import HealthDiary
import Testing

@testable import HealthDiaryModel

/// All entries, a page at a time.
@MainActor
@Suite(.serialized) struct HistoryTests {
  let app: AppOfTest

  init() async throws {
    app = try await AppOfTest.opened()
  }

  private var state: HistoryState { app.model.history.state }
  private var shown: [ShownEntry] { state.days.flatMap(\.entries) }

  private func pulses(_ count: Int) async throws {
    let person = try app.person
    try await app.home.asking(person) { diary in
      for n in 0..<count {
        let at = CivilDayTime(CivilDay(2026, 1 + n / 28, 1 + n % 28), CivilTime(7, 0))
        _ = try diary.add(
          draft: EntryDraft(
            kind: "pulse", moment: .civil(civil: at.text, zone: "Europe/London", which: .first),
            values: [DraftValue(field: "pulse", text: "\(50 + n % 50)")],
            note: n % 10 == 0 ? "a tenth" : nil), confirmed: true)
      }
    }
  }

  private func open() async {
    app.model.today.act(.openHistory)
    await app.settled()
  }

  @Test func everyEntryComesOnceHoweverOftenTheEndIsNear() async throws {
    try await pulses(120)
    await open()
    #expect(shown.count == 50 && state.more)
    for _ in 0..<20 {
      for _ in 0..<5 { app.model.history.act(.more) }
      await app.settled()
    }
    #expect(!state.more && shown.count == 120 && Set(shown.map(\.id)).count == 120)
    #expect(shown.map(\.at.day!) == shown.map(\.at.day!).sorted(by: >))
    #expect(state.days.count == 120)
  }

  @Test func whatIsAddedMeanwhileRepeatsNothingAndStaysRead() async throws {
    try await pulses(60)
    await open()
    app.model.history.act(.more)
    await app.settled()
    #expect(shown.count == 60)
    try await app.write(EntryKind(name: "weight"), [("weight", "71", "kg")])
    #expect(await app.until { shown.count == 61 })
    #expect(shown.first?.kind == "weight" && Set(shown.map(\.id)).count == 61)
  }

  @Test func oneKindAloneIsShownAndAllAgain() async throws {
    try await pulses(3)
    try await app.write(EntryKind(name: "weight"), [("weight", "71", "kg")])
    await open()
    app.model.history.act(.chooseKind)
    await app.settled()
    #expect(
      state.choosing == [
        ShownKind(kind: "pulse", entries: 3), ShownKind(kind: "weight", entries: 1),
      ])
    app.model.history.act(.only(ShownKind(kind: "weight", entries: 1)))
    await app.settled()
    #expect(
      shown.map(\.kind) == ["weight"] && state.kind?.kind == "weight" && state.choosing == nil)
    app.model.history.act(.only(nil))
    await app.settled()
    #expect(shown.count == 4 && state.kind == nil)
  }

  @Test func wordsAreFoundAndTheSearchSurvivesTheProcess() async throws {
    try await pulses(25)
    await open()
    app.model.history.act(.search(""))
    await app.settled()
    #expect(shown.count == 25 && state.search == "")
    // What is typed on comes after what was looked for before, whichever ends first.
    for words in ["a", "a t", "a ten", "a tenth"] { app.model.history.act(.search(words)) }
    await app.settled()
    #expect(shown.count == 3)
    try await app.dieAndComeBack()
    await app.unlock()
    #expect(app.place == .history && state.search == "a tenth" && shown.count == 3)
    app.model.history.act(.search(nil))
    await app.settled()
    #expect(shown.count == 25)
    app.model.history.act(.search("nothing of the kind"))
    await app.settled()
    #expect(shown.isEmpty && state.days.isEmpty)
    app.model.back()
    #expect(app.place == .today)
    await open()
    #expect(state.search == nil && shown.count == 25)
  }

  @Test func aZoneThatIsAnotherThanBeforeIsNamedWhereItBegan() async throws {
    let person = try app.person
    let written = [
      (12, "Europe/London"), (13, "America/New_York"), (13, "America/New_York"),
      (14, "Europe/London"),
    ]
    try await app.home.asking(person) { diary in
      for (n, (day, zone)) in written.enumerated() {
        _ = try diary.add(
          draft: EntryDraft(
            kind: "pulse",
            moment: .civil(civil: "2026-08-\(day)T07:0\(n):00", zone: zone, which: .first),
            values: [DraftValue(field: "pulse", text: "61")]), confirmed: true)
      }
    }
    await open()
    #expect(state.days.map(\.day?.day) == [14, 13, 12])
    #expect(state.days.map(\.place) == ["London", "New York", nil])
    #expect(state.days.map(\.entries.count) == [1, 2, 1])
  }

  @Test func anEntryStandsBesideTheHistoryAndMakesRoomForAnother() async throws {
    try await pulses(2)
    await open()
    let ids = shown.map(\.id)
    app.model.history.act(.open(entry: ids[0]))
    app.model.history.act(.open(entry: ids[1]))
    await app.settled()
    #expect(app.model.ways.way == [.today, .history, .entry(id: ids[1])])
    #expect(app.model.entry.state?.entry?.id == ids[1])
    app.model.back()
    #expect(app.place == .history)
  }

  @Test func theNextPageOfSomethingElseComesTooLate() async throws {
    try await pulses(120)
    try await app.write(EntryKind(name: "weight"), [("weight", "71", "kg")])
    await open()
    app.model.history.act(.more)
    app.model.history.act(.only(ShownKind(kind: "weight")))
    await app.settled()
    #expect(shown.map(\.kind) == ["weight"] && !state.more)
  }
}
