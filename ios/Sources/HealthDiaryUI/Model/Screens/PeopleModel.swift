import HealthDiary
import Observation

/// The people of the household, and whose diary is shown. What is typed half survives the process.
@MainActor
@Observable
public final class PeopleModel {
  public private(set) var state = PeopleState()
  @ObservationIgnored private let people: People
  @ObservationIgnored private let kept: Kept
  @ObservationIgnored private let parts: Care.Parts

  init(_ people: People, _ kept: Kept, _ parts: Care.Parts) {
    (self.people, self.kept, self.parts) = (people, kept, parts)
  }

  func begin() {
    let typed = kept[Self.name]
    state = PeopleState(
      step: typed == nil ? .looking : .adding, newName: typed ?? "",
      newRole: ShownRole.allCases.first { Self.word($0) == kept[Self.role] } ?? .adult)
    parts.work.begin { [self] in try await read() }
  }

  private func read() async throws(Trouble) {
    let all = try await people.all()
    parts.whose.live(
      all.map { Resident(person: ShownPerson(id: $0.id, name: $0.name), isOpen: $0.lock != .shut) })
    state.people = all.map { Self.shown($0) }
  }

  private static func shown(_ member: HouseholdMember) -> ShownMember {
    let lock: MemberLock =
      switch member.lock {
      case .none: .none
      case .open: .open
      case .shut: .shut
      }
    return ShownMember(
      person: ShownPerson(id: member.id, name: member.name), role: ShownRole(member.role),
      lock: lock)
  }

  public func act(_ action: PeopleAction) {
    switch action {
    case .back: back()
    case .add: if state.step == .adding { add() } else { type("") }
    case .name(let typed): type(typed)
    case .role(let chosen): choose(chosen)
    case .look(let person):
      state.opened = state.opened == person ? nil : person
      (state.step, state.problem) = (.looking, nil)
    case .begin(let step): (state.step, state.problem) = (step, nil)
    case .openDiary(let person): show(person)
    case .remove(let person):
      changed(.lastOwner) { people throws(Trouble) in try await people.remove(person) }
    case .shut(let person):
      changed(.failed) { people throws(Trouble) in try await people.shut(person) }
    }
  }

  func back() {
    if state.step == .adding { stop() } else { parts.ways.back() }
  }

  private func type(_ typed: String) {
    kept[Self.name] = typed
    (state.step, state.newName, state.problem) = (.adding, typed, nil)
  }

  private func choose(_ role: ShownRole) {
    guard state.step != .adding, let opened = state.opened else {
      kept[Self.role] = Self.word(role)
      state.newRole = role
      return
    }
    changed(.lastOwner) { people throws(Trouble) in
      try await people.setRole(opened, to: MemberRole(role))
    }
  }

  private func add() {
    let (name, role) = (state.newName.trimmingWhitespace, MemberRole(state.newRole))
    changed(.name) { [self] people throws(Trouble) in
      try await people.add(name, as: role)
      stop()
    }
  }

  /// Nobody is added any more.
  private func stop() {
    (kept[Self.name], kept[Self.role]) = (nil, nil)
    (state.step, state.newName, state.newRole, state.problem) = (.looking, "", .adult, nil)
  }

  private func show(_ person: String) {
    if let found = state.people.first(where: { $0.id == person }) { parts.whose.show(found.person) }
    parts.ways.home()
  }

  /// Changes something, one after the other; `refused` says why it was not done, where the household did not take it.
  private func changed(
    _ refused: PeopleProblem, _ how: @escaping @MainActor (People) async throws(Trouble) -> Void
  ) {
    guard !parts.work.isBusy(Self.changing) else { return }
    parts.work.only(Self.changing) { [self] in
      do throws(Trouble) {
        try await how(people)
        (state.step, state.problem) = (.looking, nil)
        try await read()
      } catch {
        state.problem = error == .invalid ? refused : .failed
      }
    }
  }

  private static func word(_ role: ShownRole) -> String {
    switch role {
    case .owner: "owner"
    case .adult: "adult"
    case .child: "child"
    case .guest: "guest"
    }
  }

  private static let name = "people.name"
  private static let role = "people.role"
  private static let changing = "change the people"
}

extension ShownRole {
  fileprivate init(_ role: MemberRole) {
    self =
      switch role {
      case .owner: .owner
      case .adult: .adult
      case .child: .child
      case .guest: .guest
      }
  }
}

extension MemberRole {
  fileprivate init(_ role: ShownRole) {
    self =
      switch role {
      case .owner: .owner
      case .adult: .adult
      case .child: .child
      case .guest: .guest
      }
  }
}

extension String {
  /// Without the spaces around it.
  var trimmingWhitespace: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
