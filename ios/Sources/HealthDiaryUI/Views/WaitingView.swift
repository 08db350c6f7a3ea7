import HealthDiaryModel
import SwiftUI

/// Readings that are not yet anyone's; the main button follows the first suggestion.
struct WaitingView: View {
  let state: WaitingState
  let act: @MainActor (WaitingAction) -> Void

  var body: some View {
    Page(Message(.waitingTitle)) {
      if let person = state.assigned { Notice(.fine, Message(.waitingGiven, .text(person))) }
      if state.failed { Notice(.error, Message(.commonFailed)) }
      if state.groups.isEmpty { OnPage { Paragraph(Message(.waitingNone)) } }
      ForEach(state.groups) { group in
        GroupCards(
          group: group, today: state.today, people: state.others(for: group)
        ) {
          act(.assign(group: group.id, $0))
        }
      }
    } foot: {
      if let (group, person) = state.suggestion {
        MainButton(group.assign(to: person)) { act(.assign(group: group.id, person)) }
      }
    }
  }
}

private struct GroupCards: View {
  let group: WaitingGroup
  let today: CivilDay
  let people: [ShownPerson]
  let assign: @MainActor (ShownPerson) -> Void

  /// So many of a group are shown.
  private static let most = 3

  var body: some View {
    Card(group.from) {
      ForEach(shown) { EntryLine($0, today: today) }
      if !shown.isEmpty, group.count > shown.count {
        Aside(.counted(.waitingMore, group.count - shown.count))
      }
      if let why = group.why.words {
        Remark(group.why.tone, why)
      } else {
        if let person = group.suggested {
          Aside(Message(.waitingSuggest, .text(person.name)))
        }
        ForEach(people) { person in
          SideButton(Message(.waitingGiveTo, .text(person.name))) { assign(person) }
        }
      }
    }
  }

  private var shown: [ShownEntry] { Array(group.readings.prefix(Self.most)) }
}
