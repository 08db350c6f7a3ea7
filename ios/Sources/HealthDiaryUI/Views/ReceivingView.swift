import HealthDiaryModel
import SwiftUI

/// One line for each thing that receiving needs, with one way to mend it; the main button mends the first.
struct ReceivingView: View {
  let state: ReceivingState
  let act: @MainActor (ReceivingAction) -> Void

  var body: some View {
    Page(Message(.receivingTitle)) {
      if state.first == nil {
        Notice(.fine, Message(.receivingWell))
      } else {
        Notice(.attention, Message(.receivingNotWell))
      }
      Card {
        ForEach(state.needs, id: \.what) { need in
          Remark(need.met ? .fine : .attention, need.words).padding(.vertical, 4)
          if !need.met, need != state.first {
            SideButton(need.what.fix) { act(.fix(need.what)) }
          }
        }
      }
      OnPage { Aside(lastWake) }
    } foot: {
      if let first = state.first { MainButton(first.what.fix) { act(.fix(first.what)) } }
    }
  }

  private var lastWake: Message {
    guard let at = state.lastWake else { return Message(.receivingNeverWoken) }
    return Message(.receivingLastWake, at.inSentence(today: state.today))
  }
}
