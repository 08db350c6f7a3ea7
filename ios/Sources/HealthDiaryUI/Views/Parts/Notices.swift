import HealthDiaryModel
import SwiftUI

/// A sign and a sentence, inside something else.
struct Remark: View {
  private let tone: Tone
  private let message: Message

  init(_ tone: Tone, _ message: Message) {
    self.tone = tone
    self.message = message
  }

  var body: some View {
    HStack(alignment: .firstTextBaseline, spacing: Sizes.apart) {
      Image(systemName: tone.sign).foregroundStyle(tone.role).accessibilityHidden(true)
      Said(message).font(.body).foregroundStyle(tone.textRole)
    }
    .spoken(.aloud(tone.words, message))
  }
}

/// What happened, what is safe, what to do, and a button for it.
struct Notice: View {
  private let tone: Tone
  private let message: Message
  private let button: Message?
  private let live: Bool
  private let act: @MainActor () -> Void

  /// - Parameter live: whether it is read aloud when it appears.
  init(
    _ tone: Tone, _ message: Message, button: Message? = nil, live: Bool = true,
    act: @escaping @MainActor () -> Void = {}
  ) {
    self.tone = tone
    self.message = message
    self.button = button
    self.live = live
    self.act = act
  }

  var body: some View {
    Section {
      VStack(alignment: .leading, spacing: Sizes.apart) {
        Remark(tone, message).announced(live ? .aloud(tone.words, message) : nil)
        if let button { SideButton(button, act: act) }
      }
      .padding(.vertical, 4)
      .listRowBackground(
        RoundedRectangle(cornerRadius: Sizes.corner)
          .fill(Role.surface)
          .overlay {
            RoundedRectangle(cornerRadius: Sizes.corner).strokeBorder(tone.role, lineWidth: 1)
          })
    }
  }
}

/// What was just done, and its taking back.
struct UndoLine: View {
  private let message: Message
  private let undo: @MainActor () -> Void

  init(_ message: Message, undo: @escaping @MainActor () -> Void) {
    self.message = message
    self.undo = undo
  }

  var body: some View {
    Notice(.fine, message, button: Message(.commonUndo), act: undo)
  }
}

extension View {
  /// A question before something that cannot be taken back. It points at what it is put on: a line, not a card.
  ///
  /// - Parameter yes: the verb of what would be done.
  func asks(
    _ question: Message, yes: Message, when asked: Bool, leave: @escaping @MainActor () -> Void,
    act: @escaping @MainActor () -> Void
  ) -> some View {
    Ask(question: question, yes: yes, asked: asked, leave: leave, act: act, inner: self)
  }
}

private struct Ask<Inner: View>: View {
  @Environment(\.words) private var words
  let question: Message
  let yes: Message
  let asked: Bool
  let leave: @MainActor () -> Void
  let act: @MainActor () -> Void
  let inner: Inner

  var body: some View {
    inner.confirmationDialog(
      words(question), isPresented: .of(asked) { if !$0 { leave() } }, titleVisibility: .visible
    ) {
      Button(words(yes), role: .destructive, action: act)
      Button(words(.commonCancel), role: .cancel, action: leave)
    }
  }
}
