import Foundation
import HealthDiary

/// What happens while nobody looks: known devices call, and what they have is taken over.
///
/// Where the diary is open it becomes entries at once. Where it is shut or rests it is sealed into the inbox, which needs no secret, and
/// becomes entries at the next unlock.
@MainActor
public final class Background {
  private let home: DiaryHome
  private let radio: any DeviceRadio
  private let store: any SettingStore
  private let limit: Duration
  private let nowMs: @Sendable () -> Int64
  /// What the phone waits for.
  private var called: Set<String> = []
  /// Devices that are being asked by themselves, each behind the one before.
  private var ongoing: [String: Task<Taken?, Never>] = [:]
  private var last: Task<Taken?, Never>?
  /// Conversations on the screen.
  private var onScreen: [UUID: Task<SyncResult, any Error>] = [:]
  /// Devices whose conversation had to make room, and while it has to.
  private var interrupted: Set<String> = []
  private var makesRoom = false
  private(set) var waiting:
    [UUID: (addresses: Set<String>, tell: AsyncStream<String>.Continuation)] =
      [:]
  private var waitedBefore: Bool

  /// Hears how many readings came while nobody looked; the app says that something waits, and no more.
  public var arrived: @MainActor (Int) async -> Void = { _ in }

  /// Does something with the phone's leave to go on in the background, until it is done; where that is over, it is cancelled.
  public var awake: @MainActor (@escaping @MainActor @Sendable () async -> Taken?) async -> Taken? =
    {
      await $0()
    }

  /// - Parameters:
  ///   - store: keeps when a device last called; it can be read while the phone is locked.
  ///   - limit: how long a device is asked at a time: the phone gives about half a minute, and the core needs some to hang up well.
  public init(
    home: DiaryHome, radio: any DeviceRadio, store: any SettingStore,
    limit: Duration = .seconds(25), nowMs: @escaping @Sendable () -> Int64 = Background.clockMs
  ) {
    (self.home, self.radio, self.store) = (home, radio, store)
    (self.limit, self.nowMs) = (limit, nowMs)
    waitedBefore = store[Self.waits] != nil
    home.somethingWaits.set(store[Self.unseen] != nil)
    home.door.hear { [weak self] door in if door == .open { self?.note(unseen: false) } }
    home.moved.hear { [weak self] _ in
      if self?.home.atWork != nil { self?.note(unseen: false) }
    }
    home.makeRoom = { [weak self] in await self?.makeRoom() }
    home.goOn = { [weak self] in self?.goOn() }
  }

  // MARK: Waiting for devices

  /// Waits for every known device, and takes over what they have whenever one calls, for as long as the process lives.
  public func run() async {
    await waitForKnown()
    for await address in radio.woken {
      if !hand(address) { Task { await received(address) } }
    }
  }

  /// Waits for every known device from now on, and for no other.
  public func waitForKnown() async {
    guard let known = try? await addresses() else { return }
    let all = Set(known.keys)
    for address in called.subtracting(all) { radio.letCallNoMore(address) }
    for address in all.subtracting(called) { radio.letCall(address) }
    called = all
    store[Self.waits] = all.isEmpty ? nil : "yes"
  }

  /// When a device last called while nobody looked, milliseconds since 1970.
  public var lastWakeMs: Int64? { store[Self.lastWake].flatMap { Int64($0) } }

  /// Whether devices could not call for a while: the app was closed by hand, or the phone was started anew, and nobody opened it since.
  public func wasStopped() async -> Bool {
    guard waitedBefore else { return false }
    return await !radio.wasKept()
  }

  /// Somebody has read that; the phone waits again since the app was opened.
  public func noteGoingOn() {
    waitedBefore = false
  }

  /// Where the known devices are found on this phone, whether or not the diary is open.
  private func addresses() async throws(Trouble) -> [String: String] {
    let found: [FoundDevice]
    if let household = home.atWork {
      found = try await core { try household.found() }
    } else {
      let place = home.place
      found = try await core {
        let receiver = try Receiver.open(place: place)
        defer { try? receiver.shut() }
        return try receiver.devices()
      }
    }
    return Dictionary(found.map { ($0.address, $0.device) }, uniquingKeysWith: { one, _ in one })
  }

  // MARK: Somebody waits for a device

  /// The devices of these that call, as long as somebody waits: they are theirs then.
  func calls(of addresses: Set<String>) -> AsyncStream<String> {
    let number = UUID()
    let (stream, tell) = AsyncStream.makeStream(of: String.self)
    tell.onTermination = { [weak self] _ in
      Task { @MainActor in self?.waiting[number] = nil }
    }
    waiting[number] = (addresses, tell)
    return stream
  }

  /// Gives a device to whoever waits for it; whether somebody does. While the diary rests nobody can use it.
  private func hand(_ address: String) -> Bool {
    guard home.atWork != nil else { return false }
    for one in waiting.values where one.addresses.contains(address) {
      if case .enqueued = one.tell.yield(address) { return true }
    }
    return false
  }

  /// What comes of a device that is being asked already; none where none is.
  func ongoing(among addresses: Set<String>) async -> Taken? {
    for (address, asking) in ongoing where addresses.contains(address) {
      if let taken = await asking.value { return taken }
    }
    return nil
  }

