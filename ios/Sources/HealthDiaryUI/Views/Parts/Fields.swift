import HealthDiaryModel
import SwiftUI

/// What a line takes, and so which keys are shown.
enum Keys {
  case sentences
  case name
  case number
  /// Letters and digits of a code, in capitals, and nothing that a keyboard remembers.
  case code
}

/// A line, or lines, to type words or a number into.
struct TextLine: View {
  @Environment(\.words) private var words
  private let label: Message
  private let text: String
  private let wrong: Message?
  private let below: Message?
  private let lines: Int
  private let keys: Keys
  private let set: @MainActor (String) -> Void

  init(
    _ label: Message, _ text: String, wrong: Message? = nil, below: Message? = nil,
    lines: Int = 1, keys: Keys = .sentences, set: @escaping @MainActor (String) -> Void
  ) {
    self.label = label
    self.text = text
    self.wrong = wrong
    self.below = below
    self.lines = lines
    self.keys = keys
    self.set = set
  }

  var body: some View {
    Labelled(label, below: below, wrong: wrong) {
      TextField(String(), text: .of(text, set: set), axis: lines == 1 ? .horizontal : .vertical)
        .lineLimit(lines, reservesSpace: lines > 1)
        .accessibilityLabel(words(label))
        .keyboardType(keyboard)
        .textInputAutocapitalization(capitals)
        .textContentType(keys == .name ? .name : nil)
        .autocorrectionDisabled(keys == .code || keys == .name)
    }
  }

  private var keyboard: UIKeyboardType {
    switch keys {
    case .sentences, .name: .default
    case .number: .decimalPad
    case .code: .asciiCapable
    }
  }

  private var capitals: TextInputAutocapitalization {
    switch keys {
    case .sentences: .sentences
    case .name: .words
    case .number: .never
    case .code: .characters
    }
  }
}

/// A secret to type: hidden unless somebody wants to see it, and never offered to the keyboard's memory.
struct SecretLine: View {
  @Environment(\.words) private var words
  private let label: Message
  private let secret: Hidden
  private let shown: Bool
  private let wrong: Message?
  private let show: @MainActor (Bool) -> Void
  private let set: @MainActor (Hidden) -> Void

  init(
    _ label: Message, _ secret: Hidden, shown: Bool, wrong: Message? = nil,
    show: @escaping @MainActor (Bool) -> Void, set: @escaping @MainActor (Hidden) -> Void
  ) {
    self.label = label
    self.secret = secret
    self.shown = shown
    self.wrong = wrong
    self.show = show
    self.set = set
  }

  var body: some View {
    Labelled(label, wrong: wrong) {
      Group {
        if shown {
          TextField(String(), text: typed)
        } else {
          SecureField(String(), text: typed)
        }
      }
      .accessibilityLabel(words(label))
      .keyboardType(.asciiCapable)
      .textInputAutocapitalization(.never)
      .autocorrectionDisabled()
      .privacySensitive()
    }
    SideButton(Message(shown ? .commonHide : .commonShow)) { show(!shown) }
  }

  private var typed: Binding<String> {
    .of(secret.text) { set(Hidden($0)) }
  }
}

/// A line to type into, with its label above: one that stands inside is cut by large text, and gone once something is typed.
private struct Labelled<Field: View>: View {
  private let label: Message
  private let below: Message?
  private let wrong: Message?
  private let field: Field

  init(
    _ label: Message, below: Message? = nil, wrong: Message? = nil,
    @ViewBuilder field: () -> Field
  ) {
    self.label = label
    self.below = below
    self.wrong = wrong
    self.field = field()
  }

  var body: some View {
    VStack(alignment: .leading, spacing: 4) {
      // The field itself is read aloud with its label.
      Said(label).font(.strong).foregroundStyle(Role.text).accessibilityHidden(true)
      field.font(.body).foregroundStyle(Role.text).frame(minHeight: Sizes.target)
      if let below { Aside(below) }
      if let wrong { Remark(.error, wrong).announced(wrong) }
    }
  }
}
