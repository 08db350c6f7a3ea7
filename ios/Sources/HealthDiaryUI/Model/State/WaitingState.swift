/// Readings that are not yet anyone's.
public struct WaitingState: Sendable, Equatable {
  public var today: CivilDay
  public var groups: [WaitingGroup]
  public var people: [ShownPerson]
  /// Whom readings were just given to.
  public var assigned: String?
  /// It could not be done.
  public var failed: Bool

  public init(
    today: CivilDay, groups: [WaitingGroup] = [], people: [ShownPerson] = [],
    assigned: String? = nil, failed: Bool = false
  ) {
    self.today = today
    self.groups = groups
    self.people = people
    self.assigned = assigned
    self.failed = failed
  }
}

extension WaitingState {
  /// The first that somebody is suggested for: the main button follows it.
  public var suggestion: (group: WaitingGroup, person: ShownPerson)? {
    for group in groups where group.why == .nobodySaid {
      if let person = group.suggested { return (group, person) }
    }
    return nil
  }

  /// Whom a group can be given to besides the main button.
  public func others(for group: WaitingGroup) -> [ShownPerson] {
    guard let suggestion, suggestion.group.id == group.id else { return people }
    return people.filter { $0 != suggestion.person }
  }
}

/// What came from one user of one device, and waits for one reason.
public struct WaitingGroup: Sendable, Equatable, Identifiable {
  public var id: String
  public var device: String
  /// The user as it stands on the device.
  public var user: Int?
  public var why: WaitsBecause
  /// The newest first, as far as they can be read.
  public var readings: [ShownEntry]
  /// How many wait, those that cannot be read among them.
  public var count: Int
  public var suggested: ShownPerson?

  /// As many wait as can be read, where nobody says otherwise.
  public init(
    id: String, device: String, user: Int?, why: WaitsBecause, readings: [ShownEntry],
    count: Int? = nil, suggested: ShownPerson? = nil
  ) {
    self.id = id
    self.device = device
    self.user = user
    self.why = why
    self.readings = readings
    self.count = count ?? readings.count
    self.suggested = suggested
  }
}

/// Why readings wait.
public enum WaitsBecause: Sendable, Equatable {
  /// Somebody has to say whose they are.
  case nobodySaid
  case locked(person: String)
  case notReadable
  case newer
  case notOpened
}

/// What can be done with readings that wait.
public enum WaitingAction: Sendable, Equatable {
  case back
  case assign(group: String, ShownPerson)
}