  /// Talks for somebody at the screen, however long the device is away. Where the diary comes to rest or is shut it is stopped before:
  /// it could store nothing any more. What of it had begun goes on behind the screen.
  ///
  /// - Throws: ``Trouble/shut`` where it was stopped for that.
  func talk(
    _ sync: Sync, with address: String, progress: @escaping @Sendable (SyncProgress) -> Void
  ) async throws -> SyncResult {
    let (number, radio, hasBegun) = (UUID(), radio, Noted(false))
    let talking = Task {
      try await radio.talk(sync, with: address, patient: true) { said in
        if said != .connecting { hasBegun.with { $0 = true } }
        progress(said)
      }
    }
    onScreen[number] = talking
    defer { onScreen[number] = nil }
    do {
      return try await withTaskCancellationHandler {
        try await talking.value
      } onCancel: {
        talking.cancel()
      }
    } catch is CancellationError {
      try Task.checkCancellation()
      if hasBegun.now { interrupted.insert(address) }
      throw Trouble.shut
    }
  }

  // MARK: A device calls

  /// A device showed itself: what it has is taken over within the time that the phone gives. What could not be is for the next time.
  @discardableResult
  func received(_ address: String) async -> Taken? {
    if let asking = ongoing[address] { return await asking.value }
    store[Self.lastWake] = String(nowMs())
    guard !makesRoom else {
      interrupted.insert(address)
      return nil
    }
    let before = last
    let asking = Task { () -> Taken? in
      _ = await before?.value
      return await awake { [self] in await asked(address) }
    }
    (ongoing[address], last) = (asking, asking)
    let taken = await asking.value
    ongoing[address] = nil
    if let count = taken?.count, count > 0 {
      if home.atWork == nil { note(unseen: true) }
      await arrived(count)
    }
    return taken
  }

  private func note(unseen: Bool) {
    store[Self.unseen] = unseen ? "yes" : nil
    home.somethingWaits.set(unseen)
  }

  private func asked(_ address: String) async -> Taken? {
    guard !Task.isCancelled else { return nil }
    do {
      if let household = home.atWork {
        return try await asked(address, of: household)
      }
      return try await sealed(address)
    } catch {
      // Nothing was asked of the device, or what came is kept: the next time it goes on.
      return nil
    }
  }

  private func asked(_ address: String, of household: Household) async throws -> Taken? {
    let sync = try await core { () throws -> Sync? in
      let device = try household.found().first { $0.address == address }?.device
      return try device.map { try household.sync(device: $0) }
    }
    guard let sync else { return nil }
    let (result, progress) = try await talked(sync, address)
    do {
      return try await home.handedOn(result, progress)
    } catch {
      // It was shut meanwhile: what came becomes entries at the next unlock.
      return progress.over(result)
    }
  }

  private func sealed(_ address: String) async throws -> Taken? {
    let place = home.place
    let receiver = try await core { try Receiver.open(place: place) }
    do {
      let taken = try await sealed(address, by: receiver)
      try await core { try receiver.shut() }
      return taken
    } catch {
      try? await core { try receiver.shut() }
      throw error
    }
  }

  private func sealed(_ address: String, by receiver: Receiver) async throws -> Taken? {
    let sync = try await core { () throws -> Sync? in
      let device = try receiver.devices().first { $0.address == address }?.device
      return try device.map { try receiver.sync(device: $0) }
    }
    guard let sync else { return nil }
    let (result, progress) = try await talked(sync, address)
    return progress.over(result)
  }

  /// Talks for as long as the phone gives; whoever is cancelled or out of time has it stopped well.
  private func talked(_ sync: Sync, _ address: String) async throws -> (SyncResult, Progress) {
    let (radio, limit) = (radio, limit)
    let progress = Noted(Progress())
    let result = try await withThrowingTaskGroup(of: SyncResult?.self) { group in
      group.addTask {
        do {
          return try await radio.talk(sync, with: address, patient: false) { said in
            progress.with { _ = $0.step(said) }
          }
        } catch is CancellationError {
          return .cancelled
        }
      }
      group.addTask {
        try? await Task.sleep(for: limit)
        return nil
      }
      let first = try await group.next().flatMap(\.self)
      group.cancelAll()
      // Without a result it was the clock: the conversation comes to its end.
      if let first { return first }
      return try await group.next().flatMap(\.self) ?? .cancelled
    }
    return (result, progress.now)
  }

  // MARK: The diary is opened, rests or is shut

  /// Stops every conversation before the diary is another: it cannot be opened while its inbox receives, and takes nothing while it
  /// rests. What came is kept.
  func makeRoom() async {
    makesRoom = true
    for talking in onScreen.values {
      talking.cancel()
      _ = await talking.result
    }
    while let (address, asking) = ongoing.first {
      interrupted.insert(address)
      asking.cancel()
      _ = await asking.value
      ongoing[address] = nil
    }
  }

  /// Goes on with what had to make room, as long as its device is there.
  func goOn() {
    makesRoom = false
    let all = interrupted
    interrupted = []
    for address in all { Task { await received(address) } }
  }

  public nonisolated static let clockMs: @Sendable () -> Int64 = {
    Int64((Date().timeIntervalSince1970 * 1000).rounded())
  }

  private static let lastWake = "last-wake"
  private static let waits = "waits"
  private static let unseen = "unseen"
}
