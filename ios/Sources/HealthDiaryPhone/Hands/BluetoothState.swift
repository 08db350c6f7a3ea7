import HealthDiaryRadio

/// What was last heard of the phone's Bluetooth, for screens.
@MainActor
public final class BluetoothState {
  private var state = CentralState.unknown
  private var waiting: [CheckedContinuation<Void, Never>] = []

  public init() {}

  /// Whether it is on; none where the phone has not said yet, or does not let the app know.
  public var isOn: Bool? {
    switch state {
    case .on: true
    case .off: false
    case .unauthorized, .unknown, .unsupported: nil
    }
  }

  /// Notes what was heard.
  public func heard(_ event: CentralEvent) {
    guard case .state(let state) = event else { return }
    self.state = state
    guard state != .unknown else { return }
    let told = waiting
    waiting = []
    for one in told { one.resume() }
  }

  /// Waits until the phone has said something: it does once the person has answered whether the app may use Bluetooth.
  public func said() async {
    guard state == .unknown else { return }
    await withCheckedContinuation { waiting.append($0) }
  }
}
