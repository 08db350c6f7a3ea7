import Observation

/// Backups into the folder that somebody picked. One goes on while other screens are looked at.
@MainActor
@Observable
public final class BackupModel {
  public private(set) var state: BackupState
  @ObservationIgnored private let backups: Backups
  @ObservationIgnored private let aside: Aside
  @ObservationIgnored private let parts: Care.Parts

  init(_ backups: Backups, _ aside: Aside, _ parts: Care.Parts) {
    (self.backups, self.aside, self.parts) = (backups, aside, parts)
    state = BackupState(today: parts.whose.today)
  }

  func begin() {
    state.today = parts.whose.today
    parts.work.begin { [self] in
      try await read()
      try await lookAside()
    }
  }

  private func read() async throws(Trouble) {
    state.folder = await backups.folder()
    state.last = try await backups.last().map { ShownBackup($0, parts.here) }
  }

  private func lookAside() async throws(Trouble) {
    let there = try await aside.all()
    state.aside = there.map {
      ShownAside(id: $0.name, last: parts.here.shown(atMs: $0.lastMs), bytes: $0.bytes)
    }
    state.askingToDelete = nil
  }

  public func act(_ action: BackupAction) {
    switch action {
    case .back: parts.ways.back()
    case .chooseFolder: chooseFolder()
    case .backUp: backUp()
    // It is stopped at its next step, and says so then: until that is so, nobody can begin another.
    case .cancel: parts.work.cancel(Self.backingUp)
    case .askToDelete(let one): state.askingToDelete = one
    case .keepIt: state.askingToDelete = nil
    case .delete(let one): delete(one)
    }
  }

  private func delete(_ one: String) {
    // Pressed twice, it is there once.
    guard state.aside.contains(where: { $0.id == one }), !parts.work.isBusy(Self.deleting) else {
      return
    }
    parts.work.only(Self.deleting) { [self] in
      try await aside.delete(one)
      try await lookAside()
    }
  }

  private func chooseFolder() {
    guard let hands = parts.hands, !parts.work.isBusy(Self.choosing) else { return }
    parts.work.only(Self.choosing) { [self] in
      guard let picked = await hands.pickFolder() else { return }
      do throws(Trouble) {
        try await backups.choose(picked)
        state.problem = nil
        try await read()
      } catch {
        state.problem = Self.problem(of: error)
      }
    }
  }

  private func backUp() {
    guard state.running == nil else { return }
    (state.running, state.problem) = (RunningBackup(far: ShownProgress(done: 0)), nil)
    parts.work.only(Self.backingUp) { [self] in
      do throws(Trouble) {
        let made = try await backups.make { [weak self] in self?.reached($0) }
        if let made {
          state.last = ShownBackup(made, parts.here)
        } else {
          state.problem = .proofFailed
        }
      } catch {
        state.problem = Self.problem(of: error)
      }
      state.running = nil
    }
  }

  private func reached(_ far: ShownProgress) {
    state.running = RunningBackup(far: far)
  }

  private static func problem(of trouble: Trouble) -> BackupTrouble {
    switch trouble {
    case .folderGone: .folderGone
    case .folderRefused: .refused
    case .folderFull: .noSpace
    case .noSpace: .phoneFull
    case .invalid: .ofAnother
    case .inUse: .busy
    // The diary was locked in the middle, or somebody said stop.
    case .shut, .cancelled: .stopped
    default: .failed
    }
  }

  private static let backingUp = "back up"
  private static let deleting = "delete what was put aside"
  private static let choosing = "choose a folder"
}

extension ShownBackup {
  fileprivate init(_ last: LastBackup, _ here: Here) {
    self.init(at: here.shown(atMs: last.atMs), bytes: last.bytes)
  }
}
