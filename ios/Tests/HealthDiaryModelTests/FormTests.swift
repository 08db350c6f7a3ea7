import Foundation
import HealthDiary
import Testing

@testable import HealthDiaryModel

/// Writing down an entry of any kind, and changing it.
@MainActor
@Suite(.serialized) struct FormTests {
  let app: AppOfTest

  init() async throws {
    app = try await AppOfTest.opened()
  }

  private var form: FormModel { app.model.form }

  private func state() throws -> FormState { try #require(form.state) }

  private func choose(_ kind: String) async throws {
    app.model.today.act(.addAnything)
    await app.settled()
    let shown = try #require(app.model.anything.state.all.first { $0.kind == kind })
    app.model.anything.act(.choose(shown))
    await app.settled()
    #expect(app.place == .form)
  }

  private func fill(_ name: String, _ change: (inout FormField) -> Void) throws {
    var field = try #require(try state().fields.first { $0.name == name })
    change(&field)
    form.act(.fill(field))
  }

  private func problem(of name: String) throws -> FieldProblem? {
    try #require(try state().fields.first { $0.name == name }).problem
  }

  private func save(confirmed: Bool = false) async {
    form.act(.save(confirmed: confirmed))
    await app.settled()
  }

  /// Opens the only entry, and goes to the form that changes it.
  private func change() async throws {
    let entry = try #require(try await app.entries().first)
    app.model.today.act(.open(entry: entry.id))
    await app.settled()
    app.model.entry.act(.change)
    await app.settled()
    #expect(app.place == .form)
  }

  private func glucose() async throws {
    try await app.write(EntryKind(name: "glucose"), [("glucose", "5.6", "mmol/L")])
  }

  @Test func anEntryWithAllThatBelongsToItIsWrittenDownAndTakenBack() async throws {
    try await choose("glucose")
    try fill("glucose") { $0.text = "5.60" }
    guard
      case .choice(let meals) = try #require(try state().fields.first { $0.name == "meal" }).shape
    else {
      Issue.record("a meal is not chosen")
      return
    }
    try fill("meal") { $0.chosen = [meals[0]] }
    form.act(.note("before the bus"))
    form.act(.tags("travel, early,"))
    await save()
    #expect(app.place == .today && form.state == nil && app.model.doing.done == .saved)
    let said = try #require(try await app.entries().first).said
    #expect(said["glucose"]?.text == "5.60" && said["meal"]?.choices == [meals[0]])
    #expect(said.note == "before the bus" && said.tags == ["early", "travel"])
    app.model.today.act(.undo)
    await app.settled()
    #expect(try await app.entries().isEmpty)
  }

  @Test func theKindsThatAreUsedComeFirst() async throws {
    for kind in ["weight", "weight", "glucose"] {
      try await app.write(EntryKind(name: kind), [(kind, kind == "weight" ? "71" : "5.6", nil)])
    }
    app.model.today.act(.addAnything)
    await app.settled()
    let state = app.model.anything.state
    #expect(state.used.map(\.kind) == ["weight", "glucose"])
    #expect(state.all.count > 20 && !state.all.contains { $0.kind == "photo" })
    app.model.anything.act(.back)
    #expect(app.place == .today)
  }

  @Test func aKindThatAPersonMadeHasItsOwnFields() async throws {
    let person = try app.person
    _ = try await app.home.asking(person) {
      try $0.defineKind(
        name: "plants",
        fields: [OwnField(name: "watered", holds: .amount(unit: "cans"), required: true)])
    }
    app.model.today.act(.addAnything)
    await app.settled()
    let own = try #require(app.model.anything.state.own.first)
    #expect(own.ownName == "plants")
    app.model.anything.act(.choose(own))
    await app.settled()
    try fill("watered") { $0.text = "3" }
    await save()
    #expect(await app.until { app.model.today.state.entries.first?.ownName == "plants" })
  }

  @Test func whatCannotBeIsRefusedBesideItsFieldAndWhatIsRareIsAskedAbout() async throws {
    try await choose("glucose")
    try fill("glucose") { $0.text = "560" }
    await save(confirmed: true)
    guard case .impossible = try problem(of: "glucose") else {
      Issue.record("it was not refused")
      return
    }
    #expect(try !state().canBeConfirmed)
    try fill("glucose") { $0.text = "26" }
    #expect(try problem(of: "glucose") == nil)
    await save()
    #expect(try problem(of: "glucose") == .unusual && state().canBeConfirmed)
    #expect(try await app.entries().isEmpty)
    await save(confirmed: true)
    #expect(try await app.entries().count == 1)
  }

  @Test func whatIsMissingOrNoNumberIsSaidAndStays() async throws {
    try await choose("glucose")
    await save()
    #expect(try problem(of: "glucose") == .missing)
    try fill("glucose") { $0.text = "a lot" }
    await save()
    #expect(try problem(of: "glucose") == .notANumber && app.place == .form)
    #expect(try state().fields.first?.text == "a lot")
  }

  @Test func aKindThatNeedsNothingNeedsSomething() async throws {
    try await choose("note")
    await save()
    let (empty, fields) = (try state().empty, try state().fields)
    #expect(empty || fields.contains { $0.problem == .missing })
    #expect(try await app.entries().isEmpty)
  }

  @Test func tagsThatAreNoneAreSaidAndStay() async throws {
    try await choose("glucose")
    try fill("glucose") { $0.text = "5.6" }
    form.act(.tags(String(repeating: "long", count: 100)))
    await save(confirmed: true)
    #expect(try state().problem == .badTags)
    form.act(.tags("short"))
    #expect(try state().problem == nil)
    await save()
    #expect(app.place == .today)
  }

  @Test func aTimeThatCameTwiceIsAskedBackInAForm() async throws {
    app.phone.time.move(to: "Europe/London")
    try await choose("glucose")
    try fill("glucose") { $0.text = "5.6" }
    form.act(.changeTime)
    #expect(try state().choosingTime && state().at != nil)
    let said = CivilDayTime(CivilDay(2025, 10, 26), CivilTime(1, 30))
    form.act(.setTime(said))
    await save()
    #expect(try state().problem == .cameTwice(said: said))
    form.act(.which(second: true))
    await save()
    #expect(
      try #require(try await app.entries().first).said.moment.earliestMs == 1_761_442_200_000)
  }

  @Test func pressedTwiceItIsOneEntry() async throws {
    try await choose("glucose")
    try fill("glucose") { $0.text = "5.6" }
    for _ in 0..<4 { form.act(.save(confirmed: false)) }
    await app.settled()
    #expect(try await app.entries().count == 1)
  }

  @Test func anEntryIsChangedWithItsHistoryAndChangedBack() async throws {
    try await glucose()
    try await change()
    #expect(try state().reason == "" && state().fields.first?.text == "5.6")
    try fill("glucose") { $0.text = "6.5" }
    form.act(.reason("misread"))
    await save()
    guard case .entry = app.place else {
      Issue.record("not at the entry")
      return
    }
    let shown = try #require(app.model.entry.state)
    #expect(shown.entry?.number("glucose")?.digits == "6.5")
    #expect(shown.versions.map(\.change) == [.amended, .made])
    #expect(shown.versions.first?.reason == "misread" && shown.versions.first?.author == nil)
    #expect(app.model.doing.done == .changed)
    app.model.doing.undo()
    await app.settled()
    #expect(try #require(try await app.entries().first).said["glucose"]?.text == "5.6")
    #expect(await app.until { app.model.entry.state?.versions.count == 3 })
    #expect(app.model.entry.state?.versions.first?.reason == nil)
  }

  @Test func aChangeOfTheTimeKeepsTheZoneAndIsPutBack() async throws {
    app.phone.time.move(to: "Europe/London")
    let at = CivilDayTime(CivilDay(2026, 8, 14), CivilTime(7, 5))
    try await app.write(EntryKind(name: "glucose"), [("glucose", "5.6", "mmol/L")], at: at)
    app.phone.time.move(to: "Pacific/Kiritimati")
    try await change()
    form.act(.changeTime)
    #expect(try state().at == at)
    let other = CivilDayTime(CivilDay(2026, 8, 13), CivilTime(22, 0))
    form.act(.setTime(other))
    await save()
    let moment = try #require(try await app.entries().first).said.moment
    #expect(moment.wallTime == other && moment.zone == "Europe/London")
    app.model.doing.undo()
    await app.settled()
    let back = try #require(try await app.entries().first).said.moment
    #expect(back.wallTime == at && back.zone == "Europe/London")
  }

  @Test func aChangeThatChangesNothingLeavesNoTrace() async throws {
    try await glucose()
    try await change()
    await save()
    #expect(try await !app.entries()[0].amended && app.model.entry.state?.versions == [])
  }

  @Test func halfAChangeIsThereAfterTheProcessWasEnded() async throws {
    try await glucose()
    try await change()
    try fill("glucose") { $0.text = "6.5" }
    form.act(.reason("misread"))
    form.act(.note("of the morning"))
    let before = try state()
    try await app.dieAndComeBack()
    await app.unlock()
    #expect(app.place == .form && form.state == before)
    await save()
    #expect(try #require(try await app.entries().first).said["glucose"]?.text == "6.5")
  }

  @Test func whatIsChangedOfAnEntryThatIsGoneMeanwhileIsLeft() async throws {
    try await glucose()
    try await change()
    let (id, person) = (try await app.entries()[0].id, try app.person)
    try await app.dieAndComeBack()
    let other = app.phone.home()
    try await other.open(passphrase: PhoneOfTest.passphrase)
    try await other.erase(id, of: person)
    await other.shut()
    await app.unlock()
    #expect(app.place == .entry(id: id) && form.state == nil)
    #expect(app.model.entry.state?.entry == nil)
  }

  @Test func aFormThatIsLeftIsForgotten() async throws {
    try await choose("glucose")
    try fill("glucose") { $0.text = "5.6" }
    form.act(.back)
    #expect(app.place == .addAnything && form.state == nil)
    try await choose("glucose")
    #expect(try state().fields.first?.text == "")
  }

  @Test func numbersAreTypedAsTheyAreWrittenHere() {
    #expect(digits(" 5.6 ", sign: ".") == "5.6" && digits(".5", sign: ".") == "0.5")
    #expect(digits("5,6", sign: ",") == "5.6" && digits("-1,25", sign: ",") == "-1.25")
    #expect(digits("5.6", sign: ",") == "5.6")
    // A thousand of one, or a part of another: nobody guesses which.
    #expect(digits("1.250", sign: ",") == nil && digits("1.250", sign: ".") == "1.250")
    for wrong in ["", "-", ".", "5.", "5,6,7", "1e5", "five", "٣"] {
      #expect(digits(wrong, sign: ".") == nil && digits(wrong, sign: ",") == nil)
    }
  }

  @Test func whereNumbersHaveACommaTheyAreShownAndTakenWithOne() async throws {
    let app = try await AppOfTest.opened(locale: "de_DE")
    let entry = try await app.write(EntryKind(name: "glucose"), [("glucose", "5.6", "mmol/L")])
    app.model.form.change(ShownKind(kind: "glucose"), entry: entry)
    await app.settled()
    var field = try #require(app.model.form.state?.fields.first)
    #expect(field.text == "5,6")
    field.text = "6,5"
    app.model.form.act(.fill(field))
    app.model.form.act(.save(confirmed: false))
    await app.settled()
    #expect(try #require(try await app.entries().first).said["glucose"]?.text == "6.5")
  }
}
