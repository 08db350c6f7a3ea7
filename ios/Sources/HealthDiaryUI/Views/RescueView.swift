import HealthDiaryModel
import SwiftUI

/// The passphrase, and what can be read is in a new diary; the damaged one stays.
struct RescueView: View {
  let state: RescueState
  let act: @MainActor (RescueAction) -> Void

  var body: some View {
    Page(Message(.rescueTitle), canLeave: canLeave) {
      if let problem = state.problem, problem != .wrong { Notice(.attention, problem.words) }
      switch state.stage {
      case .secret(let typed, let shown): secret(typed, shown: shown)
      case .running(let far): HowFarLine(Message(.rescueRunning), far)
      case .done(let entries, let partly):
        Notice(.fine, .counted(.rescueDone, entries))
        if partly { Notice(.attention, Message(.rescuePartly), live: false) }
        OnPage { Paragraph(Message(.rescueCode)) }
      }
    } foot: {
      switch state.stage {
      case .secret(let typed, _):
        MainButton(Message(.rescueGo)) { act(.begin) }.disabled(typed.isBlank)
      case .running: SideButton(Message(.commonCancel)) { act(.cancel) }
      case .done: MainButton(Message(.restoreOpen)) { act(.openDiary) }
      }
    }
  }

  private var canLeave: Bool {
    if case .secret = state.stage { true } else { false }
  }

  @ViewBuilder private func secret(_ typed: Hidden, shown: Bool) -> some View {
    OnPage { Paragraph(Message(.rescueWhat)) }
    Card {
      SecretLine(
        Message(.rescuePassphrase), typed, shown: shown,
        wrong: state.problem == .wrong ? Message(.rescueWrong) : nil
      ) {
        act(.show($0))
      } set: {
        act(.type($0))
      }
    }
  }
}
