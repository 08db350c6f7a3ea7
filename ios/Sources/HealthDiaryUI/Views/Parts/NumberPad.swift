import HealthDiaryModel
import SwiftUI

/// Large keys with digits, in the order of a telephone; the same in every direction of writing.
struct NumberPad: View {
  let press: @MainActor (PadKey) -> Void
  @Environment(\.words) private var words

  var body: some View {
    Grid(horizontalSpacing: Sizes.apart, verticalSpacing: Sizes.apart) {
      ForEach([1, 4, 7], id: \.self) { first in
        GridRow {
          ForEach(first..<first + 3, id: \.self) { digit($0) }
        }
      }
      GridRow {
        Button {
          press(.delete)
        } label: {
          Image(systemName: "delete.left").foregroundStyle(Role.text)
        }
        .accessibilityLabel(words(.padDigitDelete))
        digit(0)
        Button {
          press(.next)
        } label: {
          Said(Message(.padNext)).font(.strong).foregroundStyle(Role.primary)
        }
      }
    }
    .buttonStyle(KeyStyle())
    .environment(\.layoutDirection, .leftToRight)
  }

  private func digit(_ digit: Int) -> some View {
    Button {
      press(.digit(digit))
    } label: {
      Said(.count(digit)).font(.smallNumber).foregroundStyle(Role.text)
    }
  }
}

/// A large key.
struct KeyStyle: ButtonStyle {
  var height = Sizes.mainTarget

  func makeBody(configuration: Configuration) -> some View {
    configuration.label
      .frame(maxWidth: .infinity, minHeight: height)
      .background(Role.surface, in: .rect(cornerRadius: Sizes.corner))
      .overlay {
        RoundedRectangle(cornerRadius: Sizes.corner).strokeBorder(Role.grid, lineWidth: 1)
      }
      .opacity(configuration.isPressed ? 0.6 : 1)
      .contentShape(.rect(cornerRadius: Sizes.corner))
  }
}
