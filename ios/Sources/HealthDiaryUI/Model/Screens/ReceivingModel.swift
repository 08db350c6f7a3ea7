import Observation

/// Whether readings can come by themselves, and what mends it.
@MainActor
@Observable
public final class ReceivingModel {
  /// None until the phone was asked.
  public private(set) var state: ReceivingState?
  @ObservationIgnored private let background: Background
  @ObservationIgnored private let parts: Care.Parts

  init(_ background: Background, _ parts: Care.Parts) {
    (self.background, self.parts) = (background, parts)
  }

  func begin() {
    parts.work.begin { [self] in await read() }
  }

  private func read() async {
    guard let hands = parts.hands else { return }
    // Whoever does not want to be told misses nothing.
    let notices = parts.preferences.notices ? await hands.notices() == .given : nil
    let isKept = !(await background.wasStopped())
    let met: [(NeedKind, Bool?)] = [
      (.bluetooth, hands.bluetooth == .given ? hands.bluetoothOn : nil),
      (.permission, hands.bluetooth == .given), (.notifications, notices),
      (.backgroundRefresh, hands.backgroundRefresh), (.power, !hands.savesPower),
      (.notStopped, isKept),
    ]
    state = ReceivingState(
      today: parts.whose.today,
      needs: met.compactMap { what, met in met.map { Need(what: what, met: $0) } },
      lastWake: background.lastWakeMs.map { parts.here.shown(atMs: $0) })
  }

  public func act(_ action: ReceivingAction) {
    switch action {
    case .back: parts.ways.back()
    case .fix(let what): parts.work.begin { [self] in await mend(what) }
    }
  }

  private func mend(_ what: NeedKind) async {
    guard let hands = parts.hands else { return }
    switch what {
    case .bluetooth: hands.showBluetoothSwitch()
    case .permission:
      if hands.bluetooth == .notAsked { await hands.askForBluetooth() } else { hands.open(.app) }
    case .notifications: await parts.askForNotices()
    // No app leads to the page of the battery: the app's own is the nearest.
    case .backgroundRefresh, .power: hands.open(.app)
    case .notStopped:
      background.noteGoingOn()
      await background.waitForKnown()
    }
    await read()
  }
}
