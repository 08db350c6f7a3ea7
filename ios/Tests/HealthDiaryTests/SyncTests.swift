import Foundation
import HealthDiary
import Testing

/// A radio written in Swift drives the core's conversation with a device, over the real library.
@Suite struct SyncTests {
  let place: HouseholdPlace
  let code: String

  init() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/diary-" + UUID().uuidString
    place = HouseholdPlace(folder: folder + "/home", stateFolder: folder + "/state")
    code = try createHousehold(
      place: place, passphrase: "seven invented words nobody would guess")
  }

  private func opened() throws -> Household {
    try Household.openWithRecoveryCode(place: place, code: code)
  }

  /// Makes the cuff known, and gives it to Ana.
  private func known(_ cuff: Cuff, to household: Household) throws -> String {
    guard case .paired(let device) = try cuff.talk(household.pair()) else {
      throw NotPaired()
    }
    let ana = try household.addPerson(name: "Ana")
    try household.assign(device: device, user: nil, person: ana)
    return device
  }

  @Test func aLinkLostInTheMiddleCostsNoReading() throws {
    let cuff = Cuff(serial: "A1", memory: [1, 2, 3].map(Cuff.record))
    let household = try opened()
    let device = try known(cuff, to: household)
    cuff.cutAfter = 1
    let result = try cuff.talk(household.sync(device: device))
    #expect(result == .complete(records: 3, announced: nil, proof: "peer-ended"))
    #expect(try household.handOn().new.count == 3)
    let ana = try #require(household.people().first)
    let page = try household.diary(person: ana.id).page(question: EntryQuestion())
    let systolic = page.entries.compactMap { $0.said["systolic"]?.number }
    #expect(systolic.sorted() == [111, 112, 113])
    try household.shut()
  }

  @Test func readingsComeInWhileEverythingIsLocked() throws {
    let household = try opened()
    let device = try known(Cuff(serial: "A2", memory: []), to: household)
    try household.shut()
    let receiver = try Receiver.open(place: place)
    let later = Cuff(serial: "A2", memory: [1, 2].map(Cuff.record))
    #expect(
      try later.talk(receiver.sync(device: device))
        == .complete(records: 2, announced: nil, proof: "peer-ended"))
    try receiver.shut()
    let again = try opened()
    #expect(try again.handOn().new.count == 2)
    try again.shut()
  }

  @Test func whatArrivesFromManyTasksIsKeptOneByOne() async throws {
    let cuff = Cuff(serial: "A3", memory: [])
    let household = try opened()
    let sync = try household.sync(device: known(cuff, to: household))
    _ = try sync.handle(event: .start, now: cuff.clocks())
    _ = try sync.handle(event: .connected, now: cuff.clocks())
    try await withThrowingTaskGroup(of: Void.self) { group in
      for n in UInt8(0)..<40 {
        let now = cuff.clocks()
        group.addTask {
          let value = RadioEvent.value(uuid: Cuff.measurement, bytes: .init(Cuff.record(n)))
          _ = try sync.handle(event: value, now: now)
        }
      }
      try await group.waitForAll()
    }
    _ = try sync.handle(event: .cancel, now: cuff.clocks())
    _ = try sync.handle(event: .disconnected(end: .phone), now: cuff.clocks())
    #expect(try household.handOn().new.count == 40)
    try household.shut()
  }

  @Test func whatIsRefusedHasAType() throws {
    let household = try opened()
    #expect(kind { _ = try opened() } == "InUse")
    #expect(kind { _ = try household.sync(device: "nothing of the kind") } == "Invalid")
    try household.shut()
    try household.shut()
    #expect(kind { _ = try household.people() } == "Shut")
    #expect(
      kind { _ = try Household.openWithPassphrase(place: place, passphrase: "another one") }
        == "WrongSecret")
  }

  private func kind(_ call: () throws -> Void) -> String? {
    do {
      try call()
      return nil
    } catch DiaryError.InUse {
      return "InUse"
    } catch DiaryError.Invalid {
      return "Invalid"
    } catch DiaryError.Shut {
      return "Shut"
    } catch DiaryError.WrongSecret {
      return "WrongSecret"
    } catch {
      return "\(error)"
    }
  }
}

struct NotPaired: Error {}
