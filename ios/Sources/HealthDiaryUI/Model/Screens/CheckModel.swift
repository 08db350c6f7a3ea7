import Observation

/// Whether anything was changed unnoticed.
@MainActor
@Observable
public final class CheckModel {
  public private(set) var state: CheckState
  @ObservationIgnored private let checks: Checks
  @ObservationIgnored private let kept: Kept
  @ObservationIgnored private let parts: Care.Parts

  init(_ checks: Checks, _ kept: Kept, _ parts: Care.Parts) {
    (self.checks, self.kept, self.parts) = (checks, kept, parts)
    state = CheckState(today: parts.whose.today)
  }

  func begin() {
    state.today = parts.whose.today
    // Whoever left in the middle has stopped it; that is no news to them.
    if state.running == nil { state.problem = nil }
    if let noted = kept[Self.noted], noted != state.noted { note(noted) }
    parts.work.begin { [self] in state.heads = try await checks.heads() }
  }

  public func act(_ action: CheckAction) {
    switch action {
    case .back:
      parts.work.cancel(Self.checking)
      parts.ways.back()
    case .check: check()
    case .cancel: parts.work.cancel(Self.checking)
    case .restore: parts.ways.go(.restore)
    case .note(let noted): note(noted)
    case .compare: compare()
    }
  }

  private func note(_ noted: String) {
    kept[Self.noted] = noted
    (state.noted, state.compared) = (noted, nil)
  }

  private func compare() {
    let noted = state.noted
    parts.work.only(Self.comparing) { [self] in
      let found: Compared
      do throws(Trouble) {
        found = Self.compared(try await checks.compare(noted))
      } catch .invalid {
        found = .noNote
      }
      // Whoever types on is told of what they typed.
      if state.noted == noted { state.compared = found }
    }
  }

  private static func compared(_ note: CheckedNote) -> Compared {
    let part = note.file.map { damage($0) } ?? .household
    return switch note.proof {
    case "kept": .kept(of: part, since: note.since ?? 0)
    case "differs", "shortened": .differs(of: part)
    case "locked": .locked
    default: .unknown
    }
  }

  private func check() {
    guard state.running == nil else { return }
    (state.running, state.problem, state.result) = (ShownProgress(done: 0), nil, nil)
    parts.work.only(Self.checking) { [self] in
      do throws(Trouble) {
        let found = try await checks.everything { [weak self] in self?.reached($0) }
        state.result = result(found)
      } catch {
        // The diary was locked in the middle, or somebody said stop.
        state.problem = error == .shut || error == .cancelled ? .stopped : .failed
      }
      state.running = nil
    }
  }

  private func reached(_ far: ShownProgress) {
    state.running = far
  }

  private func result(_ found: Checked) -> CheckResult {
    var damage = found.damaged.map { Self.damage($0) }
    if found.mediaWrong > 0 { damage.append(.pictures(count: found.mediaWrong)) }
    return CheckResult(
      at: parts.here.shown(atMs: parts.here.nowMs), changes: found.changes,
      locked: unique(found.locked.compactMap(\.person)), damage: unique(damage))
  }

  private static func damage(_ file: CheckedFile) -> Damage {
    switch file.what {
    case "inbox": .inbox
    case "household": .household
    default: file.person.map { .diary(person: $0) } ?? .household
    }
  }

  private static let checking = "check"
  private static let comparing = "compare a note"
  private static let noted = "check.noted"
}

/// What the app is, and what it is made of.
@MainActor
@Observable
public final class AboutModel {
  public private(set) var state = AboutState(version: "", zones: "")
  @ObservationIgnored private let checks: Checks
  @ObservationIgnored private let parts: Care.Parts

  init(_ checks: Checks, _ parts: Care.Parts) {
    (self.checks, self.parts) = (checks, parts)
  }

  func begin() {
    guard let hands = parts.hands else { return }
    state.version = hands.version
    parts.work.begin { [self] in
      state.zones = try await checks.zones()
      state.licences = await hands.licences()
    }
  }

  public func act(_ action: AboutAction) {
    switch action {
    case .back: parts.ways.back()
    }
  }
}
