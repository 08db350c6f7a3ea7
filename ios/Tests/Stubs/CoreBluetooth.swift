// swift-format-ignore-file
// What CoreBluetoothCentral.swift and SystemRadio.swift use of CoreBluetooth, declared as Apple documents it, so that its types are checked where there is
// no CoreBluetooth. It does nothing, and is part of no package.
import Foundation

public let CBCentralManagerOptionRestoreIdentifierKey: String = ""
public let CBCentralManagerOptionShowPowerAlertKey: String = ""
public let CBCentralManagerRestoredStatePeripheralsKey: String = ""
public let CBAdvertisementDataServiceUUIDsKey: String = ""
public let CBAdvertisementDataLocalNameKey: String = ""
public let CBATTErrorDomain: String = "a"
public let CBErrorDomain: String = "b"
open class CBUUID: NSObject {
  public init(string: String) {}
  open var uuidString: String { "" }
}
public enum CBManagerState: Int, @unchecked Sendable {
  case unknown, resetting, unsupported, unauthorized, poweredOff, poweredOn
}
public enum CBPeripheralState: Int, @unchecked Sendable {
  case disconnected, connecting, connected, disconnecting
}
public enum CBManagerAuthorization: Int, @unchecked Sendable { case notDetermined, restricted, denied, allowedAlways }
open class CBManager: NSObject {
  open var state: CBManagerState { .unknown }
  open class var authorization: CBManagerAuthorization { .notDetermined }
}
open class CBPeer: NSObject { open var identifier: UUID { UUID() } }
open class CBAttribute: NSObject { open var uuid: CBUUID { CBUUID(string: "") } }
open class CBService: CBAttribute { open var characteristics: [CBCharacteristic]? { nil } }
public struct CBCharacteristicProperties: OptionSet, @unchecked Sendable {
  public let rawValue: UInt
  public init(rawValue: UInt) { self.rawValue = rawValue }
  public static let read = Self(rawValue: 2), write = Self(rawValue: 8),
    notify = Self(rawValue: 16), indicate = Self(rawValue: 32),
    notifyEncryptionRequired = Self(rawValue: 256), indicateEncryptionRequired = Self(rawValue: 512)
}
open class CBCharacteristic: CBAttribute {
  open var service: CBService? { nil }
  open var properties: CBCharacteristicProperties { [] }
  open var value: Data? { nil }
  open var isNotifying: Bool { false }
}
public enum CBCharacteristicWriteType: Int { case withResponse, withoutResponse }
open class CBPeripheral: CBPeer {
  open weak var delegate: (any CBPeripheralDelegate)?
  open var name: String? { nil }
  open var state: CBPeripheralState { .disconnected }
  open var services: [CBService]? { nil }
  open func discoverServices(_ u: [CBUUID]?) {}
  open func discoverCharacteristics(_ u: [CBUUID]?, for service: CBService) {}
  open func readValue(for c: CBCharacteristic) {}
  open func writeValue(_ d: Data, for c: CBCharacteristic, type: CBCharacteristicWriteType) {}
  open func setNotifyValue(_ e: Bool, for c: CBCharacteristic) {}
}
open class CBCentralManager: CBManager {
  public init(
    delegate: (any CBCentralManagerDelegate)?, queue: DispatchQueue?, options: [String: Any]? = nil
  ) {}
  open func scanForPeripherals(withServices s: [CBUUID]?, options: [String: Any]? = nil) {}
  open func stopScan() {}
  open func retrievePeripherals(withIdentifiers: [UUID]) -> [CBPeripheral] { [] }
  open func connect(_ p: CBPeripheral, options: [String: Any]? = nil) {}
  open func cancelPeripheralConnection(_ p: CBPeripheral) {}
}
public protocol CBCentralManagerDelegate: AnyObject {
  func centralManagerDidUpdateState(_ central: CBCentralManager)
  func centralManager(_ central: CBCentralManager, willRestoreState dict: [String: Any])
  func centralManager(
    _ central: CBCentralManager, didDiscover peripheral: CBPeripheral,
    advertisementData: [String: Any], rssi RSSI: NSNumber)
  func centralManager(_ central: CBCentralManager, didConnect peripheral: CBPeripheral)
  func centralManager(
    _ central: CBCentralManager, didFailToConnect peripheral: CBPeripheral, error: (any Error)?)
  func centralManager(
    _ central: CBCentralManager, didDisconnectPeripheral peripheral: CBPeripheral,
    error: (any Error)?)
}
public protocol CBPeripheralDelegate: AnyObject {
  func peripheral(_ peripheral: CBPeripheral, didDiscoverServices error: (any Error)?)
  func peripheral(
    _ peripheral: CBPeripheral, didDiscoverCharacteristicsFor service: CBService,
    error: (any Error)?)
  func peripheral(
    _ peripheral: CBPeripheral, didUpdateValueFor characteristic: CBCharacteristic,
    error: (any Error)?)
  func peripheral(
    _ peripheral: CBPeripheral, didWriteValueFor characteristic: CBCharacteristic,
    error: (any Error)?)
  func peripheral(
    _ peripheral: CBPeripheral, didUpdateNotificationStateFor characteristic: CBCharacteristic,
    error: (any Error)?)
  func peripheral(_ peripheral: CBPeripheral, didModifyServices invalidatedServices: [CBService])
}
