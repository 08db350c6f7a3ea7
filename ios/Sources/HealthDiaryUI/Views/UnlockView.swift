import HealthDiaryModel
import SwiftUI

/// Unlocking: face or finger first, then the passphrase, then the recovery code.
struct UnlockView: View {
  let state: UnlockState
  let act: @MainActor (UnlockAction) -> Void

  var body: some View {
    Page(Message(.unlockTitle), canLeave: false) {
      if state.newEntry { Notice(.calm, Message(.unlockWaiting)) }
      if let problem = state.problem, problem != .wrong {
        Notice(
          problem.tone, problem.words(way: state.way),
          button: problem.backupHelps ? Message(.unlockRestore) : nil
        ) { act(.restore) }
      }
      secret
      otherWays
    } foot: {
      MainButton(Message(state.busy ? .commonWorking : .unlockByPhone)) { act(.unlock) }
        .disabled(!state.isReady)
    }
    .onSubmit { if state.isReady { act(.unlock) } }
  }

  @ViewBuilder private var secret: some View {
    switch state.way {
    case .phone: EmptyView()
    case .passphrase:
      Card {
        SecretLine(
          Message(.unlockPassphrase), state.secret, shown: state.shown, wrong: wrong
        ) {
          act(.show($0))
        } set: {
          act(.type($0))
        }
      }
    case .recoveryCode:
      Card {
        TextLine(
          Message(.unlockCode), state.secret.text, wrong: wrong, below: Message(.unlockCodeBelow),
          keys: .code
        ) { act(.type(Hidden($0))) }
      }
    }
  }

  private var wrong: Message? {
    state.problem == .wrong ? state.problem?.words(way: state.way) : nil
  }

  private var otherWays: some View {
    Card {
      if state.way != .phone, state.byPhone, state.problem != .keyGone {
        SideButton(Message(.unlockWithPhone)) { act(.use(.phone)) }
      }
      if state.way != .passphrase {
        SideButton(Message(.unlockWithPassphrase)) { act(.use(.passphrase)) }
      }
      if state.way != .recoveryCode {
        SideButton(Message(.unlockWithCode)) { act(.use(.recoveryCode)) }
      }
    }
  }
}
