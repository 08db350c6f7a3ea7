import Foundation
import HealthDiary
import Testing

@testable import HealthDiaryModel

/// An app that somebody leaves in the middle, or shuts, or begins with a backup: from its first run on, through everything that is wired.
@MainActor
@Suite(.timeLimit(.minutes(5))) struct LeftInTheMiddleTests {
  let app = AppOfTest()
  var model: DiaryModel { app.model }

  private func firstRun() async throws {
    let run = model.firstRun
    run.act(.name("Ana"))
    run.act(.start)
    run.act(.first(Hidden(PhoneOfTest.passphrase)))
    run.act(.again(Hidden(PhoneOfTest.passphrase)))
    run.act(.goOn)
    await app.settled()
    run.act(.written)
    for group in try #require(run.code.check).keys {
      run.act(.type(group: group, run.code.groups[group]))
    }
    run.act(.check)
    await app.settled()
    #expect(app.place == .today)
  }

  /// By the way that somebody finds it.
  private func addCuff() async throws -> SimulatedDevice {
    let cuff = app.radio.put(try AtCare.cuff())
    model.today.act(.takeReading)
    await app.settled()
    #expect(model.care.take.state.stage == .noDevice)
    model.care.take.act(.addDevice)
    #expect(await app.until { model.care.adding.state.found.count == 1 })
    model.care.adding.act(.pair(address: SimulatedRadio.address))
    await app.settled()
    model.care.adding.act(.back)
    model.care.take.act(.back)
    #expect(app.place == .today)
    return cuff
  }

  @Test func whoLeavesTheAppInTheMiddleComesBackToTheSameAndNothingIsLost() async throws {
    try await firstRun()
    let cuff = try await addCuff()
    try cuff.measure(3)
    let (gate, values) = (Gate(), Noted(0))
    app.radio.happens = { event in
      guard case .value = event else { return event }
      if values.next() == 2 { try await gate.pass() }
      return event
    }
    model.today.act(.takeReading)
    while values.now < 2 { try await Task.sleep(for: .milliseconds(2)) }
    app.radio.happens = { event in
      if case .value = event, values.now == 2 { try await gate.pass() }
      return event
    }
    try await app.home.pause()
    await app.settled()
    #expect(model.care.take.state.stage == .looking, "the phone is not full")
    // What is left comes while nobody looks.
    await gate.open()
    #expect(await app.until { cuff.held() == 0 })
    try await app.home.resume()
    await app.settled()
    #expect(app.place == .newReading)
    let tops = try await app.entries().compactMap { $0.said["systolic"]?.text }
    #expect(tops.sorted() == ["121", "122", "123"])
    await model.end()
    await app.home.shut()
  }

  @Test func aCuffThatIsWaitedForIsHeardWhileThePhoneIsInAPocket() async throws {
    try await firstRun()
    let cuff = try await addCuff()
    app.radio.takeAway(SimulatedRadio.address)
    model.today.act(.takeReading)
    while !model.work.isBusy("take") { await Task.yield() }
    try await app.home.pause()
    await app.settled()
    try cuff.measurePressure(minutesAgo: 0, systolic: 128, diastolic: 82, pulse: 64)
    app.radio.put(cuff)
    #expect(await model.care.background.received(SimulatedRadio.address)?.count == 1)
    try await app.home.resume()
    await app.settled()
    #expect(app.place == .newReading)
    #expect(model.care.arrived.state?.reading.number("systolic")?.digits == "128")
    await model.end()
    await app.home.shut()
  }

  @Test func theLockedDiarySaysThatSomethingArrivedAndNoMore() async throws {
    try await firstRun()
    let cuff = try await addCuff()
    try cuff.measurePressure(minutesAgo: 1, systolic: 128, diastolic: 82, pulse: 64)
    await app.home.shut()
    await app.settled()
    #expect(app.place == .unlock && !model.unlocking.state.newEntry)
    await model.care.background.received(SimulatedRadio.address)
    #expect(model.unlocking.state.newEntry)
    await app.unlock()
    #expect(await app.until { model.today.state.newest?.number("systolic")?.digits == "128" })
    #expect(!model.unlocking.state.newEntry)
    await model.end()
    await app.home.shut()
  }

  @Test func aFirstRunCanBeginWithABackup() async throws {
    let other = AtCare()
    let code = try await other.made()
    try other.card.remember(other.card.picking)
    other.care.backup.act(.backUp)
    await other.work.settled()
    await other.end()
    app.hands.picks = other.card.picking
    model.firstRun.act(.restore)
    #expect(app.place == .restore && !model.care.restore.state.beside)
    model.care.restore.act(.chooseFolder)
    await app.settled()
    model.care.restore.act(.type(Hidden(code)))
    model.care.restore.act(.restore)
    await app.settled()
    model.care.restore.act(.openDiary)
    await app.settled()
    #expect(app.place == .today && model.whose.person?.name == "Ana")
    #expect(await app.until { model.today.state.restoredFrom != nil })
    await model.end()
    await app.home.shut()
  }
}
