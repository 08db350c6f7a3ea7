import Foundation
import HealthDiaryRadio

/// Bluetooth that begins late: the phone asks whether the app may use it as soon as anybody makes a central, and that is to be when the
/// person wants a device, not when they open the app for the first time.
///
/// Until then it is as Bluetooth of which nothing is known: whoever looks for a device waits.
public final class LateCentral: Central {
  private let make: () -> any Central
  private var made: (any Central)?

  /// - Parameters:
  ///   - atOnce: whether the phone has been asked already; then nothing is put off, and what the phone kept is heard.
  ///   - make: the phone's own.
  public init(atOnce: Bool, make: @escaping () -> any Central) {
    self.make = make
    if atOnce { begin() }
  }

  /// Begins, on the radio's queue. Twice is as once.
  public func begin() {
    if made == nil { made = make() }
  }

  public var state: CentralState { made?.state ?? .unknown }

  public func scan(services: [String]?) { made?.scan(services: services) }
  public func stopScan() { made?.stopScan() }
  public func retrieve(_ device: String) -> Bool { made?.retrieve(device) ?? false }
  public func connect(_ device: String) { made?.connect(device) }
  public func cancel(_ device: String) { made?.cancel(device) }
  public func services(_ device: String) -> [String] { made?.services(device) ?? [] }
  public func offered(_ device: String) -> [Offered] { made?.offered(device) ?? [] }
  public func discoverServices(_ device: String) { made?.discoverServices(device) }

  public func discoverCharacteristics(_ device: String, of service: String) {
    made?.discoverCharacteristics(device, of: service)
  }

  public func read(_ device: String, _ characteristic: Named) {
    made?.read(device, characteristic)
  }

  public func write(_ device: String, _ characteristic: Named, _ bytes: Data) {
    made?.write(device, characteristic, bytes)
  }

  public func notify(_ device: String, _ characteristic: Named, on: Bool) {
    made?.notify(device, characteristic, on: on)
  }
}
