import Foundation
import HealthDiary
import Testing

@testable import HealthDiaryModel

/// The first screen.
@MainActor
@Suite(.serialized) struct TodayTests {
  let app: AppOfTest

  init() async throws {
    app = try await AppOfTest.opened()
  }

  private var state: TodayState { app.model.today.state }

  @Test func whatWasTypedStandsThereAndIsTakenBack() async throws {
    #expect(await app.until { !state.begun })
    await app.type("131", "84", pulse: "70")
    #expect(app.place == .today)
    #expect(await app.until { state.newest != nil })
    #expect(state.newest?.number("systolic")?.digits == "131" && state.begun)
    #expect(state.done == .saved && state.entries.isEmpty)
    app.model.today.act(.undo)
    app.model.today.act(.undo)
    #expect(await app.until { state.newest == nil && state.done == nil })
    #expect(try await app.entries().isEmpty)
  }

  @Test func aDayThatWasNotReadIsNotSaidToBeEmpty() async throws {
    #expect(await app.until { state.read })
    await app.home.shut()
    #expect(!state.read)
  }

  @Test func whoGoesOnHasSeenWhatWasDone() async throws {
    await app.type("131", "84")
    #expect(state.done == .saved)
    app.model.today.act(.openHistory)
    #expect(state.done == nil && app.place == .history)
  }

  @Test func theNewestReadingStandsAloneAndTheDayBelowIt() async throws {
    let today = app.model.whose.today
    try await app.write(
      EntryKind(name: "weight"), [("weight", "71.40", "kg")], at: CivilDayTime(today))
    try await app.write(
      EntryKind(name: "blood-pressure"), [("systolic", "148", nil), ("diastolic", "91", nil)],
      at: CivilDayTime(today.adding(days: -3)))
    #expect(await app.until { state.newest != nil && !state.entries.isEmpty })
    #expect(state.newest?.at.day == today.adding(days: -3))
    #expect(state.entries.map(\.kind) == ["weight"])
    #expect(state.entries[0].number("weight")?.digits == "71.40")
  }

  @Test func ofSomebodyElseNothingIsShown() async throws {
    await app.type("131", "84")
    #expect(await app.until { state.newest != nil })
    let ben = try await app.add("Ben")
    #expect(await app.until { state.person == "Ana" })
    app.model.whose.show(ben)
    #expect(state.person == "Ben" && state.newest == nil && state.entries.isEmpty)
    #expect(await app.until { !state.begun })
    try await app.dieAndComeBack()
    await app.unlock()
    #expect(app.model.whose.person == ben)
  }

  @Test func aShutDoorShowsNothing() async throws {
    await app.type("131", "84")
    #expect(await app.until { state.newest != nil })
    await app.home.shut()
    await app.settled()
    #expect(state.newest == nil && state.done == nil && app.place == .unlock)
    #expect(app.model.whose.person == nil)
  }

  @Test func theDayAfterIsAnother() async throws {
    await app.type("131", "84")
    let weight = EntryKind(name: "weight")
    try await app.write(weight, [("weight", "71", "kg")])
    #expect(await app.until { state.entries.count == 1 })
    let before = state.today
    app.phone.time.aheadMs += 86_400_000
    app.model.returned()
    #expect(state.today == before.adding(days: 1) && state.entries.isEmpty)
    #expect(await app.until { state.newest != nil })
    #expect(state.entries.isEmpty)
  }

  @Test func whoeverTravelsSeesWhereTheyAreAndNothingMoves() async throws {
    app.phone.time.move(to: "Europe/London")
    app.model.phoneMoved()
    await app.settled()
    await app.type("131", "84")
    #expect(await app.until { state.newest != nil })
    #expect(state.travelledTo == nil)
    let at = try #require(state.newest).at
    app.phone.time.move(to: "Pacific/Kiritimati")
    app.model.phoneMoved()
    #expect(await app.until { state.travelledTo == "Kiritimati" && state.newest != nil })
    #expect(state.newest?.at == at)
    #expect(state.today == app.phone.here.today)
    await app.type("128", "82")
    #expect(await app.until { state.newest?.number("systolic")?.digits == "128" })
    #expect(state.newest?.at.day == app.phone.here.today && state.travelledTo == nil)
  }

  @Test func anEntryOfAnotherZoneThanTheOneBeforeNamesItsPlace() async throws {
    let (person, day) = (try app.person, app.model.whose.today)
    try await app.home.asking(person) { diary in
      for (minute, zone) in [(1, "Europe/Berlin"), (2, "Europe/Berlin"), (3, "Europe/London")] {
        let civil = CivilDayTime(day, CivilTime(0, minute)).text
        _ = try diary.add(
          draft: EntryDraft(
            kind: "weight", moment: .civil(civil: civil, zone: zone, which: .first),
            values: [DraftValue(field: "weight", text: "71")]), confirmed: true)
      }
    }
    #expect(await app.until { state.entries.count == 3 })
    #expect(state.entries.map(\.at.place) == ["London", nil, nil])
  }

  @Test func whereItWasRestoredFromIsSaidUntilSomebodyReadIt() async throws {
    app.preferences.restoredFrom = 1_786_687_800_000
    #expect(state.restoredFrom == CivilDay(2026, 8, 14))
    app.model.today.act(.restoreNoted)
    #expect(state.restoredFrom == nil && app.settings["restored-from"] == nil)
  }

  @Test func whatIsNobodysIsCounted() async throws {
    let home = app.home
    try await home.asking { household in
      let cuff = try SimulatedDevice(model: .andCuff, zone: "Europe/London")
      func talk(_ sync: Sync) throws -> SyncResult? {
        cuff.begin()
        while let happened = cuff.next() {
          try cuff.carryOut(commands: sync.handle(event: happened.event, now: happened.clocks))
        }
        return cuff.result()
      }
      guard case .paired(let device) = try talk(household.pair()) else { return }
      try cuff.measurePressure(minutesAgo: 0, systolic: 131, diastolic: 84, pulse: 66)
      _ = try talk(household.sync(device: device))
      _ = try household.handOn()
    }
    home.lookAgain()
    #expect(await app.until { state.waiting == 1 })
    app.model.today.act(.openWaiting)
    #expect(app.place == .waiting)
  }

  @Test func afterARestEverythingIsAskedForAgain() async throws {
    await app.type("131", "84")
    try await app.home.pause()
    #expect(app.home.atWork == nil && app.home.door.value == .open)
    try await app.home.resume()
    await app.type("128", "82")
    #expect(await app.until { state.newest?.number("systolic")?.digits == "128" })
  }
}
