import Foundation
import HealthDiary
import Testing

@testable import HealthDiaryModel

/// One entry, and everything that can be done with it.
@MainActor
@Suite(.serialized) struct EntryTests {
  let app: AppOfTest

  init() async throws {
    app = try await AppOfTest.opened()
  }

  private var state: EntryState? { app.model.entry.state }

  private func act(_ action: EntryAction) async {
    app.model.entry.act(action)
    await app.settled()
  }

  private func glucose() async throws -> String {
    let entry = try await app.write(EntryKind(name: "glucose"), [("glucose", "5.6", "mmol/L")])
    await open(entry)
    return entry
  }

  private func open(_ entry: String) async {
    app.model.today.act(.open(entry: entry))
    await app.settled()
  }

  /// What a clinician wrote into Ana's diary.
  private func letter() async throws -> String {
    let person = try app.person
    return try await app.home.asking(person) { diary in
      try diary.add(
        draft: EntryDraft(
          kind: "note", moment: .now,
          values: [DraftValue(field: "text", text: "Drinks too little.")],
          clinician: ClinicianNamed(name: "Dr Invented")), confirmed: true)
    }
  }

  @Test func itSaysWhereItComesFromAndHowItsZoneIsKnown() async throws {
    app.phone.time.move(to: "America/New_York")
    _ = try await glucose()
    #expect(state?.entry?.source == .typed && state?.versions == [] && state?.readOnly == false)
    #expect(state?.zone == ZoneKnown(place: "New York", by: .phone))
    await act(.back)
    #expect(app.place == .today)
  }

  @Test func enteredInErrorIsTakenBack() async throws {
    _ = try await glucose()
    await act(.retract)
    #expect(state?.entry?.retracted == true && app.model.doing.done == .removed)
    app.model.doing.undo()
    #expect(await app.until { state?.entry?.retracted == false })
    await act(.retract)
    await act(.reinstate)
    #expect(state?.entry?.retracted == false)
    #expect(
      state?.versions.map(\.change) == [.reinstated, .retracted, .reinstated, .retracted, .made])
  }

  @Test func whatIsDeletedForGoodIsAskedAboutFirstAndThenGone() async throws {
    let entry = try await glucose()
    await act(.askToErase)
    #expect(state?.askingToErase == true)
    await act(.keepIt)
    #expect(state?.askingToErase == false)
    await act(.askToErase)
    await act(.erase)
    #expect(state != nil && state?.entry == nil && state?.askingToErase == false)
    #expect(app.model.doing.done == nil)
    #expect(try await app.home.entry(entry, of: app.person) == nil)
    // The first screen goes on after an erasure, which makes the file anew.
    await act(.back)
    await app.type("131", "84")
    #expect(await app.until { app.model.today.state.newest != nil })
  }

  @Test func whatIsOfSomebodyElseIsGivenToThemAndBack() async throws {
    let ben = try await app.add("Ben")
    let entry = try await glucose()
    #expect(state?.others == [ben])
    await act(.askToGive)
    #expect(state?.giving == true)
    await act(.give(ben))
    #expect(app.place == .today && app.model.doing.done == .assigned(to: "Ben"))
    #expect(try await app.entries().isEmpty)
    #expect(try await app.home.page(of: ben.id, after: nil).entries.count == 1)
    app.model.today.act(.undo)
    await app.settled()
    #expect(try await app.entries().count == 1)
    #expect(try await app.home.entry(entry, of: app.person) == nil)
    #expect(try await app.home.page(of: ben.id, after: nil).entries.isEmpty)
  }

  @Test func withSeveralPeopleItSaysWhoChangedIt() async throws {
    let (ana, _) = (try app.person, try await app.add("Ben"))
    try await app.home.asking { try $0.actAs(person: ana) }
    _ = try await glucose()
    await act(.retract)
    #expect(state?.versions.map(\.author) == ["Ana", "Ana"])
  }

  @Test func besideAClinicianTheirPersonSaysHowTheySeeIt() async throws {
    await open(try await letter())
    #expect(
      state?.readOnly == true
        && state?.entry?.source == .clinician(name: "Dr Invented", organisation: nil))
    await act(.write(""))
    await act(.write("I drink two litres"))
    try await app.dieAndComeBack()
    await app.unlock()
    #expect(state?.objecting == "I drink two litres")
    await act(.object)
    #expect(state?.objections == ["I drink two litres"] && state?.objecting == nil)
    try await app.dieAndComeBack()
    await app.unlock()
    #expect(state?.objections == ["I drink two litres"] && state?.objecting == nil)
  }

  @Test func whatWasWrittenBesideOneIsNotForAnother() async throws {
    await open(try await letter())
    await act(.write("I drink two litres"))
    await act(.back)
    await open(try await letter())
    #expect(state?.readOnly == true && state?.objecting == nil)
  }

  @Test func whatCouldNotBeDoneIsSaidAndNothingIsLost() async throws {
    _ = try await glucose()
    try await app.home.pause()
    await act(.retract)
    #expect(state?.failed == true && app.model.doing.done == nil)
    try await app.home.resume()
    await act(.retract)
    #expect(state?.entry?.retracted == true && state?.failed == false)
  }

  @Test func anEntryThatIsNotThereSaysSo() async throws {
    await open("00000000000000000000000000000000")
    #expect(app.place == .entry(id: "00000000000000000000000000000000"))
    await act(.retract)
    #expect(state?.entry == nil)
  }
}
