import Foundation
import HealthDiary
import Testing

@testable import HealthDiaryModel

/// Typing a blood pressure.
@MainActor
@Suite(.serialized) struct TypeReadingTests {
  let app: AppOfTest

  init() async throws {
    app = try await AppOfTest.opened()
    app.model.today.act(.typeReading)
  }

  private var state: TypeReadingState { app.model.typing.state }

  private func systolic() async throws -> [String] {
    try await app.entries().compactMap { $0.said["systolic"]?.text }
  }

  @Test func whatIsMissingIsAskedForFirst() async throws {
    app.model.typing.act(.set(.top, digits: "131"))
    app.model.typing.act(.save(confirmed: false))
    #expect(state.problem == .missing(.bottom) && state.typing == .bottom)
    app.model.typing.act(.set(.bottom, digits: "84"))
    #expect(state.problem == nil)
    app.model.typing.act(.save(confirmed: false))
    await app.settled()
    #expect(try await systolic() == ["131"] && app.place == .today)
  }

  @Test func whatCannotBeIsRefusedWithItsLimits() async throws {
    await app.type("999", "84")
    guard case .impossible(.top, let lowest, let highest) = state.problem else {
      Issue.record("\(String(describing: state.problem))")
      return
    }
    #expect(Double(lowest) != nil && Double(highest) != nil && !state.canBeConfirmed)
    app.model.typing.act(.save(confirmed: true))
    await app.settled()
    #expect(try await systolic().isEmpty && app.place == .typeReading)
  }

  @Test func whatIsRareIsKeptOnceSomebodySaysThatItIsSo() async throws {
    await app.type("251", "84")
    #expect(state.problem == .unusual(.top) && state.canBeConfirmed)
    #expect(try await systolic().isEmpty)
    app.model.typing.act(.save(confirmed: true))
    await app.settled()
    #expect(try await systolic() == ["251"])
  }

  @Test func numbersInEachOthersPlaceAreSaid() async throws {
    await app.type("84", "131")
    #expect(state.problem == .swapped && !state.canBeConfirmed)
  }

  @Test func pressedTwiceItIsOneEntry() async throws {
    app.model.typing.act(.set(.top, digits: "131"))
    app.model.typing.act(.set(.bottom, digits: "84"))
    for _ in 0..<4 { app.model.typing.act(.save(confirmed: false)) }
    await app.settled()
    #expect(try await systolic() == ["131"])
  }

  @Test func aTimeThatNeverWasIsAskedBackWithItsNeighbours() async throws {
    app.phone.time.move(to: "Europe/London")
    let said = CivilDayTime(CivilDay(2026, 3, 29), CivilTime(1, 30))
    app.model.typing.act(.setTime(said))
    await app.type("131", "84")
    guard case .neverWas(said, let before, let after) = state.problem else {
      Issue.record("\(String(describing: state.problem))")
      return
    }
    #expect(before < said && said < after)
    app.model.typing.act(.setTime(after))
    app.model.typing.act(.save(confirmed: false))
    await app.settled()
    let moment = try #require(try await app.entries().first).said.moment
    #expect(moment.wallTime == after)
  }

  @Test(arguments: [false, true]) func aTimeThatCameTwiceIsAskedBack(second: Bool) async throws {
    app.phone.time.move(to: "Europe/London")
    let said = CivilDayTime(CivilDay(2025, 10, 26), CivilTime(1, 30))
    app.model.typing.act(.setTime(said))
    await app.type("131", "84")
    #expect(state.problem == .cameTwice(said: said) && !state.canBeConfirmed)
    app.model.typing.act(.which(second: second))
    #expect(state.problem == .cameTwice(said: said, second: second))
    app.model.typing.act(.save(confirmed: false))
    await app.settled()
    let moment = try #require(try await app.entries().first).said.moment
    // 00:30 and 01:30 UTC.
    #expect(moment.earliestMs == (second ? 1_761_442_200_000 : 1_761_438_600_000))
  }

  @Test func aTimeToComeIsRefusedWhateverIsConfirmed() async throws {
    app.model.typing.act(.setTime(CivilDayTime(app.model.whose.today.adding(days: 2))))
    await app.type("131", "84", confirmed: true)
    #expect(state.problem == .future)
    #expect(try await systolic().isEmpty)
  }

  @Test func theClockStandsAtNowOnceSomebodyWantsToChangeIt() {
    app.model.typing.act(.changeTime)
    #expect(state.choosingTime && state.at?.time.second == 0)
    #expect(state.at?.day == app.model.whose.today)
    app.model.typing.act(.goTo(.bottom))
    #expect(!state.choosingTime && state.typing == .bottom)
  }

  @Test func halfOfOneIsThereAfterTheProcessWasEnded() async throws {
    let at = CivilDayTime(CivilDay(2026, 8, 14), CivilTime(7, 5))
    app.model.typing.act(.set(.top, digits: "131"))
    app.model.typing.act(.setTime(at))
    try await app.dieAndComeBack()
    #expect(app.place == .unlock)
    await app.unlock()
    #expect(app.place == .typeReading && state.numbers == [.top: "131"] && state.at == at)
    app.model.typing.act(.back)
    try await app.dieAndComeBack()
    await app.unlock()
    #expect(app.place == .today && state.numbers.isEmpty && state.at == nil)
  }

  @Test func whatWasTypedIsThereBehindADoorThatShut() async throws {
    app.model.typing.act(.set(.top, digits: "131"))
    app.model.typing.act(.set(.bottom, digits: "84"))
    await app.home.shut()
    app.model.typing.act(.save(confirmed: false))
    await app.settled()
    #expect(app.place == .unlock)
    await app.unlock()
    #expect(app.place == .typeReading && state.numbers[.bottom] == "84")
    app.model.typing.act(.save(confirmed: false))
    await app.settled()
    #expect(try await systolic() == ["131"] && app.place == .today)
  }

  @Test func somethingTypedWhileTheDiaryRestsIsSaidAndStays() async throws {
    try await app.home.pause()
    await app.type("131", "84")
    #expect(state.problem == .failed && state.numbers[.top] == "131")
    try await app.home.resume()
    app.model.typing.act(.save(confirmed: false))
    await app.settled()
    #expect(try await systolic() == ["131"])
  }

  @Test func everyTroubleHasALine() {
    #expect(TypingProblem(Trouble.noSpace) == .noSpace && TypingProblem(Trouble.inUse) == .inUse)
    #expect(TypingProblem(Trouble.missing) == .damaged && TypingProblem(Trouble.shut) == .failed)
    #expect(
      TypingProblem(Trouble.doubtful) == .future && TypingProblem(Trouble.invalid) == .notTaken)
    let doubts = [
      "swapped", "close-together", "mean-outside", "mixed-units", "future", "bad-tags", "too-long",
      "one that only a newer core has",
    ]
    let said: [TypingProblem] = [
      .swapped, .closeTogether, .meanOutside, .mixedUnits, .future, .badTags, .noteTooLong,
      .notTaken,
    ]
    #expect(doubts.map { TypingProblem(Doubt(what: $0, refuses: true)) } == said)
  }
}
