import Foundation
import HealthDiary
import HealthDiaryRadio

/// A device that is known.
public struct Device: Sendable, Equatable, Identifiable {
  public let id: String
  public let label: String
  /// Names of the core: `blood-pressure`, `oximeter`.
  public let kinds: [String]
  /// How many users it tells apart; 1 where none.
  public let users: Int
  /// Whose its users are, as far as somebody said; a user as the device counts, none where it tells nobody apart.
  public let owners: [UInt8?: String]
  public let serial: String?
  /// Percent, and when the device said so, milliseconds since 1970.
  public let battery: DeviceBattery?
  /// When it last gave its readings, milliseconds since 1970, and what shows that nothing was left on it: the core's word.
  public let lastSync: LastSync?
  /// How wrong its clock was when it was read last, negative where it was slow; none where it has none, or was not read yet.
  public let clockOff: Duration?

  public struct LastSync: Sendable, Equatable {
    public let atMs: Int64
    public let proof: String?
  }

  /// The users that it tells apart, as it counts them; one without a number where it tells nobody apart.
  var told: [UInt8?] { users < 2 ? [nil] : (0..<users).map { UInt8($0) } }

  fileprivate init(_ known: KnownDevice, of household: Household, in zone: TimeZone) throws {
    id = known.id
    label = known.label
    kinds = known.kinds
    users = Int(known.users)
    owners = Dictionary(
      known.assigned.map { ($0.user, $0.person) }, uniquingKeysWith: { _, newer in newer })
    serial = known.serial
    battery = known.battery
    lastSync = known.lastSync.map { LastSync(atMs: $0.atMs, proof: $0.proof) }
    let newest = try household.clockReadings(device: known.id).max { $0.phoneMs < $1.phoneMs }
    clockOff = newest.flatMap { reading in
      let here = CivilDayTime(atMs: reading.phoneMs, in: zone)
      return CivilDayTime(text: reading.device).map { .seconds(here.seconds(to: $0)) }
    }
  }
}

/// The devices of the household: found, paired, and asked for what they have.
@MainActor
public struct Devices {
  private let home: DiaryHome
  private let radio: any DeviceRadio
  private let background: Background

  init(home: DiaryHome, radio: any DeviceRadio, background: Background) {
    self.home = home
    self.radio = radio
    self.background = background
  }

  /// Whether readings become entries at once: the diary is open, and does not rest.
  var isAtWork: Bool { home.atWork != nil }

  /// What became entries when the diary went on after its last rest.
  var cameWhileAway: [NewEntry] { home.cameWhileAway }

  /// Is told once the diary goes on after a rest, and whenever else everything is looked at again.
  func hear(_ told: @escaping @MainActor () -> Void) {
    home.moved.hear { _ in told() }
  }

  /// Who is in the air, the nearest first, as long as somebody looks.
  public func near() -> AsyncThrowingStream<[HealthDiaryRadio.NearDevice], any Error> {
    radio.near(all: true)
  }

  /// Every known device.
  public func known() async throws(Trouble) -> [Device] {
    let zone = home.here.zone()
    return try await home.asking { household in
      try household.devices().map { try Device($0, of: household, in: zone) }
    }
  }

  /// Forgets a device. Its readings stay; paired again, it is the same.
  public func forget(_ device: String) async throws(Trouble) {
    try await home.asking { try $0.forgetDevice(device: device) }
    await background.waitForKnown()
  }

  /// Gets to know a device; nothing where it does not agree, or is not one that the diary can take readings from.
  ///
  /// The phone asks whether to pair by itself, once something protected is asked for; that may take as long as somebody reads.
  public func pair(_ near: HealthDiaryRadio.NearDevice) async throws -> Device? {
    let sync = try await home.asking { try $0.pair(advertised: near.name) }
    let result: SyncResult
    do {
      result = try await radio.talk(sync, with: near.device, patient: false) { _ in }
    } catch {
      throw trouble(of: error)
    }
    let device: String
    switch result {
    case .paired(let known): device = known
    case .notPermitted: throw Trouble.notPermitted
    case .bluetoothOff: throw Trouble.bluetoothOff
    default: return nil
    }
    let zone = home.here.zone()
    let known = try await home.asking { household in
      try household.foundAt(device: device, address: near.device)
      return try household.devices().first { $0.id == device }.map {
        try Device($0, of: household, in: zone)
      }
    }
    await background.waitForKnown()
    return known
  }

