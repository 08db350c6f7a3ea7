import HealthDiaryModel
import SwiftUI

/// The first screen.
struct TodayView: View {
  let state: TodayState
  let act: @MainActor (TodayAction) -> Void

  var body: some View {
    Page(.day(state.today, .near(state.today)), canLeave: false) {
      if let person = state.person { OnPage { Aside(Message(.todayOf, .text(person))) } }
      notices
      if state.read { readings }
      moreToDo
    } foot: {
      MainButton(Message(.todayTake)) { act(.takeReading) }
    }
    .toolbar {
      ToolbarItemGroup(placement: .topBarTrailing) {
        if state.person != nil {
          SignButton("person.crop.circle", Message(.todaySwitchPerson)) { act(.switchPerson) }
        }
        SignButton("line.3.horizontal", Message(.commonMenu)) { act(.openSettings) }
      }
    }
  }

  @ViewBuilder private var notices: some View {
    if let done = state.done { UndoLine(done.words) { act(.undo) } }
    if state.waiting > 0 {
      Notice(
        .attention, .counted(.todayWaiting, state.waiting), button: Message(.todayWaitingOpen)
      ) { act(.openWaiting) }
    }
    ForEach(state.waitsFor, id: \.self) { person in
      Notice(.calm, Message(.todayLockedWaiting, .text(person)))
    }
    if let day = state.restoredFrom {
      Notice(.calm, Message(.todayRestored, .day(day, .long)), button: Message(.commonClose)) {
        act(.restoreNoted)
      }
    }
    if let place = state.travelledTo { Notice(.calm, Message(.todayTravelling, .text(place))) }
  }

  @ViewBuilder private var readings: some View {
    if !state.begun {
      OnPage { Paragraph(Message(.todayFirstDay)) }
    } else {
      if let newest = state.newest {
        if newest.at.day != state.today {
          OnPage {
            Paragraph(Message(.todayEmpty))
            Heading(Message(.todayNewest))
          }
        }
        ReadingCard(newest, today: state.today) { act(.open(entry: newest.id)) }
      } else if state.entries.isEmpty {
        OnPage { Paragraph(Message(.todayEmpty)) }
      }
      if !state.entries.isEmpty {
        EntryLines(state.entries, heading: Message(.todayList), today: state.today) {
          act(.open(entry: $0.id))
        }
      }
    }
  }

  private var moreToDo: some View {
    Card {
      SideButton(Message(.todayType)) { act(.typeReading) }
      SideButton(Message(.todayHistory)) { act(.openHistory) }
      SideButton(Message(.todayChart)) { act(.openChart) }
      SideButton(Message(.todayAdd)) { act(.addAnything) }
    }
  }
}
