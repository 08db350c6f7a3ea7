import HealthDiary
import HealthDiaryRadio
import Observation

/// The known devices.
@MainActor
@Observable
public final class DevicesModel {
  public private(set) var state: DevicesState
  @ObservationIgnored private let devices: Devices
  @ObservationIgnored private let parts: Care.Parts

  init(_ devices: Devices, _ parts: Care.Parts) {
    (self.devices, self.parts) = (devices, parts)
    state = DevicesState(today: parts.whose.today)
  }

  func begin() {
    parts.work.begin { [self] in try await read() }
  }

  private func read() async throws(Trouble) {
    let known = try await devices.known()
    state = DevicesState(today: parts.whose.today, devices: known.map { shown($0) })
  }

  private func shown(_ device: Device) -> ShownDevice {
    ShownDevice(
      id: device.id, label: device.label, serial: device.serial,
      battery: device.battery.map { Int($0.percent) },
      batteryOn: device.battery.map { parts.here.day(atMs: $0.atMs) },
      last: device.lastSync.map { last in
        ShownSync(at: ShownMoment(day: parts.here.day(atMs: last.atMs)), proof: Proof(last.proof))
      },
      clock: device.clockOff.map { abs($0) > Self.tolerable ? .wrong : .right } ?? .none,
      clockOff: device.clockOff ?? .zero)
  }

  private func abs(_ off: Duration) -> Duration { off < .zero ? .zero - off : off }

  /// Clocks that show minutes, and go on for a while between two readings, are right within this.
  private static let tolerable = Duration.seconds(120)

  public func act(_ action: DevicesAction) {
    switch action {
    case .back: parts.ways.back()
    case .add: parts.ways.go(.addDevice)
    case .keepIt: state.askingToForget = nil
    case .askToForget(let device): state.askingToForget = device
    case .forget(let device):
      parts.work.begin { [self] in
        try await devices.forget(device)
        try await read()
      }
    case .users(let device): parts.ways.go(.users(device: device))
    }
  }
}

extension Proof {
  fileprivate init(_ word: String?) {
    self =
      switch word {
      case "count": .count
      case "success": .success
      case "peer-ended": .peerEnded
      case "quiet": .quiet
      case "link-ended": .linkEnded
      default: .none
      }
  }
}

/// Finding and pairing a device. Its readings are then those of whoever's diary is open.
@MainActor
@Observable
public final class AddDeviceModel {
  public private(set) var state = AddDeviceState(stage: .looking)
  @ObservationIgnored private let devices: Devices
  @ObservationIgnored private let parts: Care.Parts
  @ObservationIgnored private var near: [HealthDiaryRadio.NearDevice] = []
  @ObservationIgnored private var looking: Task<Void, Never>?
  @ObservationIgnored private var paired: Device?

  init(_ devices: Devices, _ parts: Care.Parts) {
    (self.devices, self.parts) = (devices, parts)
  }

  /// Looks for devices; without leave to, the phone is asked for it first, unless somebody was asked just now.
  func begin(asks: Bool = true) {
    looking?.cancel()
    near = []
    let hindrance = hindrance
    state = AddDeviceState(stage: hindrance ?? .looking)
    if case .notPermitted(asksAgain: true) = hindrance, asks { allow() }
    if hindrance == nil { look() }
  }

  private func look() {
    let devices = devices
    looking = parts.work.follow { [weak self] in
      do {
        for try await found in devices.near() { self?.show(found) }
      } catch {
        self?.hindered(error, otherwise: .nothingFound)
      }
    }
  }

  private func show(_ found: [HealthDiaryRadio.NearDevice]) {
    near = found
    let names = Dictionary(grouping: found, by: \.name)
    state.found = found.map { device in
      let isAlone = names[device.name]?.count == 1
      return NearDevice(
        address: device.device, name: device.name ?? "",
        tellsApart: isAlone ? nil : String(device.device.suffix(4)),
        veryNear: device.strength > Self.veryNearDbm)
    }
  }

  /// What stood in the way of something that was begun; `otherwise` where that is not known.
  private func hindered(_ why: any Error, otherwise: AddStage) {
    state.stage =
      switch trouble(of: why) as? Trouble {
      case .notPermitted: .notPermitted(asksAgain: parts.hands?.bluetooth == .notAsked)
      case .bluetoothOff: .bluetoothOff
      default: otherwise
      }
  }

  private var hindrance: AddStage? {
    guard let hands = parts.hands else { return nil }
    if hands.bluetooth != .given { return .notPermitted(asksAgain: hands.bluetooth == .notAsked) }
    return hands.bluetoothOn == false ? .bluetoothOff : nil
  }

  /// Somebody comes back from the phone's settings: what stood in the way may be gone.
  func returned() {
    switch state.stage {
    case .notPermitted, .bluetoothOff: begin(asks: false)
    default: break
    }
  }

  public func act(_ action: AddDeviceAction) {
    switch action {
    case .allow: allow()
    case .switchBluetoothOn: parts.hands?.showBluetoothSwitch()
    case .openPhoneSettings: parts.hands?.open(.app)
    case .allowNotices: allowNotices()
    case .back:
      looking?.cancel()
      parts.work.cancel(Self.pairing)
      parts.ways.back()
    case .sayWho:
      parts.ways.back()
      if let paired { parts.ways.go(.users(device: paired.id)) }
    case .tryAgain: begin()
    case .pair(let address):
      if let device = near.first(where: { $0.device == address }) { pair(device) }
    }
  }

  private func allow() {
    guard let hands = parts.hands else { return }
    parts.work.begin { [self] in
      await hands.askForBluetooth()
      if parts.ways.place == .addDevice { begin(asks: false) }
    }
  }

  /// A no is a no: nobody is asked here again.
  private func allowNotices() {
    parts.work.begin { [self] in
      await parts.askForNotices()
      if case .done(let name, _) = state.stage { state.stage = .done(name: name) }
    }
  }

  private func pair(_ device: HealthDiaryRadio.NearDevice) {
    guard !parts.work.isBusy(Self.pairing) else { return }
    looking?.cancel()
    state = AddDeviceState(stage: .pairing(name: device.name ?? ""))
    parts.work.only(Self.pairing) { [self] in
      do {
        let known = try await devices.pair(device)
        paired = known
        guard let known else {
          state.stage = .refused
          return
        }
        try await give(known)
        let leave = await parts.hands?.notices()
        let asks = parts.preferences.notices && leave == .notAsked
        state.stage = .done(name: known.label, asksForNotices: asks)
      } catch let error as Trouble {
        hindered(error, otherwise: .refused)
        throw error
      }
    }
  }

  /// One person: whichever button is pressed, it is theirs. Of several, one says so.
  private func give(_ device: Device) async throws(Trouble) {
    guard parts.whose.people.count == 1, let person = parts.whose.people.first else { return }
    for user in device.told where device.owners[user] == nil {
      try await devices.assign(device.id, user: user, to: person.id)
    }
  }

  /// About an arm's length.
  private static let veryNearDbm = -55
  private static let pairing = "pair"
}
