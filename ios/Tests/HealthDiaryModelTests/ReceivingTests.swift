import Foundation
import HealthDiary
import Testing

@testable import HealthDiaryModel

/// Whether readings can come by themselves, with what mends it; and adding a device.
@MainActor
@Suite(.timeLimit(.minutes(5))) struct ReceivingTests {
  let at = AtCare()
  var receiving: ReceivingModel { at.care.receiving }

  private func look() async {
    if at.ways.place == .receiving { at.care.returned() } else { at.ways.go(.receiving) }
    await at.work.settled()
  }

  private func isMet(_ what: NeedKind) -> Bool? {
    receiving.state?.needs.first { $0.what == what }?.met
  }

  private func fix(_ what: NeedKind) async {
    receiving.act(.fix(what))
    await at.work.settled()
  }

  @Test func allIsWellAndWhenADeviceLastCalled() async throws {
    try await at.made()
    let cuff = try AtCare.cuff()
    try await at.pair(cuff)
    await look()
    #expect(receiving.state?.needs.map(\.what) == NeedKind.allCases)
    #expect(receiving.state?.needs.allSatisfy(\.met) == true && receiving.state?.lastWake == nil)
    await at.background.received(SimulatedRadio.address)
    await look()
    #expect(receiving.state?.lastWake?.day == at.whose.today)
    await at.end()
  }

  @Test func eachThingThatIsInTheWayHasItsFix() async throws {
    try await at.made()
    (at.hands.bluetoothOn, at.hands.backgroundRefresh, at.hands.savesPower) = (false, false, true)
    at.hands.noticesLeave = .notAsked
    await look()
    for what in [NeedKind.bluetooth, .backgroundRefresh, .power, .notifications] {
      #expect(isMet(what) == false)
      await fix(what)
    }
    #expect(
      at.hands.did == [.showedSwitch, .opened(.app), .opened(.app), .askedForNotices])
    #expect(isMet(.notifications) == true)
    at.hands.bluetooth = .refused
    await look()
    #expect(
      isMet(.permission) == false && isMet(.bluetooth) == nil, "nobody knows whether it is on")
    await fix(.permission)
    #expect(at.hands.did.last == .opened(.app))
    at.hands.bluetooth = .notAsked
    await fix(.permission)
    #expect(at.hands.did.last == .askedForBluetooth && isMet(.permission) == true)
    await at.end()
  }

  @Test func whatCannotBeChangedOrIsNotWantedIsLeftOut() async throws {
    try await at.made()
    at.hands.backgroundRefresh = nil
    at.preferences.notices = false
    await look()
    #expect(isMet(.backgroundRefresh) == nil && isMet(.notifications) == nil)
    await at.end()
  }

  @Test func anAppThatWasClosedByHandSaysThatNothingCouldWakeItUntilSomebodyReadIt() async throws {
    try await at.made()
    try await at.pair(try AtCare.cuff())
    // Another process, for which the phone kept nothing.
    let next = AtCare(settings: at.settings)
    next.radio.keeps = false
    try await next.made()
    next.ways.go(.receiving)
    await next.work.settled()
    let need = Need(what: .notStopped, met: false)
    #expect(next.care.receiving.state?.needs.contains(need) == true)
    next.care.receiving.act(.fix(.notStopped))
    await next.work.settled()
    #expect(next.care.receiving.state?.needs.contains(need) == false)
    await next.end()
    await at.end()
  }

  @Test func aDeviceIsAddedOnceThePhoneWasAskedAndNoticesAreOfferedOnce() async throws {
    try await at.made()
    at.hands.bluetooth = .notAsked
    at.hands.noticesLeave = .notAsked
    let cuff = at.radio.put(try AtCare.cuff())
    at.ways.go(.addDevice)
    try await at.until("it is found") { at.care.adding.state.found.count == 1 }
    #expect(at.hands.did == [.askedForBluetooth])
    at.care.adding.act(.pair(address: SimulatedRadio.address))
    #expect(at.care.adding.state.stage == .pairing(name: cuff.name()))
    await at.work.settled()
    guard case .done(let name, asksForNotices: true) = at.care.adding.state.stage else {
      Issue.record("\(at.care.adding.state)")
      return
    }
    at.hands.answer = .refused
    at.care.adding.act(.allowNotices)
    await at.work.settled()
    #expect(at.care.adding.state.stage == .done(name: name))
    at.care.adding.act(.sayWho)
    await at.work.settled()
    let ana = try at.person("Ana")
    #expect(at.care.users.state?.slots.first?.owner == .of(ana))
    await at.end()
  }

  @Test func whatIsInTheWayOfLookingIsSaid() async throws {
    try await at.made()
    at.hands.bluetoothOn = false
    at.ways.go(.addDevice)
    #expect(at.care.adding.state.stage == .bluetoothOff)
    at.hands.bluetoothOn = nil
    at.radio.trouble = .bluetoothOff
    at.care.returned()
    try await at.until("the radio says so") { at.care.adding.state.stage == .bluetoothOff }
    at.radio.trouble = .notPermitted
    at.hands.bluetooth = .refused
    at.care.adding.act(.tryAgain)
    await at.work.settled()
    #expect(at.care.adding.state.stage == .notPermitted(asksAgain: false))
    #expect(at.hands.did.isEmpty, "nobody is asked who has said no for ever")
    await at.end()
  }

  @Test func aDeviceThatDoesNotAgreeIsSaidSo() async throws {
    try await at.made()
    at.radio.put(try AtCare.cuff())
    at.radio.happens = { event in
      event == .connected ? .connectFailed : event
    }
    at.ways.go(.addDevice)
    try await at.until("it is found") { at.care.adding.state.found.count == 1 }
    at.care.adding.act(.pair(address: SimulatedRadio.address))
    await at.work.settled()
    #expect(at.care.adding.state.stage == .refused)
    #expect(try await at.devices.known().isEmpty && at.radio.called.isEmpty)
    await at.end()
  }

  @Test func aPermissionThatIsTakenAwayWhilePairingIsSaid() async throws {
    try await at.made()
    at.radio.put(try AtCare.cuff())
    at.radio.happens = { event in event == .connected ? .permissionLost : event }
    at.ways.go(.addDevice)
    try await at.until("it is found") { at.care.adding.state.found.count == 1 }
    at.hands.bluetooth = .refused
    at.care.adding.act(.pair(address: SimulatedRadio.address))
    await at.work.settled()
    #expect(at.care.adding.state.stage == .notPermitted(asksAgain: false))
    await at.end()
  }

  @Test func aDeviceIsForgottenOnceSomebodyWasAsked() async throws {
    try await at.made()
    try await at.pair(try AtCare.cuff())
    at.ways.go(.devices)
    await at.work.settled()
    let device = try #require(at.care.devices.state.devices.first)
    at.care.devices.act(.askToForget(device: device.id))
    at.care.devices.act(.keepIt)
    #expect(at.care.devices.state.askingToForget == nil)
    at.care.devices.act(.askToForget(device: device.id))
    at.care.devices.act(.forget(device: device.id))
    await at.work.settled()
    #expect(at.care.devices.state.devices.isEmpty)
    await at.end()
  }

  @Test func aDeviceSaysWhatItGaveLastAndHowThatIsKnown() async throws {
    at.phone.time.move(to: "Europe/London")
    try await at.made()
    let cuff = try AtCare.cuff()
    try await at.pair(cuff)
    try cuff.measurePressure(minutesAgo: 0, systolic: 128, diastolic: 82, pulse: 64)
    await at.take()
    at.ways.home()
    at.ways.go(.devices)
    await at.work.settled()
    let device = try #require(at.care.devices.state.devices.first)
    #expect(device.last?.at.day != nil && device.last?.proof != Proof.none)
    #expect(device.battery != nil)
    #expect(device.clock == .right)
    cuff.jumpClock(byMs: -86_400_000)
    try cuff.measurePressure(minutesAgo: 0, systolic: 131, diastolic: 84, pulse: 66)
    await at.take()
    at.ways.home()
    at.ways.go(.devices)
    await at.work.settled()
    let slow = try #require(at.care.devices.state.devices.first)
    #expect(slow.clock == .wrong && slow.clockOff < .seconds(-80_000))
    await at.end()
  }
}
