import HealthDiary
import HealthDiaryRadio
import Testing

/// The burst that a cuff sends behind a connection, confirmed and so forgotten before an app that does as samples do listens.
@Suite struct BurstTests {
  /// A cuff that is known, subscribed to, and was out of reach while it measured three times.
  private func burstAfterLoss(keep: Bool, _ air: Air = Air()) throws -> Rig {
    let rig = try Rig(keep: keep, air: air)
    let device = try rig.pair()
    var isLost = false
    try rig.talk(rig.household.sync(device: device)) {
      // The link is lost as soon as the subscription stands; then there is something to give.
      if rig.air.subscribed, !isLost {
        isLost = true
        rig.air.memory = [1, 2, 3].map(Air.record)
        rig.air.lose()
      }
    }
    return rig
  }

  /// A platform, and what is kept on it of three readings: with the cure, and without.
  struct Case: CustomTestStringConvertible {
    let name: String
    let hasNoMemory: Bool
    let keepsWhatWasFound: Bool
    let cured: [Int]
    let uncured: [Int]

    var testDescription: String { name }

    func air() -> Air {
      let air = Air()
      (air.hasNoMemory, air.keepsWhatWasFound) = (hasNoMemory, keepsWhatWasFound)
      return air
    }
  }

  static let cases = [
    Case(
      name: "as documented, of a paired device", hasNoMemory: false, keepsWhatWasFound: false,
      cured: [111, 112, 113], uncured: [112, 113]),
    Case(
      name: "asks the device again, and keeps what was found", hasNoMemory: true,
      keepsWhatWasFound: true, cured: [111, 112, 113], uncured: []),
    Case(
      name: "asks the device again, and keeps nothing", hasNoMemory: true,
      keepsWhatWasFound: false, cured: [113], uncured: []),
  ]

  @Test(arguments: cases) func whatIsKeptOfIt(_ platform: Case) throws {
    #expect(try burstAfterLoss(keep: true, platform.air()).kept() == platform.cured)
    let rig = try burstAfterLoss(keep: false, platform.air())
    #expect(try rig.kept() == platform.uncured)
    #expect(rig.air.memory.isEmpty, "confirmed, and so forgotten by the cuff")
  }

  @Test func aSubscriptionIsGivenBackBeforeThePhoneHangsUp() throws {
    let rig = try Rig()
    let device = try rig.pair()
    try rig.talk(rig.household.sync(device: device))
    #expect(!rig.air.subscribed, "a cuff that has nothing is hung up on")
    #expect(rig.air.asked.last == "ignore 2A35")
    // What was given back is not asked for before what the core asks first.
    rig.air.asked = []
    rig.air.memory = [Air.record(1)]
    try rig.talk(rig.household.sync(device: device))
    let first = try #require(rig.air.asked.firstIndex { $0.hasPrefix("read") })
    let notify = try #require(rig.air.asked.firstIndex(of: "notify 2A35"))
    #expect(first < notify)
    #expect(try rig.kept() == [111])
  }

  @Test func aQuirkLeavesTheSubscription() throws {
    let rig = try Rig(quirks: Quirks(leaveSubscribed: true))
    let device = try rig.pair()
    try rig.talk(rig.household.sync(device: device))
    #expect(rig.air.subscribed)
    rig.air.memory = [1, 2, 3].map(Air.record)
    try rig.talk(rig.household.sync(device: device))
    #expect(try rig.kept() == [111, 112, 113])
  }
}
