import HealthDiaryModel
import SwiftUI

/// An entry: what it says, where it comes from, how it was changed.
struct EntryView: View {
  let state: EntryState
  let act: @MainActor (EntryAction) -> Void

  var body: some View {
    if let entry = state.entry {
      Kept(state: state, entry: entry, act: act)
    } else {
      Page(Message(.entryErasedTitle)) {
        if let day = state.erasedOn {
          OnPage { Paragraph(Message(.entryErased, .day(day, .long))) }
        }
      }
    }
  }
}

private struct Kept: View {
  let state: EntryState
  let entry: ShownEntry
  let act: @MainActor (EntryAction) -> Void

  var body: some View {
    Page(.kind(entry.kind, ownName: entry.ownName)) {
      if state.failed { Notice(.error, Message(.commonFailed)) }
      if entry.retracted { Notice(.attention, Message(.entryRetracted), live: false) }
      if state.readOnly { readOnly }
      if let typed = state.objecting { objecting(typed) }
      ReadingCard(entry, today: state.today)
      values
      whereFrom
      EntryFilesView(state: state.files) { act(.file($0)) }
      versions
      leave
    } foot: {
      main
    }
    .asks(
      Message(.entryEraseAsk), yes: Message(.entryErase), when: state.askingToErase
    ) {
      act(.keepIt)
    } act: {
      act(.erase)
    }
  }

  @ViewBuilder private var main: some View {
    if entry.retracted {
      MainButton(Message(.entryReinstate)) { act(.reinstate) }
    } else if let typed = state.objecting {
      MainButton(Message(.commonSave)) { act(.object) }
        .disabled(typed.allSatisfy(\.isWhitespace))
    } else if state.readOnly {
      MainButton(Message(.entryObject)) { act(.write("")) }
    } else {
      MainButton(Message(.entryChange)) { act(.change) }
    }
  }

  @ViewBuilder private var readOnly: some View {
    if case .clinician(let name, _) = entry.source {
      Notice(.calm, Message(.entryReadOnly, .text(name)), live: false)
    }
    ForEach(state.objections, id: \.self) { objection in
      Notice(.attention, Message(.entryObjection, .text(objection)), live: false)
    }
  }

  private func objecting(_ typed: String) -> some View {
    Card {
      TextLine(Message(.entryObjecting), typed, lines: 3) { act(.write($0)) }
      SideButton(Message(.commonCancel)) { act(.write(nil)) }
    }
  }

  @ViewBuilder private var values: some View {
    if !entry.values.isEmpty || entry.note != nil || !entry.tags.isEmpty {
      Card {
        ForEach(entry.values, id: \.field) { value in
          Fact(.titled(.field(value.field)), value.words(today: state.today))
        }
        if let note = entry.note { Fact(Message(.entryNote), .text(note)) }
        if !entry.tags.isEmpty {
          Fact(Message(.entryTags), .list(entry.tags.map { .text($0) }))
        }
      }
    }
  }

  private var whereFrom: some View {
    Card(Message(.entryWhereFrom)) {
      Fact(Message(.entryWhen), entry.at.words(today: state.today))
      if let zone = state.zone { Fact(Message(.entryZone), zone.words) }
      Fact(Message(.entrySource), entry.source.fact)
      if let clock = entry.source.clockFact { Fact(Message(.entryClock), clock) }
    }
  }

  @ViewBuilder private var versions: some View {
    if !state.versions.isEmpty {
      Card(Message(.entryHistory)) {
        ForEach(Array(state.versions.enumerated()), id: \.offset) { _, version in
          Fact(version.words(today: state.today), version.saidThen)
        }
      }
    }
  }

  @ViewBuilder private var leave: some View {
    if state.giving {
      Card(Message(.newWhose)) {
        ForEach(state.others) { person in
          SideButton(Message(.waitingGiveTo, .text(person.name))) { act(.give(person)) }
        }
        SideButton(Message(.commonCancel)) { act(.keepIt) }
      }
    } else {
      Card {
        if !state.others.isEmpty { SideButton(Message(.newSomeoneElse)) { act(.askToGive) } }
        if !entry.retracted, !state.readOnly {
          SideButton(Message(.entryRetract)) { act(.retract) }
        }
        SideButton(Message(.entryErase)) { act(.askToErase) }
      }
    }
  }
}
