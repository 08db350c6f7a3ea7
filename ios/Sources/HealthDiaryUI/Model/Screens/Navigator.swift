import Observation

/// The way somebody came, and back. It survives the process: what is behind the lock comes back once it is unlocked.
@MainActor
@Observable
public final class Navigator {
  /// From the beginning to where somebody is; never empty.
  public private(set) var way: [Place] = [.unlock]
  @ObservationIgnored private let kept: Kept
  /// Is told whenever somebody comes to a place.
  @ObservationIgnored var entered: @MainActor (Place) -> Void = { _ in }

  public init(_ kept: Kept) {
    self.kept = kept
  }

  /// Where somebody is.
  public var place: Place { way[way.count - 1] }

  /// Where back leads to; none on the first screen.
  public var before: Place? { way.count < 2 ? nil : way[way.count - 2] }

  /// Goes on to a place.
  func go(_ to: Place) { show(way + [to]) }

  /// Goes to a place that stands beside another: one of its kind that is there already makes room.
  func goBeside(_ to: Place) { show((place.isLike(to) ? way.dropLast() : way[...]) + [to]) }

  /// Goes back; whether there was somewhere to go to.
  @discardableResult
  func back() -> Bool {
    guard way.count > 1 else { return false }
    show(way.dropLast())
    return true
  }

  /// Somebody is through with a place: goes back from it, or home. Where the door was shut over it, it is not come back to.
  func leave(_ place: Place, home goesHome: Bool = false) {
    if self.place == place {
      if goesHome { home() } else { back() }
    } else if way.first != .today, let before = kept[all: Self.key], before.last == place.key {
      kept[all: Self.key] = goesHome ? nil : before.dropLast()
    }
  }

  /// Goes back to the first screen.
  func home() { show(way.prefix(1)) }

  /// Begins at a place, anew where somebody is there: there is no way back behind it.
  func begin(_ at: Place) {
    let wasThere = place == at
    show([at])
    if wasThere { entered(at) }
  }

  /// The diary is open: goes where somebody was before the process was ended, or to the first screen.
  func enter() {
    let before = (kept[all: Self.key] ?? []).compactMap { $0 }.map(Place.init(key:))
    show([.today] + before.filter { $0 != .today })
  }

  private func show(_ next: some Sequence<Place>) {
    let before = place
    way = Array(next)
    // The way behind the lock is kept while the lock is shut.
    if way.first == .today { kept[all: Self.key] = way.map(\.key) }
    if place != before { entered(place) }
  }

  private static let key = "way"
}
