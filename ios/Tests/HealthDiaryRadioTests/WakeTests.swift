import Foundation
import HealthDiary
import Testing

@testable import HealthDiaryRadio

/// What the platform does while the app does not run, or is not ready yet.
@Suite struct WakeTests {
  /// An app that waits for its cuff, is gone, and is launched again while the cuff sends.
  private func relaunched(after given: Int) throws -> (Rig, String) {
    let rig = try Rig(quirks: Quirks(leaveSubscribed: true))
    let device = try rig.pair()
    try rig.talk(rig.household.sync(device: device))
    rig.radio.call(Air.cuff)
    rig.air.memory = [1, 2, 3].map(Air.record)
    try rig.turn { rig.air.memory.count <= 3 - given }
    return (rig, device)
  }

  @Test func aDeviceThatCallsIsToldAndHeard() throws {
    let (rig, device) = try relaunched(after: 0)
    rig.settle()
    #expect(rig.woken == [Air.cuff])
    #expect(rig.air.memory.isEmpty, "confirmed, before anybody talks with it")
    rig.air.isAway = true
    try rig.talk(rig.household.sync(device: device))
    #expect(try rig.kept() == [111, 112, 113])
  }

  @Test func whatComesBeforeTheAppIsReadyIsKept() throws {
    let (rig, device) = try relaunched(after: 0)
    try rig.turn { rig.air.offered(Air.cuff).contains(where: \.isNotifying) }
    let connections = rig.air.connections
    rig.launch { rig.air.relaunch($0) }
    #expect(rig.woken == [Air.cuff])
    rig.air.change(.on)
    // Two of three come while there is no household to talk with.
    try rig.turn { rig.air.memory.count <= 1 }
    try rig.household.shut()
    let receiver = try Receiver.open(place: rig.place)
    let result = try rig.talk(receiver.sync(device: device))
    #expect(result == .complete(records: 3, announced: nil, proof: "peer-ended"))
    #expect(rig.air.connections == connections, "the link was up all the time")
    try receiver.shut()
    rig.household = try Household.openWithRecoveryCode(place: rig.place, code: rig.code)
    #expect(try rig.kept() == [111, 112, 113])
  }

  @Test func aLinkThatWasComingUpStillDoes() throws {
    let rig = try Rig()
    let device = try rig.pair()
    rig.air.isAway = true
    rig.radio.call(Air.cuff)
    #expect(!rig.radio.wasKept, "nothing was kept before this process")
    rig.launch { rig.air.relaunch($0) }
    #expect(rig.woken.isEmpty)
    #expect(rig.radio.wasKept)
    rig.air.change(.on)
    rig.air.memory = [Air.record(1)]
    rig.air.comeBack()
    rig.settle()
    #expect(rig.woken == [Air.cuff])
    try rig.talk(rig.household.sync(device: device))
    #expect(try rig.kept() == [111])
  }

  @Test func aDeviceThatWasNeverThereIsWaitedForAtOnceWhereNobodyTalksAnyMore() throws {
    let rig = try Rig()
    let device = try rig.pair()
    rig.air.isAway = true
    rig.radio.call(Air.cuff)
    let number = UUID()
    var isOver = false
    rig.radio.talk(
      number,
      .init(
        sync: try rig.household.sync(device: device), device: Air.cuff, patient: true,
        told: { _ in }, ended: { _ in isOver = true }))
    rig.settle()
    let before = rig.phone.time.elapsed
    rig.radio.cancel(number)
    for _ in 0..<200 where !isOver && !rig.air.turn() { rig.phone.runOut() }
    #expect(isOver)
    rig.air.comeBack()
    for _ in 0..<200 where rig.woken.isEmpty && !rig.air.turn() { rig.phone.runOut() }
    #expect(rig.woken == [Air.cuff])
    #expect(rig.phone.time.elapsed - before < 10_000)
  }

  @Test func whatAShutHouseholdCannotTakeIsForTheNext() throws {
    let rig = try Rig()
    let device = try rig.pair()
    rig.air.memory = [1, 2, 3].map(Air.record)
    let result = try rig.talk(rig.household.sync(device: device)) {
      if rig.air.memory.count == 2 { try rig.household.shut() }
    }
    #expect(result == .notStored(inFlight: 1))
    let receiver = try Receiver.open(place: rig.place)
    try rig.talk(receiver.sync(device: device))
    try receiver.shut()
    rig.household = try Household.openWithRecoveryCode(place: rig.place, code: rig.code)
    #expect(try rig.kept() == [111, 112, 113])
  }

  @Test func aDeviceThatHasGivenEverythingIsLeftAloneForAWhile() throws {
    let (rig, _) = try relaunched(after: 0)
    rig.settle()
    let before = rig.air.connections
    let then = rig.phone.time.elapsed
    for _ in 0..<20 where rig.air.connections == before { rig.phone.runOut() }
    #expect(rig.air.connections == before + 1)
    #expect(rig.phone.time.elapsed - then > 39_000)
    rig.radio.callNoMore(Air.cuff)
    rig.settle()
  }
}
