import HealthDiaryModel
import SwiftUI

/// A role is a style: `foregroundStyle(Role.text)` is right in the light and in the dark.
extension Role: ShapeStyle {
  public func resolve(in environment: EnvironmentValues) -> Color.Resolved {
    let rgb = rgb(dark: environment.colorScheme == .dark)
    return Color.Resolved(
      red: Float(rgb >> 16 & 0xFF) / 255, green: Float(rgb >> 8 & 0xFF) / 255,
      blue: Float(rgb & 0xFF) / 255)
  }
}

extension Tone {
  /// The colour of its sign.
  var role: Role {
    switch self {
    case .calm: .secondary
    case .fine: .fine
    case .attention: .attention
    case .error: .error
    }
  }

  /// The colour of its words: what is only to be known looks like everything else.
  var textRole: Role {
    self == .calm ? .text : role
  }

  /// The name of its sign among the system's.
  var sign: String {
    switch self {
    case .calm: "info.circle"
    case .fine: "checkmark"
    case .attention: "exclamationmark.triangle"
    case .error: "exclamationmark.octagon"
    }
  }
}
