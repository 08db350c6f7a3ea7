import HealthDiaryModel
import SwiftUI

/// Several lines of which one is chosen.
struct ChooseOne<Option: Hashable>: View {
  private let options: [Option]
  private let chosen: Option?
  private let words: (Option) -> Message
  private let below: (Option) -> Message?
  private let choose: @MainActor (Option) -> Void

  /// - Parameters:
  ///   - words: what a line says.
  ///   - below: what stands below that.
  init(
    _ options: [Option], chosen: Option?, words: @escaping (Option) -> Message,
    below: @escaping (Option) -> Message? = { _ in nil },
    choose: @escaping @MainActor (Option) -> Void
  ) {
    self.options = options
    self.chosen = chosen
    self.words = words
    self.below = below
    self.choose = choose
  }

  var body: some View {
    ForEach(options, id: \.self) { option in
      SignedLine(
        option == chosen ? "largecircle.fill.circle" : "circle", isOn: option == chosen,
        words(option), below: below(option)
      ) { choose(option) }
    }
  }
}

/// A line that can be ticked.
struct TickLine: View {
  private let message: Message
  private let ticked: Bool
  private let set: @MainActor (Bool) -> Void

  init(_ message: Message, ticked: Bool, set: @escaping @MainActor (Bool) -> Void) {
    self.message = message
    self.ticked = ticked
    self.set = set
  }

  var body: some View {
    SignedLine(ticked ? "checkmark.square.fill" : "square", isOn: ticked, message) { set(!ticked) }
  }
}

/// A line with a sign that says whether it is chosen; read aloud as chosen or not.
private struct SignedLine: View {
  private let sign: String
  private let isOn: Bool
  private let message: Message
  private let below: Message?
  private let act: @MainActor () -> Void

  init(
    _ sign: String, isOn: Bool, _ message: Message, below: Message? = nil,
    act: @escaping @MainActor () -> Void
  ) {
    self.sign = sign
    self.isOn = isOn
    self.message = message
    self.below = below
    self.act = act
  }

  var body: some View {
    Button(action: act) {
      HStack(spacing: 12) {
        Image(systemName: sign)
          .foregroundStyle(isOn ? Role.primary : Role.secondary)
          .accessibilityHidden(true)
        TwoLines(message, below: below)
        Spacer(minLength: 0)
      }
      .frame(minHeight: Sizes.target)
      .contentShape(Rectangle())
    }
    .buttonStyle(.plain)
    .accessibilityAddTraits(isOn ? .isSelected : [])
  }
}

/// A line that is on or off.
struct SwitchLine: View {
  private let message: Message
  private let below: Message?
  private let on: Bool
  private let set: @MainActor (Bool) -> Void

  init(
    _ message: Message, below: Message? = nil, on: Bool, set: @escaping @MainActor (Bool) -> Void
  ) {
    self.message = message
    self.below = below
    self.on = on
    self.set = set
  }

  var body: some View {
    Toggle(isOn: .of(on, set: set)) { TwoLines(message, below: below) }
      .tint(Role.primary)
      .frame(minHeight: Sizes.mainTarget)
  }
}

extension Binding where Value: Sendable {
  /// What a state says, and who is told that it shall be otherwise: nothing changes by itself.
  @MainActor
  static func of(_ value: Value, set: @escaping @MainActor (Value) -> Void) -> Binding<Value> {
    Binding(get: { value }, set: { new in MainActor.assumeIsolated { set(new) } })
  }
}
