// Parsed and formatted with the others, and compiled nowhere yet: it needs Apple's CoreBluetooth. Nothing is decided here.
#if canImport(CoreBluetooth)
  @preconcurrency import CoreBluetooth
  import Foundation
  import HealthDiary

  /// An iPhone's or a Mac's Bluetooth, which calls back on the queue that it is used on.
  public final class CoreBluetoothCentral: NSObject, Central {
    public typealias Hear = @Sendable (CentralEvent, Clocks) -> Void

    private let hear: Hear
    private var manager: CBCentralManager!
    private var devices: [String: CBPeripheral] = [:]

    /// - Parameter restoreAs: the same in every launch, or the system hands nothing over; needs `bluetooth-central` among the app's
    ///   background modes.
    public init(queue: DispatchQueue, restoreAs: String?, hear: @escaping Hear) {
      self.hear = hear
      super.init()
      var options: [String: Any] = [:]
      options[CBCentralManagerOptionRestoreIdentifierKey] = restoreAs
      manager = CBCentralManager(delegate: self, queue: queue, options: options)
    }

    public var state: CentralState { manager.state.told }

    public func scan(services: [String]?) {
      manager.scanForPeripherals(withServices: services?.map(CBUUID.init(string:)))
    }

    public func stopScan() { manager.stopScan() }

    public func retrieve(_ device: String) -> Bool {
      if devices[device] != nil { return true }
      guard let id = UUID(uuidString: device) else { return false }
      manager.retrievePeripherals(withIdentifiers: [id]).forEach(keep)
      return devices[device] != nil
    }

    public func connect(_ device: String) { devices[device].map { manager.connect($0) } }

    public func cancel(_ device: String) {
      devices[device].map(manager.cancelPeripheralConnection)
    }

    public func services(_ device: String) -> [String] {
      (devices[device]?.services ?? []).map { plain($0.uuid.uuidString) }
    }

    public func offered(_ device: String) -> [Offered] {
      (devices[device]?.services ?? []).flatMap { service in
        (service.characteristics ?? []).map { Offered($0, of: service) }
      }
    }

    public func discoverServices(_ device: String) { devices[device]?.discoverServices(nil) }

    public func discoverCharacteristics(_ device: String, of service: String) {
      guard let found = self.service(device, service) else { return }
      devices[device]?.discoverCharacteristics(nil, for: found)
    }

    public func read(_ device: String, _ characteristic: Named) {
      found(device, characteristic).map { devices[device]?.readValue(for: $0) }
    }

    public func write(_ device: String, _ characteristic: Named, _ bytes: Data) {
      found(device, characteristic).map {
        devices[device]?.writeValue(bytes, for: $0, type: .withResponse)
      }
    }

    public func notify(_ device: String, _ characteristic: Named, on: Bool) {
      found(device, characteristic).map { devices[device]?.setNotifyValue(on, for: $0) }
    }

    private func keep(_ peripheral: CBPeripheral) {
      peripheral.delegate = self
      devices[peripheral.key] = peripheral
    }

    private func service(_ device: String, _ name: String) -> CBService? {
      devices[device]?.services?.first { plain($0.uuid.uuidString) == name }
    }

    private func found(_ device: String, _ name: Named) -> CBCharacteristic? {
      service(device, name.service)?.characteristics?.first {
        plain($0.uuid.uuidString) == name.uuid
      }
    }
  }

  extension CoreBluetoothCentral: CBCentralManagerDelegate {
    public func centralManager(_: CBCentralManager, willRestoreState kept: [String: Any]) {
      let at = ThisPhone.clocksNow()
      let all = kept[CBCentralManagerRestoredStatePeripheralsKey] as? [CBPeripheral] ?? []
      all.forEach(keep)
      let states = all.map { ($0.key, $0.state.told) }
      hear(.restored(Dictionary(states) { first, _ in first }), at)
    }

    public func centralManagerDidUpdateState(_ central: CBCentralManager) {
      let at = ThisPhone.clocksNow()
      // Below this every object is invalid (centralManagerDidUpdateState(_:)).
      if central.state.rawValue < CBManagerState.poweredOff.rawValue { devices = [:] }
      hear(.state(central.state.told), at)
    }

    public func centralManager(
      _: CBCentralManager, didDiscover peripheral: CBPeripheral,
      advertisementData said: [String: Any], rssi: NSNumber
    ) {
      let at = ThisPhone.clocksNow()
      keep(peripheral)
      let services = said[CBAdvertisementDataServiceUUIDsKey] as? [CBUUID] ?? []
      let name = said[CBAdvertisementDataLocalNameKey] as? String ?? peripheral.name
      hear(
        .found(
          peripheral.key, name: name, services: services.map(\.uuidString),
          strength: rssi.intValue), at)
    }

    public func centralManager(_: CBCentralManager, didConnect peripheral: CBPeripheral) {
      hear(.connected(peripheral.key), ThisPhone.clocksNow())
    }

    public func centralManager(
      _: CBCentralManager, didFailToConnect peripheral: CBPeripheral, error: (any Error)?
    ) {
      hear(.failed(peripheral.key), ThisPhone.clocksNow())
    }

    public func centralManager(
      _: CBCentralManager, didDisconnectPeripheral peripheral: CBPeripheral, error: (any Error)?
    ) {
      hear(.disconnected(peripheral.key, Fault(error)), ThisPhone.clocksNow())
    }
  }

  extension CoreBluetoothCentral: CBPeripheralDelegate {
    public func peripheral(_ peripheral: CBPeripheral, didDiscoverServices error: (any Error)?) {
      hear(.services(peripheral.key, Fault(error)), ThisPhone.clocksNow())
    }

    public func peripheral(
      _ peripheral: CBPeripheral, didDiscoverCharacteristicsFor service: CBService,
      error: (any Error)?
    ) {
      let at = ThisPhone.clocksNow()
      let name = service.uuid.uuidString
      hear(.characteristics(peripheral.key, service: name, Fault(error)), at)
    }

    public func peripheral(
      _ peripheral: CBPeripheral, didUpdateValueFor characteristic: CBCharacteristic,
      error: (any Error)?
    ) {
      let at = ThisPhone.clocksNow()
      // Taken now: the next value takes its place.
      let bytes = characteristic.value ?? Data()
      hear(.value(peripheral.key, Named(characteristic), bytes, Fault(error)), at)
    }

    public func peripheral(
      _ peripheral: CBPeripheral, didWriteValueFor characteristic: CBCharacteristic,
      error: (any Error)?
    ) {
      let at = ThisPhone.clocksNow()
      hear(.written(peripheral.key, Named(characteristic), Fault(error)), at)
    }

    public func peripheral(
      _ peripheral: CBPeripheral, didUpdateNotificationStateFor characteristic: CBCharacteristic,
      error: (any Error)?
    ) {
      let at = ThisPhone.clocksNow()
      hear(.notifying(peripheral.key, Named(characteristic), Fault(error)), at)
    }

    public func peripheral(_ peripheral: CBPeripheral, didModifyServices: [CBService]) {
      hear(.modified(peripheral.key), ThisPhone.clocksNow())
    }
  }

  extension CBPeripheral {
    fileprivate var key: String { identifier.uuidString }
  }

  extension Named {
    fileprivate init(_ of: CBCharacteristic) {
      self.init(service: of.service?.uuid.uuidString ?? "", uuid: of.uuid.uuidString)
    }
  }

  extension Offered {
    fileprivate init(_ of: CBCharacteristic, of service: CBService) {
      self.init(
        name: Named(service: service.uuid.uuidString, uuid: of.uuid.uuidString),
        readable: of.properties.contains(.read), writable: of.properties.contains(.write),
        notify: !of.properties.isDisjoint(with: [.notify, .notifyEncryptionRequired]),
        indicate: !of.properties.isDisjoint(with: [.indicate, .indicateEncryptionRequired]),
        isNotifying: of.isNotifying)
    }
  }

  extension Fault {
    fileprivate init?(_ error: (any Error)?) {
      guard let error = error as NSError? else { return nil }
      switch error.domain {
      case CBATTErrorDomain: self = .att(UInt8(truncatingIfNeeded: error.code))
      case CBErrorDomain: self = .platform(error.code)
      default: self = .other
      }
    }
  }

  extension CBManagerState {
    fileprivate var told: CentralState {
      switch self {
      case .poweredOn: .on
      case .poweredOff: .off
      case .unauthorized: .unauthorized
      case .unsupported: .unsupported
      default: .unknown
      }
    }
  }

  extension CBPeripheralState {
    fileprivate var told: LinkState {
      switch self {
      case .connected: .up
      case .connecting: .coming
      default: .down
      }
    }
  }
#endif
