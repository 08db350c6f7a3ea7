import Observation

/// The first run: a name, a passphrase, and a recovery code that is asked back.
@MainActor
@Observable
public final class FirstRun {
  public private(set) var welcome: WelcomeState
  public private(set) var passphrase = PassphraseState()
  @ObservationIgnored private let parts: ModelParts
  private let asked = AskedBack()
  /// The code is written down: the first run is over.
  @ObservationIgnored private let done: @MainActor () async -> Void

  init(_ parts: ModelParts, done: @escaping @MainActor () async -> Void) {
    (self.parts, self.done) = (parts, done)
    welcome = WelcomeState(name: parts.kept[Self.name] ?? "")
  }

  /// Without groups while there is no code to show.
  public var code: RecoveryCodeState { asked.state }

  public func act(_ action: WelcomeAction) {
    switch action {
    case .start: parts.ways.go(.passphrase)
    case .restore: parts.ways.go(.restore)
    case .name(let typed):
      // It outlives the process; nothing else of a first run may.
      parts.kept[Self.name] = typed
      welcome.name = typed
    }
  }

  public func act(_ action: PassphraseAction) {
    switch action {
    case .back: back()
    case .goOn: make()
    case .first(let typed): (passphrase.first, passphrase.problem) = (typed, nil)
    case .again(let typed): (passphrase.again, passphrase.problem) = (typed, nil)
    case .show(let shown): passphrase.shown = shown
    }
  }

  /// Not while the diary is being made.
  func back() {
    guard !passphrase.busy else { return }
    passphrase = PassphraseState()
    parts.ways.back()
  }

  private func make() {
    guard !passphrase.busy else { return }
    guard passphrase.first == passphrase.again else {
      passphrase.problem = .mismatch
      return
    }
    (passphrase.busy, passphrase.problem) = (true, nil)
    let (name, typed) = (welcome.name.trimmingWhitespace, passphrase.first.text)
    parts.work.begin { [self] in
      do throws(Trouble) {
        asked.show(try await parts.home.make(name: name, passphrase: typed))
        // It is nowhere but in the head of whoever typed it.
        passphrase = PassphraseState()
        parts.ways.begin(.recoveryCode)
      } catch {
        (passphrase.busy, passphrase.problem) = (false, PassphraseProblem(error))
      }
    }
  }

  /// The diary is open, and nobody has said that the code is written down. Where it is gone with the process, there is a new one.
  func owe() async throws(Trouble) {
    if code.groups.isEmpty { asked.show(try await parts.home.newCode()) }
    // It was shut meanwhile: the code stays owed.
    guard parts.home.door.value == .open else { return }
    parts.ways.begin(.recoveryCode)
  }

  /// The diary was made, and nobody lives in it: whoever was being asked for their name does. Who does then.
  func moveIn() async throws(Trouble) -> [Resident] {
    let name = welcome.name.trimmingWhitespace
    if !name.isEmpty { _ = try await parts.home.asking { try $0.addPerson(name: name) } }
    return try await parts.home.residents()
  }

  public func act(_ action: RecoveryCodeAction) {
    guard asked.act(action) else { return }
    parts.work.only("code is written") { [self] in
      try await parts.home.codeIsWritten()
      parts.kept[Self.name] = nil
      await done()
      asked.forget()
    }
  }

  private static let name = "name"
}
