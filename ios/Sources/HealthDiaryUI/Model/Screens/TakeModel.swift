import HealthDiary
import Observation

/// Taking a reading over.
@MainActor
@Observable
public final class TakeModel {
  public private(set) var state = TakeState(stage: .prepare())
  @ObservationIgnored private let devices: Devices
  @ObservationIgnored private let arrived: ArrivedModel
  @ObservationIgnored private let parts: Care.Parts
  @ObservationIgnored private let sleep: @Sendable (Duration) async throws -> Void
  @ObservationIgnored private var running: Task<Void, Never>?
  @ObservationIgnored private var resting: Task<Void, Never>?
  /// Tells what is taken over now from what was stopped before.
  @ObservationIgnored private var turn = 0
  /// Whether the app left the screen in the middle: it goes on once it is back.
  @ObservationIgnored private var isInterrupted = false

  init(
    _ devices: Devices, _ arrived: ArrivedModel, _ parts: Care.Parts,
    sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) {
    (self.devices, self.arrived, self.parts, self.sleep) = (devices, arrived, parts, sleep)
    devices.hear { [weak self] in self?.goOn() }
  }

  /// Somebody came to take a reading: the phone listens from now on, while they sit down; `again` where they had sat down before.
  func begin(again: Bool = false) {
    if parts.work.isBusy(Self.taking) { return }
    isInterrupted = false
    resting?.cancel()
    state.stage = again ? .looking : .prepare()
    if let leave = parts.hands?.bluetooth, leave != .given {
      state.stage = .notPermitted(asksAgain: leave == .notAsked)
      return
    }
    turn += 1
    let mine = turn
    running = parts.work.only(Self.taking) { [self] in
      do {
        try await take(mine)
      } catch {
        try stopped(error, mine)
      }
    }
  }

  private func take(_ mine: Int) async throws {
    let known = try await devices.known()
    guard mine == turn else { return }
    if known.isEmpty {
      state.stage = .noDevice
      return
    }
    // Nobody sits down and bares an arm for an oximeter.
    if !known.contains(where: { $0.kinds.contains(Self.cuff) }) { state.stage = .looking }
    let devices = devices
    let taken = try await following(devices.take) { [self] in show($0, mine) }
    guard mine == turn else { return }
    // Resting it stores nothing; what was on its way is heard by whoever talks next.
    if taken.end == .notStored, !devices.isAtWork { throw Trouble.shut }
    await show(taken)
  }

  /// The app is back on the screen, and the diary at work.
  private func goOn() {
    guard isInterrupted, devices.isAtWork, parts.ways.place == .take else { return }
    let came = devices.cameWhileAway
    if came.isEmpty { return begin(again: true) }
    isInterrupted = false
    parts.work.begin { [arrived] in await arrived.show(came, instead: true) }
  }

  /// Somebody comes back from the phone's settings: what stood in the way may be gone.
  func returned() {
    switch state.stage {
    case .notPermitted, .bluetoothOff: begin()
    default: break
    }
  }

  public func act(_ action: TakeAction) {
    switch action {
    case .back:
      // What came is kept; the core hangs up.
      stop()
      parts.ways.back()
    case .typeInstead:
      stop()
      parts.ways.back()
      parts.ways.go(.typeReading)
    case .addDevice, .pairAnew:
      stop()
      parts.ways.go(.addDevice)
    case .tryAgain: begin(again: true)
    case .allow: allow()
    case .switchBluetoothOn: parts.hands?.showBluetoothSwitch()
    case .openPhoneSettings: parts.hands?.open(.app)
    case .endWatching: end()
    case .rest: rest()
    }
  }

  private func allow() {
    guard let hands = parts.hands else { return }
    parts.work.begin { [self] in
      await hands.askForBluetooth()
      begin()
    }
  }

  private func stop() {
    turn += 1
    parts.work.cancel(Self.taking)
    resting?.cancel()
  }

