import HealthDiary

/// How far taking readings over is. `taken` are readings that are safe on the phone.
///
/// Its text names the step and no value, so that it may stand in a log.
public enum Taking: Sendable, Equatable, CustomStringConvertible {
  /// The device is waited for.
  case looking
  /// The link is up, and the device is asked.
  case found
  /// Readings come; `of` is how many there are, where the device said so.
  case receiving(taken: Int, of: Int?)
  /// The link was lost, and is being brought up again.
  case lost(taken: Int)
  /// The device is asked whether there is more.
  case asking(taken: Int)
  /// Bluetooth is off: it goes on when it is on.
  case waitsForBluetooth(taken: Int)
  /// An oximeter measures, or waits for a finger. Digits with a dot; none where there is no value. No reading yet.
  case live(saturation: String?, pulse: String?, signal: LiveSignal)
  /// The pressure in a cuff that inflates; never a reading.
  case inflating(pressure: String, unit: String)
  /// All came; the phone is hanging up.
  case finishing(taken: Int)

  public var description: String {
    switch self {
    case .looking: "looking"
    case .found: "found"
    case .receiving: "receiving"
    case .lost: "lost"
    case .asking: "asking"
    case .waitsForBluetooth: "waits for Bluetooth"
    case .live: "live"
    case .inflating: "inflating"
    case .finishing: "finishing"
    }
  }
}

/// What came of taking over.
public struct Taken: Sendable, Equatable {
  public let end: TakingEnd
  /// Readings that are safe on the phone.
  public let count: Int
  /// How many the device had, where it said so.
  public let announced: Int?
  /// The new entries of open diaries.
  public let entries: [NewEntry]
  /// How many readings are nobody's yet, of this time and of earlier ones.
  public let waiting: Int

  public init(
    end: TakingEnd, count: Int = 0, announced: Int? = nil, entries: [NewEntry] = [],
    waiting: Int = 0
  ) {
    self.end = end
    self.count = count
    self.announced = announced
    self.entries = entries
    self.waiting = waiting
  }
}

/// How taking over ended.
public enum TakingEnd: Sendable, Equatable {
  case complete, linkLost, unfinished, refused, needsPairing, bluetoothOff, notPermitted, notStored,
    cancelled
}

/// A reading that became an entry.
public struct NewEntry: Sendable, Hashable {
  public let person: String
  public let entry: String

  public init(person: String, entry: String) {
    self.person = person
    self.entry = entry
  }
}

/// What the core says on the way, with what came so far.
struct Progress {
  private(set) var taken = 0
  /// Whether the link is being brought up again.
  private var isLost = false

  /// As a screen shows it; nothing where that changes nothing.
  mutating func step(_ said: SyncProgress) -> Taking? {
    switch said {
    // What was said of a lost link stands until there is another.
    case .connecting: return isLost ? nil : taken > 0 ? .lost(taken: taken) : .looking
    case .readingClock:
      isLost = false
      return .found
    case .receiving(let received, let announced):
      isLost = false
      taken = Int(received)
      return .receiving(taken: taken, of: announced.map(Int.init))
    case .reconnecting:
      isLost = true
      return .lost(taken: taken)
    case .askingAgain: return .asking(taken: taken)
    case .waitingForBluetooth: return .waitsForBluetooth(taken: taken)
    case .finishing: return .finishing(taken: taken)
    // Nothing is in the sensor yet.
    case .watching: return .live(saturation: nil, pulse: nil, signal: .noFinger)
    case .oxygen(let saturation, let pulse, let signal):
      return .live(saturation: saturation, pulse: pulse, signal: signal)
    case .cuffPressure(let pressure, let kilopascals):
      return pressure.map { .inflating(pressure: $0, unit: kilopascals ? "kPa" : "mmHg") }
    }
  }

  /// How it ended.
  func over(_ result: SyncResult, entries: [NewEntry] = [], waiting: Int = 0) -> Taken {
    func taken(_ end: TakingEnd, _ count: Int, of announced: UInt32? = nil) -> Taken {
      Taken(
        end: end, count: count, announced: announced.map(Int.init), entries: entries,
        waiting: waiting)
    }
    switch result {
    case .complete(let records, let announced, _):
      return taken(.complete, Int(records), of: announced)
    case .linkLost(let records): return taken(.linkLost, Int(records))
    case .unfinished(let records, let announced):
      return taken(.unfinished, Int(records), of: announced)
    case .unending(let records): return taken(.unfinished, Int(records))
    case .notStored: return taken(.notStored, self.taken)
    case .refused(_, let needsPairing):
      return taken(needsPairing ? .needsPairing : .refused, self.taken)
    // An oximeter that keeps nothing has nothing to take over.
    case .onlyLive: return taken(.complete, self.taken)
    case .bluetoothOff(let records): return taken(.bluetoothOff, Int(records))
    case .notPermitted(let records): return taken(.notPermitted, Int(records))
    case .cancelled: return taken(.cancelled, self.taken)
    case .paired: return taken(.complete, 0)
    }
  }
}
