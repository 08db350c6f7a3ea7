/// Where in the app somebody is. What is in ``key`` survives the process; nothing in it says what was measured.
public enum Place: Sendable, Hashable {
  case welcome, passphrase, recoveryCode, unlock
  case today, take, newReading, typeReading, history, addAnything
  /// A form; which one is kept with what was typed into it.
  case form
  case chart, waiting, people, devices, addDevice
  case settings, backup, restore, rescue, check, receiving, about
  case newPassphrase, newCode, phoneKey
  case entry(id: String)
  /// Who uses a device.
  case users(device: String)

  /// Every place that is one of its own.
  static let single: [Place] = [
    .welcome, .passphrase, .recoveryCode, .unlock, .today, .take, .newReading, .typeReading,
    .history, .addAnything, .form, .chart, .waiting, .people, .devices, .addDevice, .settings,
    .backup, .restore, .rescue, .check, .receiving, .about, .newPassphrase, .newCode, .phoneKey,
  ]

  /// Its name, as it is kept.
  var key: String {
    switch self {
    case .welcome: "welcome"
    case .passphrase: "passphrase"
    case .recoveryCode: "code"
    case .unlock: "unlock"
    case .today: "today"
    case .take: "take"
    case .newReading: "new"
    case .typeReading: "type"
    case .history: "history"
    case .addAnything: "anything"
    case .form: "form"
    case .chart: "chart"
    case .waiting: "waiting"
    case .people: "people"
    case .devices: "devices"
    case .addDevice: "adding"
    case .settings: "settings"
    case .backup: "backup"
    case .restore: "restore"
    case .rescue: "rescue"
    case .check: "check"
    case .receiving: "receiving"
    case .about: "about"
    case .newPassphrase: "new-passphrase"
    case .newCode: "new-code"
    case .phoneKey: "phone-key"
    case .entry(let id): Self.ofEntry + id
    case .users(let device): Self.ofUsers + device
    }
  }

  /// Whether somebody comes back to it after the process was ended; others lead to their beginning.
  var isKept: Bool {
    switch self {
    case .today, .typeReading, .history, .addAnything, .form, .chart, .waiting, .people, .devices,
      .settings, .backup, .check, .receiving, .about, .entry, .users:
      true
    case .welcome, .passphrase, .recoveryCode, .unlock, .take, .newReading, .addDevice, .restore,
      .rescue, .newPassphrase, .newCode, .phoneKey:
      false
    }
  }

  /// Whether there is no way back from it: it is a beginning, or has to be gone through.
  public var isBeginning: Bool {
    switch self {
    case .welcome, .unlock, .today, .recoveryCode, .phoneKey: true
    default: false
    }
  }

  /// The place of a key that was kept.
  init(key: String) {
    if key.hasPrefix(Self.ofEntry) {
      self = .entry(id: String(key.dropFirst(Self.ofEntry.count)))
    } else if key.hasPrefix(Self.ofUsers) {
      self = .users(device: String(key.dropFirst(Self.ofUsers.count)))
    } else {
      self = Self.single.first { $0.key == key && $0.isKept } ?? .today
    }
  }

  /// Whether another place is of the same kind.
  func isLike(_ other: Place) -> Bool {
    switch (self, other) {
    case (.entry, .entry), (.users, .users): true
    default: self == other
    }
  }

  private static let ofEntry = "entry:"
  private static let ofUsers = "users:"
}
