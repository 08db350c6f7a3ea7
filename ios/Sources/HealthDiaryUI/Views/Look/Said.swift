import Accessibility
import HealthDiaryModel
import SwiftUI

private struct WordsKey: EnvironmentKey {
  static let defaultValue = Words(BundledCatalogue())
}

extension EnvironmentValues {
  /// What writes messages, in the language that the phone is set to.
  var words: Words {
    get { self[WordsKey.self] }
    set { self[WordsKey.self] = newValue }
  }
}

/// A message as text.
struct Said: View {
  @Environment(\.words) private var words
  private let message: Message

  init(_ message: Message) {
    self.message = message
  }

  var body: some View {
    Text(verbatim: words(message))
  }
}

extension View {
  /// What is read aloud in its place, as one sentence.
  func spoken(_ message: Message) -> some View {
    Spoken(message: message, inner: self)
  }

  /// Reads a message aloud when it appears, and when it becomes another one.
  func announced(_ message: Message?) -> some View {
    Announced(message: message, inner: self)
  }
}

private struct Spoken<Inner: View>: View {
  @Environment(\.words) private var words
  let message: Message
  let inner: Inner

  var body: some View {
    inner.accessibilityElement(children: .ignore).accessibilityLabel(words(message))
  }
}

private struct Announced<Inner: View>: View {
  @Environment(\.words) private var words
  let message: Message?
  let inner: Inner

  var body: some View {
    inner.onChange(of: message, initial: true) {
      if let message { AccessibilityNotification.Announcement(words(message)).post() }
    }
  }
}
