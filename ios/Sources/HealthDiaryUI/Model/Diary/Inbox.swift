import HealthDiary

/// Readings of one user of one device that wait for one reason.
public struct WaitingReadings: Sendable, Equatable, Identifiable {
  public let device: String
  /// What the device is called.
  public let label: String
  /// As the device counts, from 0; none where it tells nobody apart, or does not know.
  public let user: UInt8?
  /// Why they wait: the core's word.
  public let why: String
  /// Whose lock is shut, where that is why: the name.
  public let person: String?
  /// The newest first, as far as they can be read.
  public let readings: [ShownEntry]
  /// How many wait, those that cannot be read among them.
  public let count: Int
  /// The one person who uses no other button of the device, where there is one: the id.
  public let suggested: String?

  /// Tells it from the others, and stays the same.
  public var id: String {
    [device, user.map(String.init), why, person].compactMap(\.self).joined(separator: ":")
  }

  /// Whether somebody can say whose they are.
  public var canBeGiven: Bool { why == Self.notAssigned || why == Self.unknownUser }

  static let notAssigned = "not-assigned"
  static let unknownUser = "user-unknown"
}

/// What came and is nobody's yet. It stays until somebody says whose it is.
@MainActor
public struct Inbox {
  let home: DiaryHome

  /// Everything that waits, by device, user and reason.
  public func waiting() async throws(Trouble) -> [WaitingReadings] {
    try await home.asking { household in
      let devices = try household.devices()
      let labels = Dictionary(
        devices.map { ($0.id, $0.label) }, uniquingKeysWith: { one, _ in one })
      let names = Dictionary(
        try household.people().map { ($0.id, $0.name) }, uniquingKeysWith: { one, _ in one })
      let using = Dictionary(
        devices.map { ($0.id, Set($0.assigned.map(\.person))) },
        uniquingKeysWith: { one, _ in one })
      return groups(try household.waiting()).map { group in
        let first = group[0]
        let others = names.keys.filter { using[first.device]?.contains($0) != true }
        return WaitingReadings(
          device: first.device, label: labels[first.device] ?? "", user: first.user, why: first.why,
          person: first.person.flatMap { names[$0] },
          readings: group.compactMap(reading).sorted(by: isNewer), count: group.count,
          suggested: others.count == 1 ? others.first : nil)
      }
    }
  }

  /// Gives readings to the person who says that they are theirs; which entries they became.
  @discardableResult
  public func give(
    _ waiting: WaitingReadings, to person: String
  ) async throws(Trouble) -> [NewEntry] {
    let given = try await home.asking {
      try $0.handOnWaiting(
        device: waiting.device, user: waiting.user, person: person,
        unknown: waiting.why == WaitingReadings.unknownUser)
    }
    home.lookAgain()
    return given.new.map { NewEntry(person: $0.person, entry: $0.entry) }
  }
}

/// In the order in which their first came.
private func groups(_ waiting: [WaitingReading]) -> [[WaitingReading]] {
  var places: [[String?]: Int] = [:]
  var groups: [[WaitingReading]] = []
  for one in waiting {
    let key = [one.device, one.user.map(String.init), one.why, one.person]
    if let place = places[key] {
      groups[place].append(one)
    } else {
      places[key] = groups.count
      groups.append([one])
    }
  }
  return groups
}

private func reading(_ waiting: WaitingReading) -> ShownEntry? {
  waiting.said.map { ShownEntry(id: String(waiting.number), says: $0) }
}

/// Whether an entry is of a later moment than another; without a day it is before all that have one.
func isNewer(_ one: ShownEntry, _ other: ShownEntry) -> Bool {
  let before = CivilDay(0, 1, 1)
  return (one.at.day ?? before, one.at.time ?? .midnight)
    > (other.at.day ?? before, other.at.time ?? .midnight)
}
