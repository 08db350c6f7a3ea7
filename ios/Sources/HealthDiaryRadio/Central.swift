import Foundation
import HealthDiary

/// What this radio uses of a platform's Bluetooth: CoreBluetooth's on a phone, a scripted one in tests.
///
/// Devices and characteristics have names in the place of objects, and each name is looked up when it is used, so that an object that the
/// platform has made invalid is in nobody's hand. Everything is called, and everything is told, on one serial queue.
public protocol Central: AnyObject {
  /// Whether it can be used now.
  var state: CentralState { get }

  /// Looks for devices; with services only for those that advertise one of them, which is what goes on in the background.
  func scan(services: [String]?)
  func stopScan()

  /// Finds a device that this phone has met before; whether there is one of this name.
  func retrieve(_ device: String) -> Bool

  /// Brings a link up, however long the device is away. It is told by ``CentralEvent/connected(_:)``, and never runs out by itself.
  func connect(_ device: String)
  /// Takes a link down, or gives up bringing it up.
  func cancel(_ device: String)

  /// The services that can be used on this link without asking the device.
  func services(_ device: String) -> [String]
  /// The characteristics that can be used on this link without asking the device.
  func offered(_ device: String) -> [Offered]

  func discoverServices(_ device: String)
  func discoverCharacteristics(_ device: String, of service: String)
  func read(_ device: String, _ characteristic: Named)
  func write(_ device: String, _ characteristic: Named, _ bytes: Data)
  /// Subscribes, on the phone and on the device; indications or notifications, as the device has them.
  func notify(_ device: String, _ characteristic: Named, on: Bool)
}

/// Whether Bluetooth can be used.
public enum CentralState: Sendable {
  case on, off
  /// The app may not use it.
  case unauthorized
  /// The platform does not know yet, or begins anew: every link is down.
  case unknown
  /// The phone has none.
  case unsupported
}

/// What tells a characteristic from all others of a device: names as ``plain(_:)`` writes them.
public struct Named: Hashable, Sendable {
  public let service: String
  public let uuid: String

  public init(service: String, uuid: String) {
    self.service = plain(service)
    self.uuid = plain(uuid)
  }
}

/// A characteristic that a device offers.
public struct Offered: Hashable, Sendable {
  public let name: Named
  public let readable: Bool
  public let writable: Bool
  public let notify: Bool
  public let indicate: Bool
  /// The phone listens to it.
  public let isNotifying: Bool

  public init(
    name: Named, readable: Bool, writable: Bool, notify: Bool, indicate: Bool,
    isNotifying: Bool = false
  ) {
    self.name = name
    self.readable = readable
    self.writable = writable
    self.notify = notify
    self.indicate = indicate
    self.isNotifying = isNotifying
  }
}

/// Why something did not happen.
public enum Fault: Hashable, Sendable {
  /// The device refused, with an ATT error (Core specification, Vol 3, Part F, 3.4.1.1).
  case att(UInt8)
  /// The platform's own, by the number of `CBError.Code`.
  case platform(Int)
  /// None that can be told apart.
  case other
}

/// How far a link is.
public enum LinkState: Sendable {
  case down, coming, up
}

/// What a platform tells, each with the device's name first.
public enum CentralEvent: Sendable {
  /// What the platform kept while the app did not run; before every other event, and before the app is ready.
  case restored([String: LinkState])
  case state(CentralState)
  case found(String, name: String?, services: [String], strength: Int)
  case connected(String)
  case failed(String)
  /// Without a fault where the phone took it down.
  case disconnected(String, Fault?)
  case services(String, Fault?)
  case characteristics(String, service: String, Fault?)
  /// The answer to a read, or a value that came by itself: the platform does not say which.
  case value(String, Named, Data, Fault?)
  case written(String, Named, Fault?)
  case notifying(String, Named, Fault?)
  /// The device offers something else than before.
  case modified(String)
}

/// A UUID as platforms write it: its 16 bits where it has them, and capitals.
public func plain(_ uuid: String) -> String {
  let base = "-0000-1000-8000-00805F9B34FB"
  let capitals = uuid.uppercased()
  guard capitals.hasPrefix("0000"), capitals.hasSuffix(base) else { return capitals }
  return String(capitals.dropFirst(4).dropLast(base.count))
}
