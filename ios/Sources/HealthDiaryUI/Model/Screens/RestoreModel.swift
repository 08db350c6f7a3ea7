import Observation

/// A diary out of a backup: a folder, a secret, and it is back. What was on the phone is put aside, as it is.
@MainActor
@Observable
public final class RestoreModel {
  public private(set) var state = RestoreState(stage: .chooseFolder)
  @ObservationIgnored private let backups: Backups
  @ObservationIgnored private let home: DiaryHome
  @ObservationIgnored private let parts: Care.Parts
  @ObservationIgnored private var picked: PickedFolder?
  /// What opened the backup, until the diary is open: it opens that too.
  @ObservationIgnored private var secret: Hidden?

  init(_ backups: Backups, _ home: DiaryHome, _ parts: Care.Parts) {
    (self.backups, self.home, self.parts) = (backups, home, parts)
  }

  func begin() {
    if state.stage == .chooseFolder { state.beside = home.door.value != .none }
  }

  public func act(_ action: RestoreAction) {
    switch action {
    case .back: back()
    case .chooseFolder: chooseFolder()
    case .type(let typed): typing { secret, _ in secret = typed }
    case .show(let isShown): typing { _, shown in shown = isShown }
    case .restore: restore(whatIsLeft: false)
    case .restoreWhatIsLeft: restore(whatIsLeft: true)
    // It takes away what it had begun, and says so then.
    case .cancel: parts.work.cancel(Self.restoring)
    case .openDiary: open()
    case .rescue: parts.ways.go(.rescue)
    }
  }

  /// Not out of what runs, and not behind what is done.
  func back() {
    switch state.stage {
    case .running, .done: return
    case .chooseFolder, .secret: break
    }
    state = RestoreState(stage: .chooseFolder)
    picked = nil
    parts.ways.back()
  }

  private func chooseFolder() {
    guard let hands = parts.hands, !parts.work.isBusy(Self.choosing) else { return }
    parts.work.only(Self.choosing) { [self] in
      guard let folder = await hands.pickFolder() else { return }
      picked = folder
      state = RestoreState(stage: .secret(typed: typed ?? .nothing), beside: state.beside)
    }
  }

  private var typed: Hidden? {
    if case .secret(let typed, _) = state.stage { typed } else { nil }
  }

  private func typing(_ change: (inout Hidden, inout Bool) -> Void) {
    guard case .secret(var typed, var shown) = state.stage else { return }
    change(&typed, &shown)
    (state.stage, state.problem) = (.secret(typed: typed, shown: shown), nil)
  }

  private func restore(whatIsLeft: Bool) {
    guard let picked, let typed else { return }
    state = RestoreState(stage: .running(ShownProgress(done: 0)), beside: state.beside)
    secret = typed
    parts.work.only(Self.restoring) { [self] in
      do throws(Trouble) {
        let restored = try await backups.restore(
          from: picked, typed: typed.text, whatCanBeRead: whatIsLeft
        ) { [weak self] in self?.reached($0) }
        parts.preferences.restoredFrom = restored.atMs
        state.stage = .done(asOf: parts.here.day(atMs: restored.atMs), partly: restored.partly)
        // The next backups go where this one came from, unless the phone says no: the page about backups asks then.
        try? await backups.choose(picked)
      } catch {
        failed(Self.problem(of: error), typed)
      }
    }
  }

  private func reached(_ far: ShownProgress) {
    state.stage = .running(far)
  }

  private func failed(_ problem: RestoreProblem, _ typed: Hidden) {
    let isElsewhere = problem == .notThere || problem == .folderGone
    state = RestoreState(
      stage: isElsewhere ? .chooseFolder : .secret(typed: typed), problem: problem,
      beside: state.beside)
    secret = nil
  }

  private func open() {
    guard let secret, !parts.work.isBusy(Self.opening) else { return }
    parts.work.only(Self.opening) { [self] in
      do throws(Trouble) {
        try await home.open(either: secret.text)
        parts.ways.begin(.today)
      } catch {
        // The screen that unlocks says what is wrong.
        parts.ways.begin(.unlock)
      }
      (self.secret, picked) = (nil, nil)
      state = RestoreState(stage: .chooseFolder)
    }
  }

  private static func problem(of trouble: Trouble) -> RestoreProblem {
    switch trouble {
    // A code that has a slip in it is no code at all.
    case .wrongSecret, .invalid: .wrong
    case .tooManyTries: .wait
    case .noDiary: .notThere
    case .damaged, .missing: .damaged
    case .newer: .newer
    case .noSpace: .noSpace
    case .folderGone, .folderRefused: .folderGone
    case .cancelled: .stopped
    default: .failed
    }
  }

  private static let restoring = "restore"
  private static let choosing = "choose a backup"
  private static let opening = "open what was restored"
}

extension DiaryHome {
  /// Unlocks with a passphrase or the recovery code, whichever it looks like.
  func open(either typed: String) async throws(Trouble) {
    switch secret(of: typed) {
    case .recoveryCode(let code): try await open(code: code)
    case .passphrase(let passphrase): try await open(passphrase: passphrase)
    }
  }
}
