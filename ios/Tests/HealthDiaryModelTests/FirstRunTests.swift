import Foundation
import HealthDiary
import Testing

@testable import HealthDiaryModel

/// The first run, from the welcome to the first day.
@MainActor
@Suite(.serialized) struct FirstRunTests {
  let app = AppOfTest()

  private func choose(_ first: String, again: String? = nil) async {
    let run = app.model.firstRun
    run.act(.name(" Ana "))
    run.act(.start)
    run.act(.first(Hidden(first)))
    run.act(.again(Hidden(again ?? first)))
    run.act(.goOn)
    await app.settled()
  }

  private func writeDown() async {
    let run = app.model.firstRun
    run.act(.written)
    for group in (run.code.check ?? [:]).keys {
      run.act(.type(group: group, Hidden(" " + run.code.groups[group].text.lowercased())))
    }
    run.act(.check)
    await app.settled()
  }

  @Test func theWayLeadsFromTheNameToTheFirstDay() async throws {
    #expect(app.place == .welcome)
    await choose(PhoneOfTest.passphrase)
    #expect(app.place == .recoveryCode && app.model.firstRun.code.groups.count > 3)
    #expect(app.model.firstRun.passphrase == PassphraseState())
    await writeDown()
    #expect(app.place == .today && app.model.whose.person?.name == "Ana")
    #expect(await app.until { !app.model.today.state.begun })
    #expect(app.model.firstRun.code.groups.isEmpty && !app.home.codeIsOwed)
  }

  @Test func twoThatAreNotTheSameMakeNoDiary() async {
    await choose(PhoneOfTest.passphrase, again: "another")
    #expect(app.model.firstRun.passphrase.problem == .mismatch && app.home.door.value == .none)
    app.model.firstRun.act(.again(Hidden(PhoneOfTest.passphrase)))
    #expect(app.model.firstRun.passphrase.problem == nil)
  }

  @Test func aPassphraseThatIsEasyToGuessIsRefusedAndNothingIsMade() async {
    await choose("password")
    #expect(app.model.firstRun.passphrase.problem == .weak)
    #expect(!app.model.firstRun.passphrase.busy && app.place == .passphrase)
    #expect(app.home.door.value == .none)
  }

  @Test func aGroupThatIsNotRightIsSaidAndTheCodeCanBeSeenAgain() async throws {
    await choose(PhoneOfTest.passphrase)
    let run = app.model.firstRun
    run.act(.written)
    let asked = try #require(run.code.check).keys.sorted()
    #expect(asked == [1, run.code.groups.count - 2])
    run.act(.type(group: asked[0], Hidden("XXXX")))
    run.act(.check)
    #expect(run.code.wrong == Set(asked) && app.place == .recoveryCode)
    run.act(.seeAgain)
    #expect(run.code.check == nil && run.code.wrong.isEmpty)
    await writeDown()
    #expect(app.place == .today)
  }

  @Test func aNameThatWasTypedIsStillThereAndNoSecretWasKept() async throws {
    let run = app.model.firstRun
    run.act(.name("Ana"))
    run.act(.start)
    run.act(.first(Hidden(PhoneOfTest.passphrase)))
    try await app.dieAndComeBack()
    #expect(app.place == .welcome && app.model.firstRun.welcome.name == "Ana")
    #expect(app.store.has("Ana") && !app.store.has("invented"))
  }

  @Test func aCodeThatNobodyWroteDownIsMadeAnewUntilSomebodyHasIt() async throws {
    await choose(PhoneOfTest.passphrase)
    let lost = app.model.firstRun.code.groups
    try await app.dieAndComeBack()
    #expect(app.place == .unlock)
    await app.unlock()
    #expect(app.place == .recoveryCode)
    let shown = app.model.firstRun.code.groups
    #expect(!shown.isEmpty && shown != lost)
    #expect(!app.store.has(shown[1].text))
    await writeDown()
    #expect(app.place == .today)
    try await app.dieAndComeBack()
    await app.unlock()
    #expect(app.place == .today)
  }

  @Test func aDiaryThatWasMadeHalfIsGoneOnWith() async throws {
    app.model.firstRun.act(.name("Ana"))
    // The process ends once the diary is there, and before anybody is in it.
    let place = app.phone.places.current()
    _ = try createHousehold(place: place, passphrase: PhoneOfTest.passphrase)
    try Data().write(to: URL(fileURLWithPath: place.stateFolder + "-code-not-written-down"))
    try await app.dieAndComeBack()
    await app.unlock()
    #expect(app.place == .recoveryCode && app.model.whose.person?.name == "Ana")
    await writeDown()
    #expect(app.place == .today)
  }

  @Test func whereTheNameIsTakenForNoneTheDiaryIsThereToBeUnlocked() async throws {
    let home = app.phone.home()
    let tooLong = String(repeating: "a", count: 100_000)
    let why = await trouble {
      _ = try await home.make(name: tooLong, passphrase: PhoneOfTest.passphrase)
    }
    #expect(why == .invalid && home.door.value == .shut && home.codeIsOwed)
    try await home.open(passphrase: PhoneOfTest.passphrase)
    #expect(home.door.value == .open)
  }

  @Test func noSecretIsInAnyTextForm() {
    let secret = PassphraseState(first: Hidden("never to be seen"))
    #expect(!"\(secret)".contains("never") && !String(reflecting: secret).contains("never"))
    let draft = Draft(
      kind: EntryKind(name: "note"), values: [DraftedValue(field: "text", text: "never to be seen")]
    )
    #expect(!"\(draft)".contains("never") && !String(reflecting: draft).contains("never"))
    var said = ""
    dump(draft, to: &said)
    #expect(!said.contains("never"))
  }
}
