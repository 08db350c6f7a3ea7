import Dispatch
import Foundation
import HealthDiary
import Testing

@testable import HealthDiaryRadio

/// The driver as an app has it: a queue of its own, real timers, tasks that wait and are cancelled.
@Suite(.timeLimit(.minutes(1))) struct DriverTests {
  /// A cuff, a driver of it, and a household; the crank turns by itself.
  private final class Stage: @unchecked Sendable {
    // Touched on the queue only.
    let air = Air()
    let queue = DispatchQueue(label: "radio")
    let driver: CentralDriver
    let household: Household
    private let crank: DispatchSourceTimer
    private let home: String

    init() throws {
      home = FileManager.default.temporaryDirectory.path + "/radio-" + UUID().uuidString
      let place = HouseholdPlace(folder: home + "/home", stateFolder: home + "/state")
      let code = try createHousehold(
        place: place, passphrase: "seven invented words nobody would guess")
      household = try Household.openWithRecoveryCode(place: place, code: code)
      let (air, queue) = (Carried(air), queue)
      driver = CentralDriver(
        queue: queue, phone: { ThisPhone(queue: queue) },
        central: { hear in
          air.it.tell { hear($0, ThisPhone.clocksNow()) }
          return air.it
        })
      crank = DispatchSource.makeTimerSource(queue: queue)
      crank.schedule(deadline: .now(), repeating: .milliseconds(1))
      crank.setEventHandler { _ = air.it.turn() }
      crank.resume()
    }

    deinit {
      crank.cancel()
      try? household.shut()
      try? FileManager.default.removeItem(atPath: home)
    }

    func with(_ body: @escaping @Sendable (Air) -> Void) {
      let air = Carried(air)
      queue.sync { body(air.it) }
    }

    func pair() async throws -> String {
      guard case .paired(let device) = try await driver.talk(household.pair(), with: Air.cuff)
      else { throw Rig.NotPaired() }
      try household.assign(device: device, user: nil, person: household.addPerson(name: "Ana"))
      return device
    }
  }

  private struct Carried: @unchecked Sendable {
    let it: Air

    init(_ it: Air) { self.it = it }
  }

  @Test func aConversationIsWaitedFor() async throws {
    let stage = try Stage()
    let device = try await stage.pair()
    stage.with { $0.memory = [1, 2, 3].map(Air.record) }
    let told = AsyncStream.makeStream(of: SyncProgress.self)
    let result = try await stage.driver.talk(
      stage.household.sync(device: device), with: Air.cuff
    ) { told.continuation.yield($0) }
    told.continuation.finish()
    #expect(result == .complete(records: 3, announced: nil, proof: "peer-ended"))
    var heard: [SyncProgress] = []
    for await one in told.stream { heard.append(one) }
    #expect(heard.first == .connecting)
    #expect(try stage.household.handOn().new.count == 3)
  }

  @Test func cancellingStopsItAndTheNextFindsTheLinkAtRest() async throws {
    let stage = try Stage()
    let device = try await stage.pair()
    stage.with { $0.isAway = true }
    let (connecting, tell) = AsyncStream.makeStream(of: SyncProgress.self)
    let waiting = Task {
      try await stage.driver.talk(
        stage.household.sync(device: device), with: Air.cuff, patient: true
      ) { tell.yield($0) }
    }
    for await _ in connecting { break }
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
    stage.with {
      $0.memory = [Air.record(1)]
      $0.comeBack()
      $0.isAway = false
    }
    _ = try await stage.driver.talk(stage.household.sync(device: device), with: Air.cuff)
    #expect(try stage.household.handOn().new.count == 1)
  }

  @Test func oneIsCancelledBeforeItsTurnAndBeforeItBegins() async throws {
    let stage = try Stage()
    let device = try await stage.pair()
    stage.with { $0.isAway = true }
    let talk = { @Sendable in
      try await stage.driver.talk(
        stage.household.sync(device: device), with: Air.cuff, patient: true)
    }
    let (first, second) = (Task(operation: talk), Task(operation: talk))
    second.cancel()
    await #expect(throws: CancellationError.self) { try await second.value }
    first.cancel()
    await #expect(throws: CancellationError.self) { try await first.value }
  }

  @Test func manyAskAndEachHasItsTurn() async throws {
    let stage = try Stage()
    let device = try await stage.pair()
    stage.with { $0.memory = (1...9).map(Air.record) }
    let all = try await withThrowingTaskGroup(of: SyncResult.self) { group in
      for _ in 0..<3 {
        group.addTask {
          try await stage.driver.talk(stage.household.pair(), with: Air.cuff)
        }
      }
      group.addTask {
        try await stage.driver.talk(stage.household.sync(device: device), with: Air.cuff)
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(all.filter { $0 == .paired(device: device) }.count == 3)
    #expect(all.contains(.complete(records: 9, announced: nil, proof: "peer-ended")))
    #expect(try stage.household.handOn().new.count == 9)
  }

  @Test func whoIsNearIsAStreamThatEndsTheScan() async throws {
    let stage = try Stage()
    let looking = Task {
      for try await near in stage.driver.near(all: false) where !near.isEmpty { return near }
      return []
    }
    while stage.queue.sync(execute: { !stage.air.isScanning }) {
      try await Task.sleep(for: .milliseconds(1))
    }
    stage.with { $0.advertise(Air.cuff, name: "A cuff", services: ["1810"], strength: -40) }
    #expect(try await looking.value.map(\.name) == ["A cuff"])
    while stage.queue.sync(execute: { stage.air.isScanning }) {
      try await Task.sleep(for: .milliseconds(1))
    }
    stage.with { $0.change(.unauthorized) }
    await #expect(throws: RadioTrouble.notPermitted) {
      for try await _ in stage.driver.near(all: true) {}
    }
  }

  @Test func aDeviceThatCallsWakesTheApp() async throws {
    let stage = try Stage()
    let device = try await stage.pair()
    stage.with { $0.isAway = true }
    stage.driver.letCall(Air.cuff)
    stage.with {
      $0.memory = [Air.record(1)]
      $0.comeBack()
    }
    for await woken in stage.driver.woken {
      #expect(woken == Air.cuff)
      _ = try await stage.driver.talk(stage.household.sync(device: device), with: woken)
      break
    }
    #expect(try stage.household.handOn().new.count == 1)
    stage.driver.letCallNoMore(Air.cuff)
  }
}
