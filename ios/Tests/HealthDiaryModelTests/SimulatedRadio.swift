import Foundation
import HealthDiary
import HealthDiaryRadio

@testable import HealthDiaryModel

/// Simulated devices in the place of the phone's Bluetooth, each at an address.
///
/// Whoever talks with an address that nobody put a device at waits until somebody does, as with a cuff that is switched off.
final class SimulatedRadio: DeviceRadio, @unchecked Sendable {
  static let address = "A-CUFF-77"
  private let lock = NSLock()
  private var devices: [String: SimulatedDevice] = [:]
  private var air: [HealthDiaryRadio.NearDevice] = []
  private var looking:
    [UUID: AsyncThrowingStream<[HealthDiaryRadio.NearDevice], any Error>.Continuation] = [:]
  private var hindrance: RadioTrouble?
  private var happening: @Sendable (RadioEvent) async throws -> RadioEvent = { $0 }
  private var comingBefore: @Sendable (RadioEvent) -> RadioEvent? = { _ in nil }
  /// What could not be stored, for whoever talks next; as the phone's radio keeps it.
  private var unheard: [(RadioEvent, Clocks)] = []
  private var calls: Set<String> = []
  private var kept = true
  private var conversations = 0
  private let wake: AsyncStream<String>.Continuation
  let woken: AsyncStream<String>

  init() {
    (woken, wake) = AsyncStream.makeStream(of: String.self)
  }

  /// Puts a device at an address, where it shows up.
  @discardableResult
  func put(_ device: SimulatedDevice, at address: String = SimulatedRadio.address)
    -> SimulatedDevice
  {
    let near = HealthDiaryRadio.NearDevice(
      device: address, name: device.name(), ofHealth: true, strength: -50)
    let (told, all) = lock.withLock {
      devices[address] = device
      air = air.filter { $0.device != address } + [near]
      return (Array(looking.values), air)
    }
    for one in told { one.yield(all) }
    return device
  }

  /// A known device is there, and nobody talks with it.
  func call(_ address: String = SimulatedRadio.address) { wake.yield(address) }

  /// Takes a device out of the air.
  func takeAway(_ address: String) {
    lock.withLock {
      devices[address] = nil
      air.removeAll { $0.device == address }
    }
  }

  /// What the phone says instead when somebody looks around.
  var trouble: RadioTrouble? {
    get { lock.withLock { hindrance } }
    set { lock.withLock { hindrance = newValue } }
  }

  /// Told of what happens next, and gives what happens instead. To wait in it is to be slow.
  var happens: @Sendable (RadioEvent) async throws -> RadioEvent {
    get { lock.withLock { happening } }
    set { lock.withLock { happening = newValue } }
  }

  /// What happens right before something.
  var comesBefore: @Sendable (RadioEvent) -> RadioEvent? {
    get { lock.withLock { comingBefore } }
    set { lock.withLock { comingBefore = newValue } }
  }

  /// The addresses that the phone waits for.
  var called: Set<String> { lock.withLock { calls } }

  /// Whether the phone kept what it waits for.
  var keeps: Bool {
    get { lock.withLock { kept } }
    set { lock.withLock { kept = newValue } }
  }

  /// How many conversations were begun.
  var talks: Int { lock.withLock { conversations } }

  func letCall(_ address: String) { lock.withLock { _ = calls.insert(address) } }
  func letCallNoMore(_ address: String) { lock.withLock { _ = calls.remove(address) } }
  func wasKept() async -> Bool { keeps }

  func near(all: Bool) -> AsyncThrowingStream<[HealthDiaryRadio.NearDevice], any Error> {
    let number = UUID()
    let (stream, tell) = AsyncThrowingStream.makeStream(of: [HealthDiaryRadio.NearDevice].self)
    if let trouble {
      tell.finish(throwing: trouble)
      return stream
    }
    tell.onTermination = { [weak self] _ in
      self?.lock.withLock { self?.looking[number] = nil }
    }
    let all = lock.withLock {
      looking[number] = tell
      return air
    }
    tell.yield(all)
    return stream
  }

  func talk(
    _ sync: Sync, with address: String, patient: Bool,
    progress: @escaping @Sendable (SyncProgress) -> Void
  ) async throws -> SyncResult {
    let device = try await device(at: address)
    lock.withLock { conversations += 1 }
    device.begin()
    var isStopped = false
    var values: [(RadioEvent, Clocks)] = []
    while let next = device.next() {
      var event = next.event
      if !isStopped {
        do {
          try Task.checkCancellation()
          if let first = comesBefore(event) {
            try handIn(first, next.clocks, sync, device, progress)
          }
          event = try await happens(event)
        } catch {
          // Whoever stops the conversation has it stopped well.
          isStopped = true
          try handIn(.cancel, next.clocks, sync, device, progress)
        }
      }
      if case .value = event { values.append((event, next.clocks)) }
      try handIn(event, next.clocks, sync, device, progress)
      if event == .start {
        for (value, at) in takeUnheard() { try handIn(value, at, sync, device, progress) }
      }
    }
    if case .notStored(let inFlight) = device.result() {
      lock.withLock { unheard = values.suffix(Int(inFlight)) }
    }
    if isStopped { throw CancellationError() }
    guard let result = device.result() else { throw NoResult() }
    return result
  }

  private func handIn(
    _ event: RadioEvent, _ clocks: Clocks, _ sync: Sync, _ device: SimulatedDevice,
    _ progress: (SyncProgress) -> Void
  ) throws {
    let commands = try sync.handle(event: event, now: clocks)
    for case .report(let said) in commands { progress(said) }
    try device.carryOut(commands: commands)
  }

  private func takeUnheard() -> [(RadioEvent, Clocks)] {
    lock.withLock {
      defer { unheard = [] }
      return unheard
    }
  }

  private func device(at address: String) async throws -> SimulatedDevice {
    while true {
      if let device = lock.withLock({ devices[address] }) { return device }
      try await Task.sleep(for: .milliseconds(2))
    }
  }

  /// A conversation that ends has a result.
  struct NoResult: Error {}
}

/// Waits until somebody says that it goes on; cancelled, it throws.
actor Gate {
  private var isOpen = false
  private var waiting: [UUID: CheckedContinuation<Void, any Error>] = [:]

  func open() {
    isOpen = true
    for one in waiting.values { one.resume() }
    waiting = [:]
  }

  func pass() async throws {
    if isOpen { return }
    let number = UUID()
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (one: CheckedContinuation<Void, any Error>) in
        if Task.isCancelled { return one.resume(throwing: CancellationError()) }
        waiting[number] = one
      }
    } onCancel: {
      Task { await self.stop(number) }
    }
  }

  private func stop(_ number: UUID) {
    waiting.removeValue(forKey: number)?.resume(throwing: CancellationError())
  }
}

extension SimulatedDevice {
  /// Measures so often, ten minutes apart: 121 over 80 last, and one more each time before.
  func measure(_ times: UInt32) throws {
    for n in 1...times {
      try measurePressure(
        minutesAgo: 10 * n, systolic: UInt16(120 + n), diastolic: 80, pulse: 66)
    }
  }
}

extension Noted<Int> {
  /// Counts one more; how many there are with it.
  func next() -> Int {
    with { count in
      count += 1
      return count
    }
  }
}
