import HealthDiary
import Testing

@testable import HealthDiaryRadio

/// Real conversations of the core over a platform that behaves as CoreBluetooth is documented to.
@Suite struct LinkTests {
  @Test func readingsComeOver() throws {
    let rig = try Rig()
    let device = try rig.pair()
    rig.air.memory = [1, 2, 3].map(Air.record)
    let result = try rig.talk(rig.household.sync(device: device))
    #expect(result == .complete(records: 3, announced: nil, proof: "peer-ended"))
    #expect(try rig.kept() == [111, 112, 113])
    #expect(!rig.told.isEmpty)
  }

  /// A synchronisation of three readings asks for less than this, its records among it; the link is lost at every one of them once.
  @Test(arguments: 1...12) func aLinkLostAnywhereCostsNothing(at number: Int) throws {
    let rig = try Rig()
    let device = try rig.pair()
    rig.air.memory = [1, 2, 3].map(Air.record)
    rig.air.cut(number)
    try rig.talk(rig.household.sync(device: device))
    #expect(try rig.kept() == [111, 112, 113], "asked: \(rig.air.asked)")
  }

  @Test func whatIsRememberedWronglyIsAskedForAgain() throws {
    let rig = try Rig()
    rig.air.keepsWhatWasFound = true
    let device = try rig.pair()
    try rig.talk(rig.household.sync(device: device))
    let before = rig.air.asked.filter { $0 == "services" }.count
    rig.air.faults["notify 2A35"] = [.att(0x01)]
    rig.air.memory = [Air.record(1)]
    try rig.talk(rig.household.sync(device: device))
    #expect(before == 1)
    #expect(try rig.kept() == [111])
  }

  @Test func servicesThatChangeAreFoundAndListenedToAgain() throws {
    let rig = try Rig()
    let device = try rig.pair()
    var isChanged = false
    try rig.talk(rig.household.sync(device: device)) {
      if rig.air.subscribed, !isChanged {
        isChanged = true
        rig.air.modify()
        rig.air.memory = [1, 2].map(Air.record)
      }
    }
    #expect(isChanged)
    #expect(try rig.kept() == [111, 112])
  }

  @Test func anAttemptOfAPersonRunsOutAndAPatientOneDoesNot() throws {
    let rig = try Rig()
    let device = try rig.pair()
    rig.air.isAway = true
    let begun = rig.phone.time.elapsed
    #expect(try rig.talk(rig.household.sync(device: device)) == .linkLost(records: 0))
    #expect(rig.phone.time.elapsed - begun < 10 * 60_000)
    rig.air.memory = [Air.record(1)]
    var turns = 0
    try rig.talk(rig.household.sync(device: device), patient: true) {
      turns += 1
      if turns == 500 { rig.air.comeBack() }
    }
    #expect(try rig.kept() == [111])
  }

  @Test func bluetoothThatIsSwitchedOffInTheMiddleIsWaitedFor() throws {
    let rig = try Rig()
    let device = try rig.pair()
    rig.air.memory = [1, 2, 3].map(Air.record)
    var isOff = false
    try rig.talk(rig.household.sync(device: device)) {
      if rig.air.memory.count == 2, !isOff {
        isOff = true
        rig.air.change(.off)
        rig.air.change(.on)
      }
    }
    #expect(rig.told.contains(.waitingForBluetooth))
    // Names are kept where objects are not: the burst of the link that comes up then is heard whole.
    #expect(try rig.kept() == [111, 112, 113])
  }

  @Test func bluetoothThatIsNotKnownYetIsWaitedFor() throws {
    let rig = try Rig()
    let device = try rig.pair()
    rig.air.memory = [Air.record(1)]
    rig.air.change(.unknown)
    var turns = 0
    try rig.talk(rig.household.sync(device: device)) {
      turns += 1
      if turns == 1 { rig.air.change(.on) }
    }
    #expect(try rig.kept() == [111])
  }

  @Test(arguments: [3, 2, 1]) func aPermissionTakenAwayKeepsWhatCame(left: Int) throws {
    let rig = try Rig()
    let device = try rig.pair()
    rig.air.memory = [1, 2, 3].map(Air.record)
    let result = try rig.talk(rig.household.sync(device: device)) {
      if rig.air.subscribed, rig.air.memory.count == left, rig.air.state == .on {
        rig.air.change(.unauthorized)
      }
    }
    #expect(result == .notPermitted(records: UInt32(3 - left)))
    #expect(try rig.kept().count == 3 - left)
    #expect(rig.air.memory.count == left)
  }

  @Test func withoutThePermissionNothingIsAsked() throws {
    let rig = try Rig()
    let device = try rig.pair()
    rig.air.memory = [Air.record(1)]
    rig.air.change(.unauthorized)
    rig.air.asked = []
    #expect(try rig.talk(rig.household.sync(device: device)) == .notPermitted(records: 0))
    #expect(rig.air.asked.isEmpty)
    #expect(rig.air.memory.count == 1)
  }
}
