import HealthDiaryModel
import SwiftUI

struct UnlockPreviews: PreviewProvider {
  static var previews: some View {
    Gallery(states.map { name, state in Picture(name, UnlockView(state: state) { _ in }) })
  }

  private static let byPhone = UnlockState(way: .phone, byPhone: true)
  private static let byWords = UnlockState(
    way: .passphrase, byPhone: true, secret: Hidden("apron lantern"))

  private static let states: [(String, UnlockState)] =
    [
      ("unlock", with(byPhone) { $0.newEntry = true }),
      ("unlock-busy", with(byWords) { $0.busy = true }),
      ("unlock-cancelled", with(byPhone) { $0.problem = .cancelled }),
      (
        "unlock-code",
        UnlockState(way: .recoveryCode, secret: Hidden("7K2M9Q"), problem: .wrong)
      ),
      (
        "unlock-key-gone",
        with(byWords) {
          $0.secret = .nothing
          $0.problem = .keyGone
        }
      ),
    ] + problems.map { name, problem in (name, with(byWords) { $0.problem = problem }) }

  private static let problems: [(String, UnlockProblem)] = [
    ("unlock-locked-out", .lockedOut), ("unlock-wrong", .wrong),
    ("unlock-wait", .wait(.seconds(120))), ("unlock-wait-some", .wait(nil)),
    ("unlock-newer", .newer), ("unlock-damaged", .damaged), ("unlock-missing", .missing),
    ("unlock-in-use", .inUse), ("unlock-no-space", .noSpace), ("unlock-failed", .failed),
  ]
}

struct FirstRunPreviews: PreviewProvider {
  static var previews: some View {
    Gallery(
      [
        Picture("welcome", WelcomeView(state: WelcomeState()) { _ in }),
        Picture("welcome-named", WelcomeView(state: WelcomeState(name: "Ana")) { _ in }),
        Picture("new-code", NewCodeView(state: NewCodeState()) { _ in }),
        Picture("new-code-failed", NewCodeView(state: NewCodeState(failed: true)) { _ in }),
        Picture("phone-key", PhoneKeyView(state: PhoneKeyState()) { _ in }),
        Picture(
          "phone-key-locked-out", PhoneKeyView(state: PhoneKeyState(problem: .lockedOut)) { _ in }),
        Picture(
          "phone-key-impossible", PhoneKeyView(state: PhoneKeyState(problem: .impossible)) { _ in }),
      ]
        + passphrases.map { name, state in Picture(name, PassphraseView(state: state) { _ in }) }
        + codes.map { name, state in Picture(name, RecoveryCodeView(state: state) { _ in }) })
  }

  private static let words = Hidden("apron lantern gravel tulip")
  private static let typed = PassphraseState(first: words, again: words)
  private static let passphrases: [(String, PassphraseState)] = [
    ("passphrase", PassphraseState()),
    (
      "passphrase-weak",
      PassphraseState(first: Hidden("apron"), shown: true, strength: .weak, problem: .weak)
    ),
    (
      "passphrase-mismatch",
      PassphraseState(
        first: words, again: Hidden("apron"), strength: .strong, problem: .mismatch)
    ),
    ("passphrase-no-space", with(typed) { $0.problem = .noSpace }),
    ("passphrase-failed", with(typed) { $0.problem = .failed }),
    (
      "passphrase-changing",
      with(typed) {
        $0.busy = true
        $0.changing = true
      }
    ),
    (
      "passphrase-busy",
      with(typed) {
        $0.strength = .good
        $0.busy = true
      }
    ),
  ]

  private static let groups = ["7K2M9Q", "XW4TRC", "D8HN3V", "B6PYE2", "9GJZQK", "M3FA7D"]
    .map { Hidden($0) }
  private static let codes: [(String, RecoveryCodeState)] = [
    ("recovery-code", RecoveryCodeState(groups: groups)),
    ("recovery-code-check", RecoveryCodeState(groups: groups, check: [1: .nothing, 4: .nothing])),
    (
      "recovery-code-wrong",
      RecoveryCodeState(groups: groups, check: [1: groups[1], 4: Hidden("9GJZQ")], wrong: [4])
    ),
  ]
}
