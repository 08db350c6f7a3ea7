/// The devices of the household.
public struct DevicesState: Sendable, Equatable {
  public var today: CivilDay
  public var devices: [ShownDevice]
  /// The device that somebody may want forgotten, while they are asked.
  public var askingToForget: String?

  public init(today: CivilDay, devices: [ShownDevice] = [], askingToForget: String? = nil) {
    self.today = today
    self.devices = devices
    self.askingToForget = askingToForget
  }
}

/// A known device.
public struct ShownDevice: Sendable, Equatable, Identifiable {
  public var id: String
  public var label: String
  /// What stands on it, where there are several of one model.
  public var serial: String?
  /// Percent.
  public var battery: Int?
  public var batteryOn: CivilDay?
  public var last: ShownSync?
  public var clock: DeviceClock
  /// How wrong its clock is; negative where it is slow.
  public var clockOff: Duration
  /// Another one is used in its place.
  public var replaced: Bool

  public init(
    id: String, label: String, serial: String? = nil, battery: Int? = nil,
    batteryOn: CivilDay? = nil, last: ShownSync? = nil, clock: DeviceClock = .none,
    clockOff: Duration = .zero, replaced: Bool = false
  ) {
    self.id = id
    self.label = label
    self.serial = serial
    self.battery = battery
    self.batteryOn = batteryOn
    self.last = last
    self.clock = clock
    self.clockOff = clockOff
    self.replaced = replaced
  }
}

/// The last time that readings were received.
public struct ShownSync: Sendable, Equatable {
  public var at: ShownMoment
  public var proof: Proof

  public init(at: ShownMoment, proof: Proof) {
    self.at = at
    self.proof = proof
  }
}

/// What shows that nothing was left on the device; named as in the core.
public enum Proof: Sendable, Equatable { case count, success, peerEnded, quiet, linkEnded, none }

/// What is known of a device's clock.
public enum DeviceClock: Sendable, Equatable { case right, wrong, none }

/// What can be done with devices.
public enum DevicesAction: Sendable, Equatable {
  case back
  case add
  case keepIt
  case users(device: String)
  case askToForget(device: String)
  case forget(device: String)
}

/// A device that is being added.
public struct AddDeviceState: Sendable, Equatable {
  public var stage: AddStage
  /// What was found so far, the nearest first.
  public var found: [NearDevice]

  public init(stage: AddStage, found: [NearDevice] = []) {
    self.stage = stage
    self.found = found
  }
}

/// A device nearby.
public struct NearDevice: Sendable, Equatable, Identifiable {
  /// What the phone knows it by; on iPhones no address of the device.
  public var address: String
  public var name: String
  /// The end of its address, where there are several of one name.
  public var tellsApart: String?
  public var veryNear: Bool

  public init(address: String, name: String, tellsApart: String? = nil, veryNear: Bool = false) {
    self.address = address
    self.name = name
    self.tellsApart = tellsApart
    self.veryNear = veryNear
  }

  public var id: String { address }
}

/// How far adding is.
public enum AddStage: Sendable, Equatable {
  case looking
  case pairing(name: String)
  /// Whether somebody is to be asked if the phone may say that a reading came.
  case done(name: String, asksForNotices: Bool = false)
  /// The device did not agree.
  case refused
  case nothingFound
  case bluetoothOff
  /// Whether the phone would ask.
  case notPermitted(asksAgain: Bool)
}

/// What can be done while a device is added.
public enum AddDeviceAction: Sendable, Equatable {
  case back
  case tryAgain
  case sayWho
  case allow
  /// Asks the phone to say where Bluetooth is switched on: no app can do it.
  case switchBluetoothOn
  case openPhoneSettings
  case allowNotices
  case pair(address: String)
}

/// Which person uses which button of a device.
public struct UsersState: Sendable, Equatable {
  public var device: String
  public var people: [ShownPerson]
  public var slots: [UserSlot]
  /// It could not be kept.
  public var failed: Bool

  public init(device: String, people: [ShownPerson], slots: [UserSlot], failed: Bool = false) {
    self.device = device
    self.people = people
    self.slots = slots
    self.failed = failed
  }
}

/// A user of a device.
public struct UserSlot: Sendable, Equatable {
  /// As the device counts it; none where it knows no users.
  public var user: Int?
  /// As it stands on the device.
  public var shownAs: Int?
  public var owner: SlotOwner
  /// Whether nobody needs to be chosen: once somebody has it, it is always somebody's.
  public var canBeLeft: Bool

  public init(user: Int?, shownAs: Int?, owner: SlotOwner, canBeLeft: Bool = true) {
    self.user = user
    self.shownAs = shownAs
    self.owner = owner
    self.canBeLeft = canBeLeft
  }
}

/// Whose readings a user's are.
public enum SlotOwner: Sendable, Hashable {
  /// Somebody is asked each time.
  case notSet
  case of(ShownPerson)
}

/// What can be done with a device's users.
public enum UsersAction: Sendable, Equatable {
  case back
  case save
  case choose(user: Int?, SlotOwner)
}
