import Foundation
import HealthDiary
import Testing

@testable import HealthDiaryRadio

/// A phone with the real core, a cuff, and time that passes only when nothing else is to do.
final class Rig {
  let air: Air
  let place: HouseholdPlace
  let code: String
  var household: Household
  var told: [SyncProgress] = []
  var woken: [String] = []
  private(set) var radio: Radio
  let phone: TestPhone
  private let policy: KnownPeripheral.Policy
  private let simulated: SimulatedPhone
  private let folder: String

  init(keep: Bool = true, quirks: Quirks = Quirks(), air: Air = Air()) throws {
    folder = FileManager.default.temporaryDirectory.path + "/radio-" + UUID().uuidString
    place = HouseholdPlace(folder: folder + "/home", stateFolder: folder + "/state")
    phone = TestPhone()
    policy = .init(keep: keep, quirks: quirks)
    self.air = air
    // The core goes by the same clock, and a passphrase costs nothing.
    simulated = SimulatedPhone(stateFolder: place.stateFolder, clock: phone.time, seed: 1)
    code = try createHousehold(
      place: place, passphrase: "seven invented words nobody would guess")
    household = try Household.openWithRecoveryCode(place: place, code: code)
    radio = Radio(air, phone: phone, policy: { [policy] _ in policy }, woken: { _ in })
    launch { air.tell($0) }
  }

  deinit {
    try? household.shut()
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// The app begins: whatever it had in memory is gone.
  func launch(_ tell: (@escaping (CentralEvent) -> Void) -> Void) {
    phone.forget()
    woken = []
    radio = Radio(
      air, phone: phone, policy: { [policy] _ in policy },
      woken: { [unowned self] in woken.append($0) })
    tell { [unowned self] in radio.heard($0, at: phone.clocks()) }
  }

  /// Makes the cuff known, and gives it to Ana.
  func pair(_ meanwhile: () throws -> Void = {}) throws -> String {
    guard case .paired(let device) = try talk(household.pair(), meanwhile) else {
      throw NotPaired()
    }
    try household.assign(device: device, user: nil, person: household.addPerson(name: "Ana"))
    return device
  }

  struct NotPaired: Error {}
  struct Endless: Error {
    let asked: [String]
  }

  /// A conversation from its beginning to its end; `meanwhile` looks at it before every turn.
  @discardableResult
  func talk(_ sync: Sync, patient: Bool = false, _ meanwhile: () throws -> Void = {}) throws
    -> SyncResult
  {
    var over: Result<SyncResult, any Error>?
    radio.talk(
      UUID(),
      .init(
        sync: sync, device: Air.cuff, patient: patient,
        told: { [unowned self] in told.append($0) }, ended: { over = $0 }))
    for _ in 0..<2_000 where over == nil {
      try meanwhile()
      phone.pass(10)
      if !air.turn() { phone.runOut() }
    }
    guard let over else { throw Endless(asked: air.asked) }
    // What the phone and the cuff still have to say to each other.
    settle()
    return try over.get()
  }

  /// Turns the crank until something is so.
  func turn(until isSo: () -> Bool) throws {
    for _ in 0..<2_000 where !isSo() { _ = air.turn() }
    if !isSo() { throw Endless(asked: air.asked) }
  }

  func settle() {
    while air.turn() { phone.pass(10) }
    phone.runOutAtOnce()
  }

  /// The systolic values that are in Ana's diary, once everything was handed on.
  func kept() throws -> [Int] {
    _ = try household.handOn()
    let ana = try #require(household.people().first)
    let page = try household.diary(person: ana.id).page(
      question: EntryQuestion(kind: "blood-pressure"), atMost: 50)
    return page.entries.compactMap { entry in
      entry.said.values.first { $0.field == "systolic" }?.number.map { Int($0) }
    }.sorted()
  }
}

/// Clocks and timers of a test.
final class TestPhone: RadioPhone {
  /// What the core goes by as well, from threads of its own.
  final class Time: Clock, @unchecked Sendable {
    private let lock = NSLock()
    private var ms: UInt64 = 1_000

    var elapsed: UInt64 {
      get { lock.withLock { ms } }
      set { lock.withLock { ms = newValue } }
    }

    /// From 2026-08-20 12:00 UTC.
    func now() -> Clocks {
      let ms = elapsed
      return Clocks(
        wallMs: 1_787_227_200_000 + Int64(ms), monotonicNs: ms * 1_000_000, boot: "7")
    }

    func zone() -> String { "Europe/London" }
  }

  let time = Time()
  private var timers: [Int: (at: UInt64, action: () -> Void)] = [:]
  private var last = 0

  func clocks() -> Clocks { time.now() }

  func pass(_ ms: UInt64) { time.elapsed += ms }

  func after(_ ms: UInt64, _ action: @escaping () -> Void) -> () -> Void {
    last += 1
    let number = last
    timers[number] = (time.elapsed + ms, action)
    return { [weak self] in self?.timers[number] = nil }
  }

  /// The next one runs out.
  func runOut() {
    guard let next = timers.min(by: { ($0.value.at, $0.key) < ($1.value.at, $1.key) }) else {
      return
    }
    timers[next.key] = nil
    time.elapsed = max(time.elapsed, next.value.at)
    next.value.action()
  }

  /// Those that wait for nothing.
  func runOutAtOnce() {
    while timers.values.contains(where: { $0.at <= time.elapsed }) { runOut() }
  }

  func forget() { timers = [:] }
}
