import Foundation
import HealthDiary
import HealthDiaryModel
import HealthDiaryPhone
import Testing

/// A phone that gives no time: what rests has to rest all the same.
private struct NoTime: BackgroundTime {
  func begin(_ name: String, over: @escaping @MainActor @Sendable () -> Void) -> (
    @MainActor @Sendable () -> Void
  )? { nil }
}

/// The diary of the core, which comes and goes with the app.
@MainActor
@Suite struct RestingDiaryTests {
  private let place: HouseholdPlace
  private let home: DiaryHome
  private let life: LifeCycle

  init() async throws {
    let folder = temporaryFolder()
    place = HouseholdPlace(folder: folder.path + "/diary", stateFolder: folder.path + "/state")
    home = DiaryHome(at: place)
    _ = try await home.make(name: "Ana", passphrase: "seven invented words nobody would guess")
    life = LifeCycle(home, time: NoTime(), lockAfter: { .seconds(60) })
  }

  /// Whether a cuff that sends is heard while nothing is unlocked.
  private func receives() -> Bool {
    guard let receiver = try? Receiver.open(place: place) else { return false }
    return (try? receiver.shut()) != nil
  }

  @Test func whatArrivesWhileItRestsIsReceivedAndItGoesOnAfterwards() async throws {
    life.wentAway()
    await life.settled()
    #expect(home.door.value == .open)
    #expect(receives())
    life.cameBack()
    await life.settled()
    #expect(home.door.value == .open)
    life.wentAway()
    life.cameBack()
    life.wentAway()
    await life.settled()
    #expect(receives())
  }

  @Test func aPhoneThatIsBeingLockedFindsItShutWithEverythingOnTheDisk() async throws {
    life.wentAway()
    life.filesWillGo()
    await life.settled()
    #expect(home.door.value == .shut)
    #expect(receives())
    let left = FileManager.default.enumerator(atPath: place.folder)?.compactMap { $0 as? String }
    #expect(left?.contains { $0.hasSuffix("-wal") } == false)
    life.cameBack()
    await life.settled()
    #expect(home.door.value == .shut)
    try await home.open(passphrase: "seven invented words nobody would guess")
    #expect(home.door.value == .open)
  }
}
