import HealthDiary

/// Whether a person's diary has a lock of its own.
public enum Lock: Sendable, Equatable {
  case none, open, shut
}

/// A person of the household.
public struct HouseholdMember: Sendable, Equatable, Identifiable {
  public let id: String
  public let name: String
  public let role: MemberRole
  public let lock: Lock
}

/// The people of the household.
@MainActor
public struct People {
  let home: DiaryHome

  /// Everybody, in the order in which they came.
  public func all() async throws(Trouble) -> [HouseholdMember] {
    try await home.asking { household in
      try household.people().map {
        HouseholdMember(
          id: $0.id, name: $0.name, role: $0.role, lock: try lock(of: $0.id, household))
      }
    }
  }

  /// Adds a person with an empty diary, and gives their id. A name that is somebody's already is ``Trouble/invalid``.
  @discardableResult
  public func add(_ name: String, as role: MemberRole) async throws(Trouble) -> String {
    try await changing { household in
      let person = try household.addPerson(name: name)
      try household.setRole(person: person, role: role)
      return person
    }
  }

  /// Says what a person may do; the last who looks after the household stays so: ``Trouble/invalid``.
  public func setRole(_ person: String, to role: MemberRole) async throws(Trouble) {
    try await changing { try $0.setRole(person: person, role: role) }
  }

  /// Removes a person with the whole diary, for good.
  public func remove(_ person: String) async throws(Trouble) {
    try await changing { _ = try $0.removePerson(person: person) }
  }

  /// Shuts a lock of somebody's own.
  public func shut(_ person: String) async throws(Trouble) {
    try await changing { try $0.ownLock(person: person).shut() }
  }

  private func changing<Answer: Sendable>(
    _ call: @escaping @Sendable (Household) throws -> Answer
  ) async throws(Trouble) -> Answer {
    let answer = try await home.asking(call)
    home.lookAgain()
    return answer
  }
}

private func lock(of person: String, _ household: Household) throws -> Lock {
  let lock = try household.ownLock(person: person)
  guard try lock.isThere() else { return .none }
  return try lock.isShut() ? .shut : .open
}
