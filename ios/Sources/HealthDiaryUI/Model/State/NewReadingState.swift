/// A reading that has just arrived. It is safe already; nothing here can lose it.
public struct NewReadingState: Sendable, Equatable {
  public var today: CivilDay
  public var reading: ShownEntry
  public var time: TimeFrom
  /// Whose it is; none while somebody has to say.
  public var person: ShownPerson?
  /// Who it could be; empty where the household has one person.
  public var people: [ShownPerson]
  /// Whose earlier readings are nearest.
  public var suggested: ShownPerson?
  /// While somebody has to say.
  public var choosing: Bool
  /// Who was chosen.
  public var chosen: ShownPerson?
  /// The device could not measure.
  public var failed: Bool
  /// It could not be given to whoever was chosen; it is where it was.
  public var notGiven: Bool
  /// Another reading, of less than a minute before.
  public var second: ShownEntry?
  /// How many more came with it.
  public var more: Int

  public init(
    today: CivilDay, reading: ShownEntry, time: TimeFrom, person: ShownPerson?,
    people: [ShownPerson] = [], suggested: ShownPerson? = nil, choosing: Bool = false,
    chosen: ShownPerson? = nil, failed: Bool = false, notGiven: Bool = false,
    second: ShownEntry? = nil, more: Int = 0
  ) {
    self.today = today
    self.reading = reading
    self.time = time
    self.person = person
    self.people = people
    self.suggested = suggested
    self.choosing = choosing
    self.chosen = chosen
    self.failed = failed
    self.notGiven = notGiven
    self.second = second
    self.more = more
  }

  /// Whether somebody is asked whose it is.
  public var asks: Bool { choosing || (person == nil && !people.isEmpty) }
}

/// Where the time of a reading comes from.
public enum TimeFrom: Sendable, Equatable {
  /// The device's clock, right or corrected.
  case device
  /// The device keeps no time.
  case arrival
  /// Known only within bounds.
  case unsure
}

/// What can be done with a reading that has just arrived.
public enum NewReadingAction: Sendable, Equatable {
  case back
  /// As it is, or for whoever was chosen.
  case keep
  case someoneElse
  case leaveWaiting
  case choose(ShownPerson)
  case open(entry: String)
}
