import HealthDiaryModel
import SwiftUI

/// A reading, to be read at arm's length; read aloud in one sentence.
struct ReadingCard: View {
  private let entry: ShownEntry
  private let today: CivilDay
  private let open: (@MainActor () -> Void)?

  init(_ entry: ShownEntry, today: CivilDay, open: (@MainActor () -> Void)? = nil) {
    self.entry = entry
    self.today = today
    self.open = open
  }

  var body: some View {
    Card {
      Opening(entry.spoken(today: today), open) { reading }
      ForEach(entry.remarks, id: \.self) { Remark(.attention, .remark($0)) }
      if let clock = entry.source.clockWords { Remark(.calm, clock) }
    }
  }

  private var reading: some View {
    VStack(alignment: .leading, spacing: 4) {
      Aside(.kind(entry.kind, ownName: entry.ownName))
      if entry.isNumber {
        headline.modifier(ReadingNumber())
      } else {
        headline.font(.title)
      }
      if !entry.underHeadline.isEmpty {
        Said(entry.underHeadline).font(.heading).foregroundStyle(Role.text)
      }
      Aside(.beside(entry.at.words(today: today), entry.source.words))
    }
    .frame(maxWidth: .infinity, alignment: .leading)
    .contentShape(Rectangle())
  }

  private var headline: some View {
    Said(entry.headline).strikethrough(entry.retracted).foregroundStyle(Role.text)
  }
}

/// What is read aloud in one sentence, and opens an entry where that leads somewhere.
private struct Opening<Shown: View>: View {
  private let spoken: Message
  private let open: (@MainActor () -> Void)?
  private let shown: Shown

  init(
    _ spoken: Message, _ open: (@MainActor () -> Void)?, @ViewBuilder shown: () -> Shown
  ) {
    self.spoken = spoken
    self.open = open
    self.shown = shown()
  }

  var body: some View {
    if let open {
      Button(action: open) { shown }
        .buttonStyle(.plain)
        .spoken(spoken)
        .accessibilityAddTraits(.isButton)
        .accessibilityAction { open() }
    } else {
      shown.spoken(spoken)
    }
  }
}

/// An entry in a list, which opens it where that leads somewhere.
struct EntryLine: View {
  private let entry: ShownEntry
  private let today: CivilDay
  private let open: (@MainActor () -> Void)?

  init(_ entry: ShownEntry, today: CivilDay, open: (@MainActor () -> Void)? = nil) {
    self.entry = entry
    self.today = today
    self.open = open
  }

  var body: some View {
    Opening(entry.spoken(today: today), open) { line }
  }

  private var line: some View {
    // Beside each other where there is room, else below: nothing is cut.
    ViewThatFits(in: .horizontal) {
      HStack(spacing: Sizes.apart) {
        what
        Spacer(minLength: 0)
        says
      }
      VStack(alignment: .leading, spacing: 4) {
        what
        says
      }
    }
    .frame(maxWidth: .infinity, minHeight: Sizes.mainTarget, alignment: .leading)
    .contentShape(Rectangle())
  }

  private var what: some View {
    TwoLines(.kind(entry.kind, ownName: entry.ownName), below: entry.listed)
  }

  private var says: some View {
    VStack(alignment: .leading, spacing: 2) {
      Said(entry.headline)
        .font(.smallNumber)
        .strikethrough(entry.retracted)
        .foregroundStyle(Role.text)
      if !entry.underHeadline.isEmpty { Aside(entry.underHeadline) }
    }
  }
}

/// Entries under each other, each a line that opens it.
struct EntryLines: View {
  private let heading: Message?
  private let entries: [ShownEntry]
  private let today: CivilDay
  private let open: (@MainActor (ShownEntry) -> Void)?

  init(
    _ entries: [ShownEntry], heading: Message? = nil, today: CivilDay,
    open: (@MainActor (ShownEntry) -> Void)? = nil
  ) {
    self.heading = heading
    self.entries = entries
    self.today = today
    self.open = open
  }

  var body: some View {
    Card(heading) {
      ForEach(entries) { entry in
        EntryLine(entry, today: today, open: opening(entry))
      }
    }
  }

  private func opening(_ entry: ShownEntry) -> (@MainActor () -> Void)? {
    guard let open else { return nil }
    return { open(entry) }
  }
}
