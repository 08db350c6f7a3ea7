import Foundation
import HealthDiary

/// A device in the air.
public struct NearDevice: Hashable, Sendable {
  /// Where it is found on this phone; another phone has another name for it.
  public let device: String
  /// What it calls itself.
  public let name: String?
  /// Whether it advertises a service of health.
  public let ofHealth: Bool
  /// Signal strength, dBm.
  public let strength: Int

  public init(device: String, name: String?, ofHealth: Bool, strength: Int) {
    self.device = device
    self.name = name
    self.ofHealth = ofHealth
    self.strength = strength
  }
}

/// Why nobody can be looked for.
public enum RadioTrouble: Error, Hashable, Sendable {
  /// The app may not use Bluetooth: ask for the permission.
  case notPermitted
  /// Bluetooth is off: ask for it to be switched on.
  case bluetoothOff
  /// The phone has no Bluetooth.
  case unsupported
}

/// Who is in the air, for everybody who looks.
final class Nearby {
  private let central: any Central
  private var looking: [UUID: Look] = [:]

  private struct Look {
    let all: Bool
    let told: ([NearDevice]) -> Void
    let ended: (RadioTrouble) -> Void
    var found: [String: NearDevice] = [:]
  }

  init(_ central: any Central) {
    self.central = central
  }

  func look(
    _ number: UUID, all: Bool, told: @escaping ([NearDevice]) -> Void,
    ended: @escaping (RadioTrouble) -> Void
  ) {
    looking[number] = Look(all: all, told: told, ended: ended)
    changed(central.state)
  }

  func stop(_ number: UUID) {
    guard looking.removeValue(forKey: number) != nil, central.state == .on else { return }
    scan()
  }

  /// Bluetooth can be used, or cannot; where that is not known yet, it is waited for.
  func changed(_ state: CentralState) {
    switch state {
    case .on: if !looking.isEmpty { scan() }
    case .off: end(.bluetoothOff)
    case .unauthorized: end(.notPermitted)
    case .unsupported: end(.unsupported)
    case .unknown: break
    }
  }

  /// The nearest first, those of health before all others; told when somebody is new, or says more.
  func found(_ device: String, name: String?, services: [String], strength: Int) {
    let ofHealth = services.contains { Self.services.contains(plain($0)) }
    for (number, look) in looking where ofHealth || (look.all && name != nil) {
      let before = look.found[device]
      let one = NearDevice(
        device: device, name: name ?? before?.name, ofHealth: ofHealth || before?.ofHealth == true,
        strength: strength)
      looking[number]?.found[device] = one
      if before?.name == one.name, before?.ofHealth == one.ofHealth { continue }
      let all = looking[number]?.found.values.sorted {
        ($0.ofHealth ? 0 : 1, -$0.strength, $0.device)
          < ($1.ofHealth ? 0 : 1, -$1.strength, $1.device)
      }
      look.told(all ?? [])
    }
  }

  private func scan() {
    if looking.isEmpty { return central.stopScan() }
    central.scan(services: looking.values.contains(where: \.all) ? nil : Self.services)
  }

  private func end(_ trouble: RadioTrouble) {
    let all = looking.values
    looking = [:]
    for one in all { one.ended(trouble) }
  }

  /// Blood pressure, pulse oximetry, and Jumper's own: the services that the core knows devices by.
  static let services = ["1810", "1822", "CDEACB80-5235-4C07-8846-93A37EE6B86D"]
}
