import Observation

/// What was just done, and how it is taken back: the newest alone, until somebody goes on.
@MainActor
@Observable
public final class Doing {
  /// None where there is nothing to take back.
  public private(set) var done: Done?
  @ObservationIgnored private var takeBack: (@MainActor () async throws(Trouble) -> Void)?
  @ObservationIgnored private var times = 0
  @ObservationIgnored private let work: Work

  public init(_ work: Work) {
    self.work = work
  }

  /// Something was done; `undo` takes it back.
  func did(_ what: Done, undo: @escaping @MainActor () async throws(Trouble) -> Void) {
    times += 1
    takeBack = undo
    done = what
  }

  /// Takes it back, once however often it is pressed; where that cannot be, the line stays, to be tried again.
  func undo() {
    guard let takeBack, !work.isBusy(Self.undoing) else { return }
    let undone = times
    work.only(Self.undoing) { [self] in
      try await takeBack()
      if times == undone { forget() }
    }
  }

  func forget() {
    takeBack = nil
    done = nil
  }

  private static let undoing = "undo"
}
