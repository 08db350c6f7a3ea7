import Observation

/// Readings that are not yet anyone's. They stay until somebody says whose they are.
@MainActor
@Observable
public final class WaitingModel {
  public private(set) var state: WaitingState
  @ObservationIgnored private let inbox: Inbox
  @ObservationIgnored private let parts: Care.Parts
  @ObservationIgnored private var waiting: [WaitingReadings] = []

  init(_ inbox: Inbox, _ parts: Care.Parts) {
    (self.inbox, self.parts) = (inbox, parts)
    state = WaitingState(today: parts.whose.today)
  }

  func begin() {
    state = WaitingState(
      today: parts.whose.today, groups: state.groups, people: parts.whose.people)
    parts.work.begin { [self] in try await read() }
  }

  private func read() async throws(Trouble) {
    waiting = try await inbox.waiting()
    (state.groups, state.people) = (waiting.map { shown($0) }, parts.whose.people)
  }

  private func shown(_ of: WaitingReadings) -> WaitingGroup {
    WaitingGroup(
      // A device counts from 0, and shows its users from 1.
      id: of.id, device: of.label, user: of.user.map { Int($0) + 1 }, why: Self.why(of),
      readings: of.readings, count: of.count,
      suggested: of.canBeGiven ? parts.whose.people.first { $0.id == of.suggested } : nil)
  }

  private static func why(_ of: WaitingReadings) -> WaitsBecause {
    if of.canBeGiven { return .nobodySaid }
    if let person = of.person { return .locked(person: person) }
    switch of.why {
    case "newer": return .newer
    case "not-opened": return .notOpened
    default: return .notReadable
    }
  }

  public func act(_ action: WaitingAction) {
    switch action {
    case .back: parts.ways.back()
    case .assign(let group, let person):
      if let of = waiting.first(where: { $0.id == group }) { give(of, person) }
    }
  }

  private func give(_ of: WaitingReadings, _ person: ShownPerson) {
    guard !parts.work.isBusy(Self.giving) else { return }
    (state.failed, state.assigned) = (false, nil)
    parts.work.only(Self.giving) { [self] in
      do throws(Trouble) {
        try await inbox.give(of, to: person.id)
        try await read()
        state.assigned = person.name
      } catch {
        state.failed = true
      }
    }
  }

  private static let giving = "give what waits"
}
