#if canImport(CoreBluetooth)
  import CoreBluetooth
  import Foundation
  import HealthDiaryModel
  import HealthDiaryRadio

  /// The phone's Bluetooth: what carries out conversations, and what screens know of it. Made first thing when the app is launched.
  @MainActor
  public final class SystemRadio {
    public let driver: CentralDriver
    public let state: BluetoothState
    private let begin: @Sendable () -> Void

    public init() {
      let queue = DispatchQueue(label: "org.healthdiary.radio")
      let state = BluetoothState()
      let late = Late()
      driver = CentralDriver(
        queue: queue, phone: { ThisPhone(queue: queue) },
        central: { hear in
          let central = LateCentral(atOnce: CBCentralManager.authorization != .notDetermined) {
            CoreBluetoothCentral(queue: queue, restoreAs: "org.healthdiary.central") { event, at in
              Task { @MainActor in state.heard(event) }
              hear(event, at)
            }
          }
          late.central = central
          return central
        })
      self.state = state
      begin = { queue.async { late.central?.begin() } }
    }

    /// Whether the app may use Bluetooth.
    public var leave: Leave {
      switch CBCentralManager.authorization {
      case .allowedAlways: .given
      case .notDetermined: .notAsked
      default: .refused
      }
    }

    /// Has the phone ask, and waits for the answer.
    public func ask() async {
      begin()
      await state.said()
    }

    /// Has the phone say where Bluetooth is switched on: it does when a central is made that finds it off.
    public func showSwitch() {
      switchShower = CBCentralManager(
        delegate: nil, queue: nil, options: [CBCentralManagerOptionShowPowerAlertKey: true])
    }

    private var switchShower: CBCentralManager?
  }

  /// The central, as the radio's queue has it: it is touched there and nowhere else.
  private final class Late: @unchecked Sendable {
    var central: LateCentral?
  }
#endif
