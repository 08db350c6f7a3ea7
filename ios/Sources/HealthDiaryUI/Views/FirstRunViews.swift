import HealthDiaryModel
import SwiftUI

/// What stays on this phone, in three lines.
struct WelcomeView: View {
  let state: WelcomeState
  let act: @MainActor (WelcomeAction) -> Void

  var body: some View {
    Page(Message(.welcomeTitle), canLeave: false) {
      Card {
        Remark(.calm, Message(.welcomeHere))
        Remark(.calm, Message(.welcomeCuff))
        Remark(.calm, Message(.welcomeYours))
      }
      Card { TextLine(Message(.welcomeName), state.name, keys: .name) { act(.name($0)) } }
      Card { SideButton(Message(.welcomeRestore)) { act(.restore) } }
    } foot: {
      MainButton(Message(.welcomeStart)) { act(.start) }
        .disabled(state.name.allSatisfy(\.isWhitespace))
    }
  }
}

/// Choosing a passphrase.
struct PassphraseView: View {
  let state: PassphraseState
  let act: @MainActor (PassphraseAction) -> Void

  var body: some View {
    Page(Message(.passphraseTitle), canLeave: !state.busy) {
      if state.busy {
        Notice(.calm, Message(state.changing ? .passphraseChanging : .passphraseMaking))
      }
      if let problem = state.problem, problem == .noSpace || problem == .failed {
        Notice(.attention, problem.words)
      }
      OnPage { Paragraph(Message(.passphraseWhy)) }
      Card {
        SecretLine(
          Message(.passphraseFirst), state.first, shown: state.shown, wrong: wrong(.weak)
        ) {
          act(.show($0))
        } set: {
          act(.first($0))
        }
        if let strength = state.strength {
          Remark(strength.tone, strength.words).announced(strength.words)
        }
      }
      Card {
        SecretLine(
          Message(.passphraseAgain), state.again, shown: state.shown, wrong: wrong(.mismatch)
        ) {
          act(.show($0))
        } set: {
          act(.again($0))
        }
      }
    } foot: {
      MainButton(Message(state.busy ? .commonWorking : .passphraseContinue)) { act(.goOn) }
        .disabled(state.busy || state.first.text.isEmpty || state.again.text.isEmpty)
    }
  }

  private func wrong(_ problem: PassphraseProblem) -> Message? {
    state.problem == problem ? problem.words : nil
  }
}

/// The recovery code in large groups; then two of them are asked for.
struct RecoveryCodeView: View {
  let state: RecoveryCodeState
  let act: @MainActor (RecoveryCodeAction) -> Void

  var body: some View {
    if let check = state.check {
      CodeCheck(state: state, check: check, act: act)
    } else {
      ShownCode(state: state, act: act)
    }
  }
}

private struct ShownCode: View {
  let state: RecoveryCodeState
  let act: @MainActor (RecoveryCodeAction) -> Void
  @ScaledMetric(relativeTo: .title2) private var widest: CGFloat = 120

  var body: some View {
    Page(Message(.codeTitle), canLeave: false) {
      OnPage { Paragraph(Message(.codeWhy)) }
      Card {
        LazyVGrid(
          columns: [GridItem(.adaptive(minimum: widest))], alignment: .leading, spacing: Sizes.edge
        ) {
          ForEach(Array(state.groups.enumerated()), id: \.offset) { index, group in
            VStack(alignment: .leading, spacing: 2) {
              Said(.count(index + 1)).font(.axis).foregroundStyle(Role.secondary)
              Text(verbatim: group.text).font(.code).foregroundStyle(Role.text)
            }
            .spoken(.codeGroup(index, group))
          }
        }
        .padding(.vertical, Sizes.apart)
        .privacySensitive()
      }
    } foot: {
      MainButton(Message(.codeWritten)) { act(.written) }
    }
  }
}

private struct CodeCheck: View {
  let state: RecoveryCodeState
  let check: [Int: Hidden]
  let act: @MainActor (RecoveryCodeAction) -> Void

  var body: some View {
    Page(Message(.codeCheckTitle), canLeave: false) {
      OnPage { Paragraph(Message(.codeCheckWhy)) }
      Card {
        ForEach(check.keys.sorted(), id: \.self) { group in
          TextLine(
            Message(.codeGroup, .count(group + 1)), check[group]?.text ?? "",
            wrong: state.wrong.contains(group) ? Message(.codeWrong) : nil, keys: .code
          ) { act(.type(group: group, Hidden($0))) }
        }
      }
      Card { SideButton(Message(.codeSeeAgain)) { act(.seeAgain) } }
    } foot: {
      MainButton(Message(.passphraseContinue)) { act(.check) }
        .disabled(check.values.contains(where: \.isBlank))
    }
  }
}

/// Whether face or finger may unlock.
struct PhoneKeyView: View {
  let state: PhoneKeyState
  let act: @MainActor (PhoneKeyAction) -> Void

  var body: some View {
    Page(Message(.phoneKeyTitle), canLeave: false) {
      if let problem = state.problem { Notice(.attention, problem.words) }
      OnPage { Paragraph(Message(.phoneKeyWhy)) }
      Card { SideButton(Message(.phoneKeyNotNow)) { act(.notNow) }.disabled(state.busy) }
    } foot: {
      MainButton(Message(.phoneKeyUse)) { act(.use) }.disabled(state.busy)
    }
  }
}

/// What a new recovery code means for the old one.
struct NewCodeView: View {
  let state: NewCodeState
  let act: @MainActor (NewCodeAction) -> Void

  var body: some View {
    Page(Message(.codeTitle), canLeave: !state.busy) {
      if state.failed { Notice(.attention, Message(.settingsFailed)) }
      OnPage { Paragraph(Message(.codeAnew)) }
    } foot: {
      MainButton(Message(.codeMake)) { act(.make) }.disabled(state.busy)
    }
  }
}
