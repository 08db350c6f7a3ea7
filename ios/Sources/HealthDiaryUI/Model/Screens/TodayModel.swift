import Observation

/// The first screen.
@MainActor
@Observable
public final class TodayModel {
  /// What was read last, and of what.
  private var read: (what: Asked, day: WrittenDay)?
  @ObservationIgnored private let parts: ModelParts

  private struct Asked: Equatable {
    let person: String
    let day: CivilDay
  }

  init(_ parts: ModelParts) {
    self.parts = parts
    parts.changes.hear { [weak self] in self?.look() }
  }

  public var state: TodayState {
    let (whose, here) = (parts.whose, parts.here)
    var state = TodayState(
      today: whose.today, read: false, person: whose.named,
      restoredFrom: parts.preferences.restoredFrom.map(here.day(atMs:)), done: parts.doing.done)
    // Never what is somebody else's, or of another day.
    guard let read, read.what == asked else { return state }
    state.read = true
    state.newest = read.day.newest
    state.entries = read.day.entries.filter { $0.id != read.day.newest?.id }
    state.begun = read.day.begun
    state.travelledTo = here.place(besides: read.day.zone)
    state.waiting = read.day.waiting
    state.waitsFor = read.day.waitsFor
    return state
  }

  private var asked: Asked? {
    parts.whose.person.map { Asked(person: $0.id, day: parts.whose.today) }
  }

  /// Reads the day as it is now.
  private func look() {
    guard let asked else {
      read = nil
      return
    }
    parts.work.only("read the day") { [self] in
      let day = try await parts.home.day(asked.day, of: asked.person)
      if !Task.isCancelled { read = (asked, day) }
    }
  }

  public func act(_ action: TodayAction) {
    let (ways, doing) = (parts.ways, parts.doing)
    // Whoever goes on has seen what was done.
    if action != .undo { doing.forget() }
    switch action {
    case .takeReading: ways.go(.take)
    case .typeReading: ways.go(.typeReading)
    case .addAnything: ways.go(.addAnything)
    case .openHistory: ways.go(.history)
    case .openChart: ways.go(.chart)
    case .openSettings: ways.go(.settings)
    case .openWaiting: ways.go(.waiting)
    case .switchPerson: ways.go(.people)
    case .open(let entry): ways.go(.entry(id: entry))
    case .undo: doing.undo()
    case .restoreNoted: parts.preferences.restoredFrom = nil
    }
  }
}
