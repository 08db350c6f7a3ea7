/// All entries, as far as they were read, by the day they were recorded on.
public struct HistoryState: Sendable, Equatable {
  public var today: CivilDay
  /// The newest first.
  public var days: [HistoryDay]
  /// Whether there are more behind them.
  public var more: Bool
  /// Whose diary it is, where the household has several people.
  public var person: String?
  /// The kind that alone is shown; none for all.
  public var kind: ShownKind?
  /// What can be chosen from, while somebody chooses a kind.
  public var choosing: [ShownKind]?
  /// What is looked for; none while nobody searches.
  public var search: String?

  public init(
    today: CivilDay, days: [HistoryDay] = [], more: Bool = false, person: String? = nil,
    kind: ShownKind? = nil, choosing: [ShownKind]? = nil, search: String? = nil
  ) {
    self.today = today
    self.days = days
    self.more = more
    self.person = person
    self.kind = kind
    self.choosing = choosing
    self.search = search
  }
}

extension HistoryState {
  /// How many entries before the end more are asked for.
  private static let ahead = 10

  /// The entry that more is asked for at, once it is seen; none where there is no more.
  public var asksAt: String? {
    guard more else { return nil }
    var left = Self.ahead
    for day in days.reversed() {
      if day.entries.count >= left { return day.entries[day.entries.count - left].id }
      left -= day.entries.count
    }
    return days.first?.entries.first?.id
  }
}

/// A day with its entries.
public struct HistoryDay: Sendable, Equatable, Identifiable {
  /// None for entries whose day nobody knows.
  public var day: CivilDay?
  public var entries: [ShownEntry]
  /// The place of the day's zone, where it is another than that of the day before.
  public var place: String?

  public init(day: CivilDay?, entries: [ShownEntry], place: String? = nil) {
    self.day = day
    self.entries = entries
    self.place = place
  }

  /// A day that somebody travelled on stands there once for each zone.
  public var id: String { entries.first?.id ?? "" }
}

/// What can be done with the history.
public enum HistoryAction: Sendable, Equatable {
  case back
  /// The end of what was read comes near.
  case more
  case chooseKind
  /// Only this kind; none for all.
  case only(ShownKind?)
  /// Looks for words; none ends the search.
  case search(String?)
  case open(entry: String)
}
