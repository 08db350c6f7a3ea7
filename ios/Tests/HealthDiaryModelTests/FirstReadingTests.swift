import HealthDiary
import Testing

@testable import HealthDiaryModel

/// From the welcome to a reading of a cuff, through everything that is wired together.
@MainActor
@Suite(.serialized) struct FirstReadingTests {
  let app = AppOfTest(keys: KeysOfTest())

  @Test func theWayFromTheWelcomeToTheReadingOfACuff() async throws {
    let run = app.model.firstRun
    run.act(.name("Ana"))
    run.act(.start)
    run.act(.first(Hidden(PhoneOfTest.passphrase)))
    run.act(.again(Hidden(PhoneOfTest.passphrase)))
    run.act(.goOn)
    await app.settled()
    run.act(.written)
    for group in (run.code.check ?? [:]).keys {
      run.act(.type(group: group, run.code.groups[group]))
    }
    run.act(.check)
    await app.settled()
    // The phone can unlock, and asks whether it may.
    #expect(app.place == .phoneKey)
    app.model.back()
    #expect(app.place == .phoneKey)
    app.model.care.phoneKey.act(.notNow)
    #expect(app.place == .today)
    _ = try await app.addCuff()
    try app.cuff?.measurePressure(minutesAgo: 0, systolic: 131, diastolic: 84, pulse: 66)
    app.model.today.act(.takeReading)
    await app.settled()
    #expect(app.place == .newReading)
    app.model.care.arrived.act(.keep)
    await app.settled()
    app.model.ways.home()
    #expect(await app.until { app.model.today.state.newest?.number("systolic")?.digits == "131" })
    guard case .device(let device) = app.model.today.state.newest?.source else {
      Issue.record("it is not said that a cuff measured it")
      return
    }
    #expect(device.kind == .cuff && app.model.today.state.waiting == 0)
  }
}