  /// Says whose a device's readings are; `user` as the device counts them, none where it tells nobody apart.
  public func assign(
    _ device: String, user: UInt8?, to person: String
  ) async throws(Trouble) {
    try await home.asking { try $0.assign(device: device, user: user, person: person) }
  }

  /// Takes over what the known devices have: waits for one to show itself, and goes on until it has given everything. Cancelling the task
  /// stops it, and waits until it has stopped; what came is kept, and ``ended()`` makes entries of it.
  ///
  /// - Parameter tell: hears each step, on a thread of its own.
  /// - Throws: ``Trouble/invalid`` where no device is known on this phone, ``Trouble/shut`` where the diary came to rest meanwhile.
  public func take(_ tell: @escaping @Sendable (Taking) -> Void) async throws -> Taken {
    tell(.looking)
    let (found, oximeters) = try await home.asking { household in
      let watched = try household.devices().filter { $0.kinds.contains(Self.oximeter) }
      return (try household.found(), Set(watched.map(\.id)))
    }
    guard !found.isEmpty else { throw Trouble.invalid }
    // One may have called just before somebody came to take its reading: what it brings then is what they wait for.
    let addresses = Set(found.map(\.address))
    if let came = await background.ongoing(among: addresses), !came.entries.isEmpty { return came }
    guard let address = try await nearest(addresses),
      let device = found.first(where: { $0.address == address })?.device
    else { throw Trouble.invalid }
    // Only an oximeter is watched: a cuff measures before it has anything to say, and hangs up after it.
    let isWatched = oximeters.contains(device)
    let sync = try await home.asking {
      isWatched ? try $0.watch(device: device) : try $0.sync(device: device)
    }
    let progress = Noted(Progress())
    let result: SyncResult
    do {
      result = try await background.talk(sync, with: address) { said in
        if let step = progress.with({ $0.step(said) }) { tell(step) }
      }
    } catch {
      throw trouble(of: error)
    }
    return try await home.handedOn(result, progress.now)
  }

  /// Makes entries of what came, where taking over was stopped on the way.
  public func ended() async throws(Trouble) -> Taken {
    try await home.handedOn(.cancelled, Progress())
  }

  /// Of several the first that shows itself, or calls by itself: a cuff is in the air for a minute after a reading.
  private func nearest(_ addresses: Set<String>) async throws -> String? {
    if addresses.count < 2 { return addresses.first }
    let (radio, background) = (radio, background)
    return try await withThrowingTaskGroup(of: String?.self) { group in
      group.addTask {
        for try await near in radio.near(all: true) {
          if let known = near.first(where: { addresses.contains($0.device) }) {
            return known.device
          }
        }
        return nil
      }
      group.addTask {
        for await address in await background.calls(of: addresses) { return address }
        return nil
      }
      defer { group.cancelAll() }
      do {
        let first = try await group.next()
        try Task.checkCancellation()
        return first ?? nil
      } catch {
        throw trouble(of: error)
      }
    }
  }

  private nonisolated static let oximeter = "oximeter"
}

extension DiaryHome {
  /// Makes entries of what came, and has everything that shows look again.
  func handedOn(
    _ result: SyncResult, _ progress: Progress
  ) async throws(Trouble) -> Taken {
    let handed = try await asking { try $0.handOn() }
    lookAgain()
    return progress.over(
      result, entries: handed.new.map { NewEntry(person: $0.person, entry: $0.entry) },
      waiting: Int(handed.waiting))
  }
}

/// What a radio or the core said, as what the app says; a cancelled task stays one.
func trouble(of error: any Error) -> any Error {
  switch error {
  case RadioTrouble.notPermitted: Trouble.notPermitted
  case RadioTrouble.bluetoothOff, RadioTrouble.unsupported: Trouble.bluetoothOff
  case let refused as DiaryError: Trouble(refused)
  case let trouble as Trouble: trouble
  default: error is CancellationError ? error : Trouble.failed
  }
}
