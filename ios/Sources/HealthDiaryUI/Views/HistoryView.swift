import HealthDiaryModel
import SwiftUI

/// All entries by day; a page more is asked for when the end comes near.
struct HistoryView: View {
  let state: HistoryState
  let act: @MainActor (HistoryAction) -> Void
  @Environment(\.words) private var words

  var body: some View {
    Page(Message(.historyTitle)) {
      if let person = state.person {
        OnPage { Aside(Message(.historyPerson, .text(person))) }
      }
      if let choosing = state.choosing {
        kinds(choosing)
      } else {
        if !state.days.isEmpty || state.kind != nil { filter }
        if state.days.isEmpty { nothing }
        days
      }
    }
    .searchable(
      text: .of(state.search ?? "") { if state.search != nil { act(.search($0)) } },
      isPresented: .of(state.search != nil) { act(.search($0 ? state.search ?? "" : nil)) },
      prompt: words(.historySearch))
  }

  private var filter: some View {
    Card {
      SideButton(
        state.kind.map { Message(.historyKind, $0.words) } ?? Message(.historyAllKinds)
      ) { act(.chooseKind) }
    }
  }

  private func kinds(_ kinds: [ShownKind]) -> some View {
    Card {
      ChooseOne([ShownKind?.none] + kinds, chosen: .some(state.kind)) {
        $0?.counted ?? Message(.historyAllKinds)
      } choose: {
        act(.only($0))
      }
    }
  }

  private var nothing: some View {
    let filtered = state.kind != nil || state.search?.isEmpty == false
    return OnPage {
      ContentUnavailableView {
        Label {
          Said(Message(filtered ? .historyNothingFound : .historyEmpty))
        } icon: {
          Image(systemName: filtered ? "magnifyingglass" : "book.closed")
        }
      }
    }
  }

  @ViewBuilder private var days: some View {
    let asksAt = state.asksAt
    ForEach(state.days) { day in
      Card(day.words(today: state.today)) {
        ForEach(day.entries) { entry in
          EntryLine(entry, today: state.today) { act(.open(entry: entry.id)) }
            .onAppear { if entry.id == asksAt { act(.more) } }
        }
      }
    }
  }
}
