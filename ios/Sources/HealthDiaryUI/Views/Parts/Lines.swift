import HealthDiaryModel
import SwiftUI

/// What belongs together: a group of lines, with a heading over it where it has one.
struct Card<Content: View>: View {
  private let heading: Message?
  private let content: Content

  init(_ heading: Message? = nil, @ViewBuilder content: () -> Content) {
    self.heading = heading
    self.content = content()
  }

  var body: some View {
    Section {
      content.listRowBackground(Rectangle().fill(Role.surface))
    } header: {
      if let heading { Heading(heading) }
    }
  }
}

/// A heading inside a page.
struct Heading: View {
  private let message: Message

  init(_ message: Message) {
    self.message = message
  }

  var body: some View {
    Said(message)
      .font(.heading)
      .foregroundStyle(Role.text)
      // As it is written, not in capitals.
      .textCase(nil)
      .accessibilityAddTraits(.isHeader)
  }
}

/// Words that stand on the page itself, and not in a card.
struct OnPage<Content: View>: View {
  private let content: Content

  init(@ViewBuilder content: () -> Content) {
    self.content = content()
  }

  var body: some View {
    Section {
      content
        .listRowBackground(Rectangle().fill(Role.background))
        .listRowSeparator(.hidden)
        .listRowInsets(EdgeInsets(top: 4, leading: 4, bottom: 4, trailing: 4))
    }
  }
}

/// A paragraph.
struct Paragraph: View {
  private let message: Message

  init(_ message: Message) {
    self.message = message
  }

  var body: some View {
    Said(message).font(.body).foregroundStyle(Role.text)
  }
}

/// Words beside something larger.
struct Aside: View {
  private let message: Message

  init(_ message: Message) {
    self.message = message
  }

  var body: some View {
    Said(message).font(.small).foregroundStyle(Role.secondary)
  }
}

/// A line of words, with more below it.
struct TwoLines: View {
  private let message: Message
  private let below: Message?

  init(_ message: Message, below: Message? = nil) {
    self.message = message
    self.below = below
  }

  var body: some View {
    VStack(alignment: .leading, spacing: 2) {
      Said(message).font(.strong).foregroundStyle(Role.text)
      if let below, !below.isEmpty { Aside(below) }
    }
  }
}

/// A fact: what it is, and below it what it says.
struct Fact: View {
  private let name: Message
  private let value: Message

  init(_ name: Message, _ value: Message) {
    self.name = name
    self.value = value
  }

  var body: some View {
    VStack(alignment: .leading, spacing: 2) {
      Aside(name)
      Paragraph(value)
    }
    .accessibilityElement(children: .combine)
  }
}

/// A line that leads somewhere.
struct LinkLine: View {
  private let message: Message
  private let below: Message?
  private let act: @MainActor () -> Void

  init(_ message: Message, below: Message? = nil, act: @escaping @MainActor () -> Void) {
    self.message = message
    self.below = below
    self.act = act
  }

  var body: some View {
    Button(action: act) {
      HStack(spacing: Sizes.apart) {
        TwoLines(message, below: below)
        Spacer(minLength: 0)
        Image(systemName: "chevron.forward")
          .foregroundStyle(Role.secondary)
          .accessibilityHidden(true)
      }
      .frame(minHeight: Sizes.mainTarget)
      .contentShape(Rectangle())
    }
    .buttonStyle(.plain)
  }
}
