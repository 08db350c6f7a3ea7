/// The people of the household.
public struct PeopleState: Sendable, Equatable {
  public var people: [ShownMember]
  /// The person whose line is open.
  public var opened: String?
  public var step: PeopleStep
  /// While somebody is added.
  public var newName: String
  public var newRole: ShownRole
  public var problem: PeopleProblem?

  public init(
    people: [ShownMember] = [], opened: String? = nil, step: PeopleStep = .looking,
    newName: String = "", newRole: ShownRole = .adult, problem: PeopleProblem? = nil
  ) {
    self.people = people
    self.opened = opened
    self.step = step
    self.newName = newName
    self.newRole = newRole
    self.problem = problem
  }
}

/// Why it was not done.
public enum PeopleProblem: Sendable, Equatable {
  /// Somebody has that name, or it is none.
  case name
  /// Somebody has to look after the household.
  case lastOwner
  case failed
}

/// What goes on among the people.
public enum PeopleStep: Sendable, Equatable {
  case looking, adding, changingRole, removing
}

/// A person of the household, with their role and lock.
public struct ShownMember: Sendable, Equatable, Identifiable {
  public var person: ShownPerson
  public var role: ShownRole
  public var lock: MemberLock

  public init(person: ShownPerson, role: ShownRole, lock: MemberLock = .none) {
    self.person = person
    self.role = role
    self.lock = lock
  }

  public var id: String { person.id }
}

/// What a person is in the household; as in the core.
public enum ShownRole: Sendable, Hashable, CaseIterable { case owner, adult, child, guest }

/// Whether a person's diary has a lock of its own.
public enum MemberLock: Sendable, Equatable { case none, open, shut }

/// What can be done with people.
public enum PeopleAction: Sendable, Equatable {
  case back
  /// Adds whoever was typed, or begins to.
  case add
  case name(String)
  /// The role of the new person, or of the opened one.
  case role(ShownRole)
  /// Opens a person's line, or shuts it.
  case look(person: String)
  case openDiary(person: String)
  case shut(person: String)
  /// Asks before, or begins.
  case begin(PeopleStep)
  case remove(person: String)
}
