import Foundation
import HealthDiary
import Testing

@testable import HealthDiaryModel

/// What happens while nobody looks, with a simulated cuff and the real core.
@MainActor
@Suite(.timeLimit(.minutes(5))) struct BackgroundTests {
  let at = AtCare()

  /// A diary with a cuff that is Ana's.
  private func paired() async throws -> SimulatedDevice {
    try await at.made()
    let cuff = try AtCare.cuff()
    try await at.pair(cuff)
    return cuff
  }

  private func measure(_ cuff: SimulatedDevice, _ tops: UInt16...) throws {
    for (n, top) in tops.enumerated() {
      try cuff.measurePressure(
        minutesAgo: UInt32(tops.count - n), systolic: top, diastolic: 80, pulse: 66)
    }
  }

  private func unlock() async throws {
    try await at.home.open(passphrase: PhoneOfTest.passphrase)
    try await at.goIn()
  }

  @Test func whatComesWhileTheDiaryIsShutIsThereWhenItOpens() async throws {
    let cuff = try await paired()
    await at.home.shut()
    at.listen()
    try measure(cuff, 128, 131)
    at.radio.call()
    try await at.until("it is said") { at.hands.did.contains(.said) }
    #expect(at.home.door.value == .shut)
    #expect(at.background.lastWakeMs != nil)
    #expect(at.home.somethingWaits.value)
    let next = at.phone.home()
    _ = Background(home: next, radio: at.radio, store: at.settings)
    #expect(next.somethingWaits.value, "the next process knows it too")
    try await unlock()
    #expect(!at.home.somethingWaits.value)
    #expect(try await at.tops(of: "Ana").sorted() == ["128", "131"])
    await at.end()
  }

  @Test func whatComesWhileTheAppRestsIsThereWhenItComesBack() async throws {
    let cuff = try await paired()
    try await at.home.pause()
    try measure(cuff, 128)
    let taken = await at.background.received(SimulatedRadio.address)
    #expect(taken?.count == 1 && taken?.entries == [])
    try await at.home.resume()
    #expect(try await at.tops(of: "Ana") == ["128"])
    await at.end()
  }

  @Test func whatComesWhileTheDiaryIsOpenIsAnEntryAtOnceAndNobodyIsTold() async throws {
    let cuff = try await paired()
    let moved = at.home.moved.value
    at.listen()
    try measure(cuff, 128)
    at.radio.call()
    try await at.until("everything looks again") { at.home.moved.value != moved }
    #expect(try await at.tops(of: "Ana") == ["128"])
    #expect(!at.hands.did.contains(.said))
    await at.end()
  }

  @Test func whoeverDoesNotWantToBeToldIsNot() async throws {
    let cuff = try await paired()
    await at.home.shut()
    at.preferences.notices = false
    try measure(cuff, 128)
    await at.background.received(SimulatedRadio.address)
    #expect(!at.hands.did.contains(.said))
    await at.end()
  }

  @Test func knownDevicesAreWaitedForAndForgottenOnesAreNot() async throws {
    _ = try await paired()
    #expect(at.radio.called == [SimulatedRadio.address])
    let device = try #require(try await at.devices.known().first)
    try await at.devices.forget(device.id)
    #expect(at.radio.called.isEmpty)
    await at.end()
  }

  @Test func aNewProcessWaitsForThemBeforeAnybodyUnlocks() async throws {
    _ = try await paired()
    await at.end()
    let (home, radio) = (at.phone.home(), SimulatedRadio())
    let background = Background(home: home, radio: radio, store: at.settings)
    await background.waitForKnown()
    #expect(radio.called == [SimulatedRadio.address])
  }

  @Test func whoeverUnlocksInTheMiddleIsLetInAndTheRestComesAfter() async throws {
    let cuff = try await paired()
    await at.home.shut()
    try measure(cuff, 121, 122, 123)
    let gate = Gate()
    let values = Noted(0)
    at.radio.happens = { event in
      guard case .value = event else { return event }
      if values.next() == 2 { try await gate.pass() }
      return event
    }
    at.listen()
    at.radio.call()
    try await at.until("it receives") { values.now == 2 }
    at.radio.happens = { $0 }
    let moved = at.home.moved.value
    try await unlock()
    try await at.until("the rest comes") { at.home.moved.value != moved }
    #expect(try await at.tops(of: "Ana").sorted() == ["121", "122", "123"])
    await at.end()
  }

  @Test func aDeviceThatTakesTooLongIsLeftAndWhatCameIsKept() async throws {
    let at = AtCare(limit: .milliseconds(200))
    try await at.made()
    let cuff = try AtCare.cuff()
    try await at.pair(cuff)
    await at.home.shut()
    try measure(cuff, 121, 122)
    let (gate, values) = (Gate(), Noted(0))
    at.radio.happens = { event in
      guard case .value = event else { return event }
      if values.next() == 2 { try await gate.pass() }
      return event
    }
    let taken = await at.background.received(SimulatedRadio.address)
    #expect(taken?.end == .cancelled && (taken?.count ?? 0) > 0)
    #expect(at.hands.did.contains(.said))
    try await at.home.open(passphrase: PhoneOfTest.passphrase)
    try await at.goIn()
    #expect(try await at.tops(of: "Ana").contains("121"))
    await at.end()
  }

  @Test func aDeviceThatCallsWhileSomebodyWaitsForItIsTheirs() async throws {
    let cuff = try await paired()
    let other = try AtCare.cuff(.beurerCuff)
    try await at.pair(other, at: "B-CUFF-88")
    at.radio.takeAway(SimulatedRadio.address)
    at.radio.takeAway("B-CUFF-88")
    at.listen()
    at.ways.go(.take)
    try await at.until("it is looked for") { !at.background.waiting.isEmpty }
    try measure(cuff, 128)
    at.radio.put(cuff)
    at.radio.call()
    await at.work.settled()
    #expect(at.ways.place == .newReading)
    #expect(try await at.tops(of: "Ana") == ["128"])
    await at.end()
  }

  @Test func whoeverComesWhileItsDeviceIsAskedAlreadySeesWhatItBrings() async throws {
    let cuff = try await paired()
    try measure(cuff, 128)
    let gate = Gate()
    at.radio.happens = { event in
      if case .value = event { try await gate.pass() }
      return event
    }
    at.listen()
    at.radio.call()
    try await at.until("it is asked") { at.radio.talks == 2 }
    at.ways.go(.take)
    await gate.open()
    await at.work.settled()
    #expect(at.ways.place == .newReading)
    #expect(at.radio.talks == 2, "nobody asked a second time")
    await at.end()
  }

  @Test func nothingIsReceivedForAnUnknownDeviceOrWithoutADiary() async throws {
    #expect(await at.background.received("NOBODY") == nil)
    try await at.made()
    #expect(await at.background.received("NOBODY") == nil)
    await at.home.shut()
    #expect(await at.background.received("NOBODY") == nil)
    await at.end()
  }
}
