import HealthDiary
import HealthDiaryRadio
import Testing

/// The platform pairs by itself when something protected is asked for, and holds the request back while a person reads its question.
@Suite struct PairingTests {
  private func unpaired() throws -> Rig {
    let rig = try Rig()
    rig.air.wantsPairing = true
    rig.air.isPaired = false
    return rig
  }

  @Test func aPersonMayTakeTwoMinutes() throws {
    let rig = try unpaired()
    var since: UInt64?
    _ = try rig.pair {
      guard rig.air.isPairingAsked else { return }
      since = since ?? rig.phone.time.elapsed
      if rig.phone.time.elapsed - (since ?? 0) > 100_000 { rig.air.answerPairing(yes: true) }
    }
    #expect(since != nil)
    #expect(rig.air.connections == 1, "nobody hung up meanwhile")
    #expect(try rig.household.devices().count == 1)
  }

  @Test func aNoEndsItAndIsAskedForOnce() throws {
    let rig = try Rig()
    let device = try rig.pair()
    rig.air.wantsPairing = true
    rig.air.isPaired = false
    rig.air.memory = [Air.record(1)]
    var asked = 0
    let result = try rig.talk(rig.household.sync(device: device)) {
      if rig.air.isPairingAsked {
        asked += 1
        rig.phone.pass(3_000)
        rig.air.answerPairing(yes: false)
      }
    }
    #expect(result == .refused(attError: 0x05, needsPairing: true))
    #expect(asked == 1)
    #expect(rig.air.memory.count == 1, "nothing was given, so nothing is lost")
    rig.air.isPaired = true
    try rig.talk(rig.household.sync(device: device))
    #expect(try rig.kept() == [111])
  }

  @Test(arguments: [Fault.att(0x05), .att(0x0F), .platform(15)])
  func anErrorOfALinkNotYetEncryptedIsTriedAgain(fault: Fault) throws {
    let rig = try Rig()
    let device = try rig.pair()
    rig.air.memory = [1, 2].map(Air.record)
    rig.air.faults["notify 2A35"] = [fault]
    try rig.talk(rig.household.sync(device: device))
    #expect(try rig.kept() == [111, 112])
  }

  @Test func aDeviceThatForgotThePhoneIsToldToThePerson() throws {
    let rig = try Rig()
    let device = try rig.pair()
    rig.air.memory = [Air.record(1)]
    rig.air.faults["notify 2A35"] = [.platform(14), .platform(14)]
    let result = try rig.talk(rig.household.sync(device: device))
    #expect(result == .refused(attError: 0x0F, needsPairing: true))
  }
}
