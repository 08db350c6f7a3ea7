import HealthDiaryModel
import SwiftUI

/// Whether anything was changed unnoticed, and what to note on paper.
struct CheckView: View {
  let state: CheckState
  let act: @MainActor (CheckAction) -> Void

  var body: some View {
    Page(Message(.checkTitle)) {
      if let problem = state.problem { Notice(problem.tone, problem.words) }
      if let running = state.running {
        HowFarLine(Message(.checkRunning), running)
      } else if let result = state.result {
        if result.damage.isEmpty { sound(result) } else { damaged(result.damage) }
      } else {
        OnPage { Paragraph(Message(.checkWhat)) }
      }
      ForEach(state.result?.locked ?? [], id: \.self) { person in
        Notice(.calm, Message(.checkLocked, .text(person)), live: false)
      }
      if state.running == nil, !state.heads.isEmpty {
        heads
        compare
      }
    } foot: {
      if state.running == nil {
        MainButton(Message(.checkNow)) { act(.check) }
      } else {
        SideButton(Message(.commonCancel)) { act(.cancel) }
      }
    }
  }

  @ViewBuilder private func sound(_ result: CheckResult) -> some View {
    Notice(.fine, Message(.checkSound, result.at.inSentence(today: state.today)))
    OnPage { Aside(Message(.checkCount, .count(result.changes))) }
  }

  @ViewBuilder private func damaged(_ damage: [Damage]) -> some View {
    Notice(.error, Message(.checkDamage))
    Card {
      ForEach(damage, id: \.self) { Remark(.attention, $0.words) }
      Paragraph(Message(.checkDamageDo))
      SideButton(Message(.backupRestore)) { act(.restore) }
    }
  }

  private var heads: some View {
    Card(Message(.checkHead)) {
      Aside(Message(.checkHeadWhy))
      ForEach(state.heads, id: \.self) { head in
        Said(.code(head)).font(.code).foregroundStyle(Role.text)
      }
    }
  }

  @ViewBuilder private var compare: some View {
    Card(Message(.checkCompare)) {
      TextLine(
        Message(.checkCompareLine), state.noted,
        wrong: state.compared == .noNote ? Message(.checkCompareNoNote) : nil, lines: 2, keys: .code
      ) { act(.note($0)) }
      SideButton(Message(.checkCompareGo)) { act(.compare) }
        .disabled(state.noted.allSatisfy(\.isWhitespace))
    }
    if let compared = state.compared, let words = compared.words {
      Notice(compared.tone, words)
    }
  }
}
