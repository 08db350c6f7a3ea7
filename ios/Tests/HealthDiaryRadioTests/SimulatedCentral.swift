import Foundation
import HealthDiary
import HealthDiaryRadio

/// The core's simulated device behind what a platform offers of it; its time is the phone's.
final class SimulatedCentral: Central, RadioPhone {
  let state = CentralState.on
  private let device: SimulatedDevice
  private var hear: (CentralEvent) -> Void = { _ in }
  private var listed: [DeviceService] = []
  private var isFound = false
  private var now: Clocks?
  private var timers: [UInt32: () -> Void] = [:]
  private var lastTimer: UInt32 = 0
  private static let id = "simulated"
  /// The core's devices do not tell services apart.
  private static let service = "FFFF"

  init(_ device: SimulatedDevice) {
    self.device = device
  }

  func tell(_ hear: @escaping (CentralEvent) -> Void) {
    self.hear = hear
    device.begin()
  }

  /// Does the next thing; whether there was one.
  func turn() -> Bool {
    guard let happened = device.next() else { return false }
    now = happened.clocks
    switch happened.event {
    case .start, .cancel, .permissionLost: break
    case .connected: hear(.connected(Self.id))
    case .connectFailed: hear(.failed(Self.id))
    case .disconnected(let end): hear(.disconnected(Self.id, Self.fault(end)))
    case .discovered(let offered):
      listed = offered
      hear(.services(Self.id, nil))
    case .readDone(let uuid, let bytes, _): hear(.value(Self.id, named(uuid), bytes, nil))
    case .readRefused(let uuid, let error, _):
      hear(.value(Self.id, named(uuid), Data(), .att(error)))
    case .writeDone(let uuid, let error):
      hear(.written(Self.id, named(uuid), error.map(Fault.att)))
    case .subscribed(let uuid, let error):
      hear(.notifying(Self.id, named(uuid), error.map(Fault.att)))
    case .value(let uuid, let bytes): hear(.value(Self.id, named(uuid), bytes, nil))
    case .timer(let id): timers.removeValue(forKey: id)?()
    case .adapterOff: hear(.state(.off))
    case .adapterOn: hear(.state(.on))
    }
    return true
  }

  private static func fault(_ end: LinkEnd) -> Fault? {
    switch end {
    case .device: .platform(7)
    case .lost: .platform(6)
    case .phone: nil
    case .unknown: .other
    }
  }

  private func named(_ uuid: String) -> Named { Named(service: Self.service, uuid: uuid) }

  private func ask(_ command: RadioCommand) {
    do { try device.carryOut(commands: [command]) } catch { preconditionFailure("\(error)") }
  }

  func clocks() -> Clocks { now ?? Clocks(wallMs: 0, monotonicNs: 0, boot: "") }

  func after(_ ms: UInt64, _ action: @escaping () -> Void) -> () -> Void {
    // Of one timer the device knows; those of the radio itself wait for nothing here.
    lastTimer += 1
    let id = lastTimer
    timers[id] = action
    ask(.setTimer(id: id, afterMs: ms))
    return { [weak self] in self?.timers[id] = nil }
  }

  func scan(services: [String]?) {}
  func stopScan() {}
  func retrieve(_ device: String) -> Bool { true }
  func connect(_ device: String) { ask(.connect) }
  func cancel(_ device: String) { ask(.disconnect) }
  func services(_ device: String) -> [String] { [Self.service] }

  func offered(_ device: String) -> [Offered] {
    isFound
      ? listed.map {
        Offered(
          name: named($0.uuid), readable: $0.readable, writable: $0.writable, notify: $0.notify,
          indicate: $0.indicate)
      } : []
  }

  func discoverServices(_ device: String) { ask(.discover) }

  func discoverCharacteristics(_ device: String, of service: String) {
    isFound = true
    hear(.characteristics(device, service: service, nil))
  }

  func read(_ device: String, _ name: Named) { ask(.read(uuid: name.uuid)) }

  func write(_ device: String, _ name: Named, _ bytes: Data) {
    ask(.write(uuid: name.uuid, bytes: bytes))
  }

  func notify(_ device: String, _ name: Named, on: Bool) {
    // The core's devices have nothing to give a subscription back with.
    if !on { return hear(.notifying(device, name, nil)) }
    let indicates = listed.contains { named($0.uuid) == name && $0.indicate }
    ask(.subscribe(uuid: name.uuid, indications: indicates))
  }
}