  /// Five minutes, counted while the phone listens.
  private func rest() {
    resting?.cancel()
    let sleep = sleep
    resting = parts.work.follow { [weak self] in
      for left in stride(from: Self.restSeconds, through: 0, by: -1) {
        guard let self, case .prepare = state.stage else { return }
        state.stage = .prepare(secondsLeft: left)
        try await sleep(.seconds(1))
      }
    }
  }

  /// That is enough: the device is let go of, and what it measured becomes an entry.
  private func end() {
    let watching = running
    stop()
    running = parts.work.only(Self.taking) { [self] in
      await watching?.value
      do throws(Trouble) {
        await show(try await devices.ended())
      } catch {
        try stopped(error, turn)
      }
    }
  }

  private func stopped(_ why: any Error, _ mine: Int) throws {
    guard let trouble = why as? Trouble else { throw why }
    guard mine == turn else { return }
    if trouble == .shut || !devices.isAtWork {
      (state.stage, isInterrupted) = (.looking, true)
      return
    }
    state.stage =
      switch trouble {
      case .notPermitted: .notPermitted(asksAgain: asksAgain)
      case .invalid: .noDevice
      case .noSpace: .noSpace(taken: 0)
      default: .bluetoothOff()
      }
  }

  private var asksAgain: Bool { parts.hands?.bluetooth == .notAsked }

  private func show(_ step: Taking, _ mine: Int) {
    guard mine == turn else { return }
    // As long as nothing is found, what to do meanwhile says more than that it is looked for.
    if step == .looking, case .prepare = state.stage { return }
    state.stage =
      switch step {
      case .looking: .looking
      case .found: .receiving(taken: 0)
      case .receiving(let taken, let of): .receiving(taken: taken, of: of)
      case .lost(let taken): .linkLost(taken: taken)
      case .asking(let taken): .asking(taken: taken)
      case .waitsForBluetooth(let taken): .bluetoothOff(taken: taken)
      case .finishing(let taken): .finishing(taken: taken)
      case .live(let saturation, let pulse, let signal):
        .watching(saturation: saturation, pulse: pulse, signal: .init(signal))
      case .inflating(let pressure, let unit): .measuring(pressure: pressure, unit: unit)
      }
  }

  private func show(_ taken: Taken) async {
    if !taken.entries.isEmpty {
      // Where it ended before its time there may be more: behind what came stands why, and it goes on where it can.
      let isWhole = taken.end == .complete || taken.end == .cancelled
      state.stage = isWhole ? .prepare() : stage(of: taken)
      return await arrived.show(taken.entries, instead: isWhole)
    }
    // Something of this time waits, and not only of earlier ones.
    if taken.waiting > 0, taken.count > 0 || taken.end == .cancelled {
      state.stage = .prepare()
      parts.ways.back()
      return parts.ways.go(.waiting)
    }
    state.stage = stage(of: taken)
  }

  private func stage(of taken: Taken) -> TakeStage {
    switch taken.end {
    case .complete:
      let missing = (taken.announced ?? 0) - taken.count
      return missing > 0 ? .missing(taken: taken.count, missing: missing) : .nothingNew
    case .linkLost, .unfinished, .refused: return .stopped(taken: taken.count)
    // Somebody ended it, and nothing had been measured yet.
    case .cancelled: return .nothingNew
    case .needsPairing: return .pairedElsewhere
    case .bluetoothOff: return .bluetoothOff(taken: taken.count)
    case .notPermitted: return .notPermitted(asksAgain: asksAgain, taken: taken.count)
    case .notStored: return .noSpace(taken: taken.count)
    }
  }

  private static let taking = "take"
  private static let cuff = "blood-pressure"
  private static let restSeconds = 5 * 60
}

extension Signal {
  fileprivate init(_ signal: LiveSignal) {
    self =
      switch signal {
      case .fault: .fault
      case .noFinger: .noFinger
      case .demonstration: .demonstration
      case .searching: .searching
      case .weak: .weak
      case .good: .good
      }
  }
}
