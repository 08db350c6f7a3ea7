import Observation

/// Another passphrase, or another recovery code, in place of the one there was.
@MainActor
@Observable
public final class SecretsModel {
  public private(set) var passphrase = fresh
  /// Before a code is drawn: the old one opens nothing from then on.
  public private(set) var newCode = NewCodeState()
  @ObservationIgnored private let asked = AskedBack()
  @ObservationIgnored private let home: DiaryHome
  @ObservationIgnored private let parts: Care.Parts

  init(_ home: DiaryHome, _ parts: Care.Parts) {
    (self.home, self.parts) = (home, parts)
  }

  /// The new code; without groups before it is drawn.
  public var code: RecoveryCodeState { asked.state }

  public func act(_ action: NewCodeAction) {
    switch action {
    case .back: back()
    case .make: drawCode()
    }
  }

  public func act(_ action: PassphraseAction) {
    switch action {
    case .back: back()
    case .goOn: change()
    case .first(let typed):
      (passphrase.first, passphrase.problem) = (typed, nil)
    case .again(let typed): (passphrase.again, passphrase.problem) = (typed, nil)
    case .show(let isShown): passphrase.shown = isShown
    }
  }

  public func act(_ action: RecoveryCodeAction) {
    if asked.act(action) { written() }
  }

  /// Not while something is being set, and not before a new code was written down: the old one opens nothing any more.
  func back() {
    if passphrase.busy || newCode.busy || !code.groups.isEmpty { return }
    (passphrase, newCode) = (Self.fresh, NewCodeState())
    parts.ways.back()
  }

  private func drawCode() {
    guard !newCode.busy else { return }
    newCode = NewCodeState(busy: true)
    parts.work.begin { [self] in
      do throws(Trouble) {
        asked.show(try await home.newCode())
        newCode = NewCodeState()
      } catch {
        newCode = NewCodeState(failed: true)
      }
    }
  }

  private func written() {
    parts.work.begin { [self] in
      try await home.codeIsWritten()
      asked.forget()
      back()
    }
  }

  private func change() {
    guard !passphrase.busy else { return }
    guard passphrase.first == passphrase.again else {
      passphrase.problem = .mismatch
      return
    }
    let typed = passphrase.first
    (passphrase.busy, passphrase.problem) = (true, nil)
    parts.work.begin { [self] in
      do throws(Trouble) {
        try await home.changePassphrase(to: typed.text)
        passphrase.busy = false
        back()
      } catch {
        (passphrase.busy, passphrase.problem) = (false, PassphraseProblem(error))
      }
    }
  }

  private static let fresh = PassphraseState(changing: true)
}

extension PassphraseProblem {
  /// Why a passphrase was not set.
  init(_ trouble: Trouble) {
    self =
      switch trouble {
      case .weakPassphrase: .weak
      case .noSpace: .noSpace
      default: .failed
      }
  }
}
