import HealthDiaryModel
import SwiftUI

/// The one main action of a screen.
struct MainButton: View {
  private let message: Message
  private let act: @MainActor () -> Void

  init(_ message: Message, act: @escaping @MainActor () -> Void) {
    self.message = message
    self.act = act
  }

  var body: some View {
    Button(action: act) { Said(message) }.buttonStyle(MainButtonStyle())
  }
}

private struct MainButtonStyle: ButtonStyle {
  @Environment(\.isEnabled) private var isEnabled

  func makeBody(configuration: Configuration) -> some View {
    configuration.label
      .font(.strong)
      .multilineTextAlignment(.center)
      .foregroundStyle(isEnabled ? Role.onPrimary : Role.secondary)
      .padding(Sizes.apart)
      .frame(maxWidth: .infinity, minHeight: Sizes.mainTarget)
      .background(isEnabled ? Role.primary : Role.surface, in: .rect(cornerRadius: Sizes.corner))
      .overlay {
        if !isEnabled {
          RoundedRectangle(cornerRadius: Sizes.corner).strokeBorder(Role.grid, lineWidth: 1)
        }
      }
      .opacity(configuration.isPressed ? 0.7 : 1)
      .contentShape(.rect(cornerRadius: Sizes.corner))
  }
}

/// Another thing that can be done.
struct SideButton: View {
  private let message: Message
  private let role: ButtonRole?
  private let act: @MainActor () -> Void

  init(_ message: Message, role: ButtonRole? = nil, act: @escaping @MainActor () -> Void) {
    self.message = message
    self.role = role
    self.act = act
  }

  var body: some View {
    Button(role: role, action: act) { Said(message) }.buttonStyle(SideButtonStyle())
  }
}

private struct SideButtonStyle: ButtonStyle {
  @Environment(\.isEnabled) private var isEnabled

  func makeBody(configuration: Configuration) -> some View {
    configuration.label
      .font(.strong)
      .foregroundStyle(isEnabled ? Role.primary : Role.secondary)
      .frame(maxWidth: .infinity, minHeight: Sizes.target, alignment: .leading)
      .opacity(configuration.isPressed ? 0.7 : 1)
      .contentShape(.rect(cornerRadius: Sizes.corner))
  }
}

/// A sign that can be touched, with words that are read aloud.
struct SignButton: View {
  @Environment(\.words) private var words
  private let sign: String
  private let message: Message
  private let act: @MainActor () -> Void

  /// - Parameter sign: its name among the system's.
  init(_ sign: String, _ message: Message, act: @escaping @MainActor () -> Void) {
    self.sign = sign
    self.message = message
    self.act = act
  }

  var body: some View {
    Button(action: act) {
      Image(systemName: sign)
        .foregroundStyle(Role.text)
        .frame(minWidth: Sizes.target, minHeight: Sizes.target)
    }
    .accessibilityLabel(words(message))
  }
}
