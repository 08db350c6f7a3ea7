import HealthDiaryModel
import SwiftUI

/// A reading that has just arrived.
struct NewReadingView: View {
  let state: NewReadingState
  let act: @MainActor (NewReadingAction) -> Void
  /// How many were seen to be safe.
  @State private var safe = 0

  var body: some View {
    Page(Message(.newTitle)) {
      if let person = state.person, !state.asks, state.people.count > 1 {
        OnPage { Paragraph(Message(.newOf, .text(person.name))) }
      }
      ReadingCard(state.reading, today: state.today)
      if state.failed { Notice(.attention, Message(.newFailed)) }
      if state.notGiven { Notice(.error, Message(.commonFailed)) }
      if state.asks { whose }
      OnPage {
        Aside(state.time.words)
        if state.more > 0 { Aside(.counted(.newMore, state.more)) }
      }
      if let second = state.second { another(second) }
      if !state.asks, state.people.count > 1 {
        Card { SideButton(Message(.newSomeoneElse)) { act(.someoneElse) } }
      }
    } foot: {
      MainButton(Message(.newKeep)) { act(.keep) }.disabled(state.asks && state.chosen == nil)
    }
    .announced(state.reading.spoken(today: state.today))
    // One short tick: it is safe on the phone.
    .onChange(of: state.reading.id, initial: true) { safe += 1 }
    .sensoryFeedback(.success, trigger: safe)
  }

  private var whose: some View {
    Card(Message(.newWhose)) {
      ChooseOne(state.people, chosen: state.chosen) {
        .text($0.name)
      } below: {
        $0 == state.suggested ? Message(.newWhoseSuggested) : nil
      } choose: {
        act(.choose($0))
      }
      // What is in a diary already waits no more.
      if state.person == nil { SideButton(Message(.newNobody)) { act(.leaveWaiting) } }
    }
  }

  @ViewBuilder private func another(_ second: ShownEntry) -> some View {
    OnPage { Paragraph(Message(.newSecond)) }
    EntryLines([second], today: state.today) { act(.open(entry: $0.id)) }
    OnPage { Aside(Message(.newSecondKeepBoth)) }
  }
}
