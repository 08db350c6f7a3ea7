/// Taking a reading, from sitting down to the reading on the phone.
public struct TakeState: Sendable, Equatable {
  public var stage: TakeStage

  public init(stage: TakeStage) {
    self.stage = stage
  }
}

/// How far it is. `taken` are readings that are safe on the phone.
public enum TakeStage: Sendable, Equatable {
  /// Before the cuff's button is pressed; with the seconds left of a rest, where somebody wanted one.
  case prepare(secondsLeft: Int? = nil)
  /// No device was ever paired.
  case noDevice
  case looking
  case found(device: String)
  /// Readings come; `of` is how many there are, where the device said so.
  case receiving(taken: Int, of: Int? = nil)
  /// The link broke, and is sought again.
  case linkLost(taken: Int)
  /// Nobody knows whether the device has more: it is asked.
  case asking(taken: Int)
  case finishing(taken: Int)
  /// A cuff measures; the pressure as it shows it, with its unit.
  case measuring(pressure: String, unit: String)
  /// An oximeter measures.
  case watching(saturation: String?, pulse: String?, signal: Signal)

  // What follows has ended.

  case nothingNew
  /// The device had counted more than came.
  case missing(taken: Int, missing: Int)
  /// The link broke, and did not come back.
  case stopped(taken: Int)
  case bluetoothOff(taken: Int = 0)
  /// The app may not use Bluetooth; whether the phone would ask once more.
  case notPermitted(asksAgain: Bool, taken: Int = 0)
  /// The device wants to be paired, or knows another phone.
  case pairedElsewhere
  case noSpace(taken: Int)
}

/// A step of a reading from the cuff to the phone.
public enum TakeStep: Int, Sendable, CaseIterable {
  case looking, found, receiving, safe
}

extension TakeStage {
  /// How many steps are done, and so which goes on; none where steps say nothing.
  public var stepsDone: Int? {
    switch self {
    case .looking: TakeStep.looking.rawValue
    case .found, .linkLost: TakeStep.found.rawValue
    case .receiving, .asking: TakeStep.receiving.rawValue
    case .finishing: TakeStep.allCases.count
    default: nil
    }
  }
}

/// How well an oximeter hears a pulse.
public enum Signal: Sendable, Equatable {
  case noFinger, searching, weak, good
  /// The device or its sensor reports a fault.
  case fault
  /// What it shows is made up.
  case demonstration
}

/// What can be done while a reading is taken.
public enum TakeAction: Sendable, Equatable {
  case back
  case rest
  case typeInstead
  case addDevice
  case tryAgain
  /// Asks the phone to say where Bluetooth is switched on: no app can do it.
  case switchBluetoothOn
  case allow
  case openPhoneSettings
  case pairAnew
  case endWatching
}
