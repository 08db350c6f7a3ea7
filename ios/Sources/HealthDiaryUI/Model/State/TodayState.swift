/// The first screen: the day, and the newest reading.
public struct TodayState: Sendable, Equatable {
  public var today: CivilDay
  /// Whether the day was read: before, nothing is said of it.
  public var read: Bool
  /// The newest reading, of whatever day.
  public var newest: ShownEntry?
  /// The other entries of the day, the newest first.
  public var entries: [ShownEntry]
  /// Whose diary it is, where the household has several people.
  public var person: String?
  /// Whether anything was ever written down.
  public var begun: Bool
  /// The place of the phone's zone, where it is another than that of the entry before.
  public var travelledTo: String?
  /// Readings that are nobody's yet.
  public var waiting: Int
  /// Whose own lock is shut, with a reading before it.
  public var waitsFor: [String]
  /// The day of the backup that the diary was restored from, until somebody read it.
  public var restoredFrom: CivilDay?
  public var done: Done?

  public init(
    today: CivilDay, read: Bool = true, newest: ShownEntry? = nil, entries: [ShownEntry] = [],
    person: String? = nil, begun: Bool = true, travelledTo: String? = nil, waiting: Int = 0,
    waitsFor: [String] = [], restoredFrom: CivilDay? = nil, done: Done? = nil
  ) {
    self.today = today
    self.read = read
    self.newest = newest
    self.entries = entries
    self.person = person
    self.begun = begun
    self.travelledTo = travelledTo
    self.waiting = waiting
    self.waitsFor = waitsFor
    self.restoredFrom = restoredFrom
    self.done = done
  }
}

/// What was just done, and can be taken back.
public enum Done: Sendable, Equatable {
  case saved, changed, removed
  case assigned(to: String)
}

/// What can be done on the first screen.
public enum TodayAction: Sendable, Equatable {
  case takeReading
  case typeReading
  case addAnything
  case openHistory
  case openChart
  case openSettings
  case openWaiting
  case switchPerson
  case restoreNoted
  case undo
  case open(entry: String)
}
