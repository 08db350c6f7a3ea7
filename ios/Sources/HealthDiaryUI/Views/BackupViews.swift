import HealthDiaryModel
import SwiftUI

/// The last proven backup: when, where, how large.
struct BackupView: View {
  let state: BackupState
  let act: @MainActor (BackupAction) -> Void

  var body: some View {
    Page(Message(.backupTitle)) {
      if let problem = state.problem { Notice(problem.tone, problem.words(folder: state.folder)) }
      if let running = state.running {
        HowFarLine(Message(running.proving ? .backupChecking : .backupRunning), running.far)
      }
      last
      OnPage { Aside(Message(.backupSealed)) }
      if state.running == nil, state.folder != nil {
        Card { SideButton(Message(.backupFolder)) { act(.chooseFolder) } }
      }
      if state.running == nil, !state.aside.isEmpty { aside }
    } foot: {
      if state.folder == nil {
        MainButton(Message(.backupFolderFirst)) { act(.chooseFolder) }
      } else if state.running != nil {
        SideButton(Message(.commonCancel)) { act(.cancel) }
      } else {
        MainButton(Message(.backupNow)) { act(.backUp) }
      }
    }
  }

  @ViewBuilder private var last: some View {
    if let last = state.last {
      Card {
        Paragraph(Message(.backupLast, last.at.inSentence(today: state.today)))
        Remark(.fine, Message(.backupProven))
        if let folder = state.folder { Fact(Message(.backupWhere), .text(folder)) }
        if let bytes = last.bytes { Fact(Message(.backupSize), .size(bytes)) }
      }
    } else {
      Notice(.attention, Message(.backupNever), live: false)
    }
  }

  private var aside: some View {
    Card(Message(.backupAside)) {
      Aside(Message(.backupAsideWhat))
      ForEach(state.aside) { one in
        Fact(
          Message(.backupAsideLast, one.last.inSentence(today: state.today)), .size(one.bytes))
        SideButton(Message(.backupAsideDelete)) { act(.askToDelete(aside: one.id)) }
          .asks(
            Message(.backupAsideAsk), yes: Message(.backupAsideDelete),
            when: state.askingToDelete == one.id
          ) {
            act(.keepIt)
          } act: {
            act(.delete(aside: one.id))
          }
      }
    }
  }
}

/// A folder, a secret, and the diary is back.
struct RestoreView: View {
  let state: RestoreState
  let act: @MainActor (RestoreAction) -> Void

  var body: some View {
    Page(Message(.restoreTitle), canLeave: canLeave) {
      if let problem = state.problem, problem != .wrong { Notice(.attention, problem.words) }
      switch state.stage {
      case .chooseFolder:
        if state.beside { Notice(.calm, Message(.restoreBeside), live: false) }
        OnPage { Paragraph(Message(.restoreChoose)) }
        if state.beside { Card { SideButton(Message(.restoreRescue)) { act(.rescue) } } }
      case .secret(let typed, let shown): secret(typed, shown: shown)
      case .running(let far): HowFarLine(Message(.restoreRunning), far)
      case .done(let asOf, let partly):
        Notice(.fine, Message(.restoreDone, .day(asOf, .long)))
        if partly { Notice(.attention, Message(.restorePartly), live: false) }
      }
    } foot: {
      switch state.stage {
      case .chooseFolder: MainButton(Message(.backupFolderFirst)) { act(.chooseFolder) }
      case .secret(let typed, _):
        MainButton(Message(.restoreGo)) { act(.restore) }.disabled(typed.isBlank)
      case .running: SideButton(Message(.commonCancel)) { act(.cancel) }
      case .done: MainButton(Message(.restoreOpen)) { act(.openDiary) }
      }
    }
  }

  private var canLeave: Bool {
    switch state.stage {
    case .chooseFolder, .secret: true
    case .running, .done: false
    }
  }

  @ViewBuilder private func secret(_ typed: Hidden, shown: Bool) -> some View {
    OnPage { Paragraph(Message(.restoreSecret)) }
    Card {
      SecretLine(
        Message(.restoreSecretLine), typed, shown: shown,
        wrong: state.problem == .wrong ? Message(.restoreWrong) : nil
      ) {
        act(.show($0))
      } set: {
        act(.type($0))
      }
    }
    Card {
      if state.problem == .damaged {
        SideButton(Message(.restoreWhatIsLeft)) { act(.restoreWhatIsLeft) }
          .disabled(typed.isBlank)
      }
      SideButton(Message(.backupFolder)) { act(.chooseFolder) }
    }
  }
}
