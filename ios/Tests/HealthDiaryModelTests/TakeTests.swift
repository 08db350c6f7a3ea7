import Foundation
import HealthDiary
import Testing

@testable import HealthDiaryModel

/// Taking a reading over, by what somebody sees and taps.
@MainActor
@Suite(.timeLimit(.minutes(5))) struct TakeTests {
  let at = AtCare()

  @Test func fromTheFirstRunToAReadingThatIsKept() async throws {
    try await at.made()
    let cuff = try AtCare.cuff()
    try await at.pair(cuff)
    try cuff.measurePressure(minutesAgo: 0, systolic: 128, diastolic: 82, pulse: 64)
    await at.take()
    #expect(at.ways.place == .newReading)
    let arrived = try #require(at.care.arrived.state)
    #expect(arrived.reading.number("systolic")?.digits == "128")
    #expect(arrived.person?.name == "Ana" && arrived.people.isEmpty && !arrived.failed)
    #expect(arrived.time == .device && arrived.more == 0)
    at.care.arrived.act(.keep)
    #expect(at.ways.place == .today)
    #expect(try await at.tops(of: "Ana") == ["128"])
    await at.end()
  }

  @Test func aLinkLostInTheMiddleIsSaidAndCostsNothing() async throws {
    try await at.made()
    let cuff = try AtCare.cuff()
    try await at.pair(cuff)
    try cuff.measure(3)
    cuff.cutAfter(values: 1)
    let (before, after, lost) = (Gate(), Gate(), Noted(false))
    at.radio.happens = { event in
      if case .disconnected(.lost) = event {
        lost.with { $0 = true }
        try await before.pass()
      }
      if event == .connected, lost.now { try await after.pass() }
      return event
    }
    at.ways.go(.take)
    try await at.until("one is received") { at.care.take.state.stage == .receiving(taken: 1) }
    await before.open()
    try await at.until("it is said: \(at.care.take.state.stage)") {
      at.care.take.state.stage == .linkLost(taken: 1)
    }
    await after.open()
    await at.work.settled()
    #expect(at.care.arrived.state?.more == 2)
    #expect(try await at.tops(of: "Ana").sorted() == ["121", "122", "123"])
    await at.end()
  }

  @Test func aWrongClockIsSaidBesideTheReading() async throws {
    try await at.made()
    let cuff = try AtCare.cuff()
    try await at.pair(cuff)
    cuff.jumpClock(byMs: -86_400_000)
    try cuff.measurePressure(minutesAgo: 2, systolic: 128, diastolic: 82, pulse: 64)
    await at.take()
    let arrived = try #require(at.care.arrived.state)
    #expect(arrived.reading.at.day == at.whose.today, "it is on the day when it was measured")
    guard case .device(let device) = arrived.reading.source else {
      Issue.record("not of a device")
      return
    }
    #expect((device.clockOff ?? .zero) < .zero, "the cuff was slow")
    await at.end()
  }

  @Test func nothingNewIsSaid() async throws {
    try await at.made()
    try await at.pair(try AtCare.cuff())
    await at.take()
    #expect(at.care.take.state.stage == .nothingNew)
    at.care.take.act(.tryAgain)
    #expect(at.care.take.state.stage == .looking)
    await at.work.settled()
    #expect(at.care.take.state.stage == .nothingNew)
    at.care.take.act(.typeInstead)
    #expect(at.ways.place == .typeReading)
    await at.end()
  }

  @Test func withoutADeviceOneCanBeAdded() async throws {
    try await at.made()
    await at.take()
    #expect(at.care.take.state.stage == .noDevice)
    at.care.take.act(.addDevice)
    #expect(at.ways.place == .addDevice)
    await at.end()
  }

  @Test func aCuffOfAnotherPhoneSaysWhatToDo() async throws {
    try await at.made()
    let cuff = try AtCare.cuff()
    try await at.pair(cuff)
    try cuff.measurePressure(minutesAgo: 0, systolic: 128, diastolic: 82, pulse: 64)
    at.radio.happens = { event in
      // ATT: insufficient authentication.
      if case .subscribed(let uuid, _) = event { return .subscribed(uuid: uuid, attError: 5) }
      return event
    }
    await at.take()
    #expect(at.care.take.state.stage == .pairedElsewhere)
    #expect(cuff.held() == 1, "it stays on the cuff")
    await at.end()
  }

  @Test func bluetoothThatIsOffIsSaidAndItGoesOnOnceItIsOn() async throws {
    try await at.made()
    let cuff = try AtCare.cuff()
    try await at.pair(cuff)
    try cuff.measure(2)
    cuff.switchOffAfter(values: 1)
    let gate = Gate()
    at.radio.happens = { event in
      if event == .adapterOn { try await gate.pass() }
      return event
    }
    at.ways.go(.take)
    try await at.until("it is said") { at.care.take.state.stage == .bluetoothOff(taken: 1) }
    at.care.take.act(.switchBluetoothOn)
    #expect(at.hands.did == [.showedSwitch])
    await gate.open()
    await at.work.settled()
    #expect(try await at.tops(of: "Ana").sorted() == ["121", "122"])
    await at.end()
  }

  @Test func aPermissionThatIsTakenAwayIsSaidBehindWhatCame() async throws {
    try await at.made()
    let cuff = try AtCare.cuff()
    try await at.pair(cuff)
    try cuff.measure(3)
    let values = Noted(0)
    at.radio.happens = { event in
      guard case .value = event else { return event }
      return values.next() == 2 ? .permissionLost : event
    }
    await at.take()
    #expect(at.ways.place == .newReading)
    at.hands.bluetooth = .refused
    at.care.arrived.act(.keep)
    #expect(at.ways.place == .take)
    #expect(at.care.take.state.stage == .notPermitted(asksAgain: false))
    await at.end()
  }

  @Test func aPermissionNobodyWasAskedForIsAskedForAndOneRefusedForEverLeadsToThePhonesSettings()
    async throws
  {
    try await at.made()
    at.hands.bluetooth = .notAsked
    at.hands.answer = .refused
    at.ways.go(.take)
    #expect(at.care.take.state.stage == .notPermitted(asksAgain: true))
    at.care.take.act(.allow)
    await at.work.settled()
    #expect(at.care.take.state.stage == .notPermitted(asksAgain: false))
    at.care.take.act(.openPhoneSettings)
    #expect(at.hands.did == [.askedForBluetooth, .opened(.app)])
    // Somebody allowed it there, and comes back.
    at.hands.bluetooth = .given
    at.care.returned()
    await at.work.settled()
    #expect(at.care.take.state.stage == .noDevice)
    await at.end()
  }

  @Test func whileTheCuffIsWaitedForFiveMinutesAreCounted() async throws {
    try await at.made()
    let cuff = try AtCare.cuff()
    try await at.pair(cuff)
    at.radio.takeAway(SimulatedRadio.address)
    at.ways.go(.take)
    #expect(at.care.take.state.stage == .prepare())
    at.care.take.act(.rest)
    try await at.until("a rest is counted") {
      at.care.take.state.stage == .prepare(secondsLeft: 300)
    }
    at.care.take.act(.back)
    await at.work.settled()
    #expect(at.ways.place == .today)
    await at.end()
  }

  @Test func whoeverGoesBackStopsTheConversationAndWhatCameIsKept() async throws {
    try await at.made()
    let cuff = try AtCare.cuff()
    try await at.pair(cuff)
    try cuff.measure(3)
    let (gate, values) = (Gate(), Noted(0))
    let hungUp = Noted(false)
    at.radio.happens = { event in
      if case .disconnected(.phone) = event { hungUp.with { $0 = true } }
      guard case .value = event else { return event }
      if values.next() == 3 { try await gate.pass() }
      return event
    }
    at.ways.go(.take)
    try await at.until("two are received") { at.care.take.state.stage == .receiving(taken: 2) }
    at.care.take.act(.back)
    await at.work.settled()
    #expect(at.ways.place == .today)
    at.radio.happens = { $0 }
    await at.take()
    #expect(try await at.tops(of: "Ana").sorted() == ["121", "122", "123"])
    await at.end()
  }

  @Test func ofTwoCuffsTheOneThatShowsItselfIsTaken() async throws {
    try await at.made()
    let (one, other) = (try AtCare.cuff(), try AtCare.cuff(.beurerCuff))
    try await at.pair(one)
    try await at.pair(other, at: "B-CUFF-88")
    at.radio.takeAway(SimulatedRadio.address)
    at.radio.takeAway("B-CUFF-88")
    at.ways.go(.take)
    try await at.until("it is looked for") { at.work.isBusy("take") }
    try other.measurePressure(minutesAgo: 0, systolic: 133, diastolic: 85, pulse: 70)
    at.radio.put(other, at: "B-CUFF-88")
    await at.work.settled()
    #expect(try await at.tops(of: "Ana") == ["133"])
    await at.end()
  }

  @Test func twoReadingsInAMinuteAreBothShown() async throws {
    try await at.made()
    let cuff = try AtCare.cuff()
    try await at.pair(cuff)
    try cuff.measurePressure(minutesAgo: 0, systolic: 128, diastolic: 82, pulse: 64)
    try cuff.measurePressure(minutesAgo: 0, systolic: 131, diastolic: 84, pulse: 66)
    await at.take()
    #expect(at.care.arrived.state?.second != nil)
    await at.end()
  }
}
