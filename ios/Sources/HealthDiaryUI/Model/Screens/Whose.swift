import Foundation
import Observation

/// Somebody who lives here.
struct Resident: Sendable, Hashable {
  let person: ShownPerson
  /// Whether their diary can be shown: no lock of their own is shut.
  let isOpen: Bool
}

/// Whose diary is shown, and which day is today. Both change under a running app.
@MainActor
@Observable
public final class Whose {
  /// None while everything is shut.
  public private(set) var person: ShownPerson?
  /// Everybody who lives here.
  public private(set) var people: [ShownPerson] = []
  public private(set) var today: CivilDay
  @ObservationIgnored private let kept: Kept
  @ObservationIgnored private var hearing: [@MainActor () -> Void] = []

  /// Where and when the phone is.
  @ObservationIgnored let here: Here

  public init(_ kept: Kept, here: Here = Here()) {
    self.kept = kept
    self.here = here
    today = here.today
  }

  /// Whose diary it is, where the household has several people.
  public var named: String? { people.count > 1 ? person?.name : nil }

  /// Everybody but whose diary is shown.
  var others: [ShownPerson] { people.filter { $0.id != person?.id } }

  /// Is told whenever the person or the day is another.
  func hear(_ told: @escaping @MainActor () -> Void) {
    hearing.append(told)
  }

  /// The clock went on, or the phone is somewhere else.
  func look() {
    change { today = here.today }
  }

  /// Who lives here was read: shows the diary that was shown before, or the first that is open.
  func live(_ here: [Resident]) {
    change {
      people = here.map(\.person)
      let open = here.filter(\.isOpen).map(\.person)
      person = open.first { $0.id == kept[Self.shown] } ?? open.first
    }
  }

  /// Shows somebody's diary from now on, also after the process was ended.
  func show(_ whose: ShownPerson) {
    kept[Self.shown] = whose.id
    change { person = whose }
  }

  /// Everything is shut.
  func leave() {
    change { (person, people) = (nil, []) }
  }

  private func change(_ how: () -> Void) {
    let before = (person, today)
    how()
    if before != (person, today) { for told in hearing { told() } }
  }

  private static let shown = "whose"
}

extension DiaryHome {
  /// Everybody who lives here, in the order in which they came.
  func residents() async throws(Trouble) -> [Resident] {
    try await asking { household in
      try household.people().map {
        Resident(person: ShownPerson(id: $0.id, name: $0.name), isOpen: !$0.shut)
      }
    }
  }
}
