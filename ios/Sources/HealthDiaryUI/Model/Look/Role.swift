/// The colours by what they are for.
///
/// Text has a contrast of at least 4.5 on the background and on a surface, graphics of at least 3 (WCAG 2.2, 1.4.3 and 1.4.11).
/// No meaning rests on a colour alone.
public enum Role: Sendable, Hashable, CaseIterable {
  case background
  case surface
  case text
  case secondary
  case primary
  case onPrimary
  /// Worth a look, when there is time.
  case attention
  /// Needs doing now.
  case error
  case fine
  case systolic
  case diastolic
  case pulse
  case oxygen
  /// Lines of charts, and borders.
  case grid

  /// Red, green and blue of sRGB, a byte each.
  public func rgb(dark: Bool) -> UInt32 {
    dark ? inTheDark : inLight
  }

  private var inLight: UInt32 {
    switch self {
    case .background: 0xFBFAF7
    case .surface: 0xFFFFFF
    case .text: 0x1B1F23
    case .secondary: 0x4A545C
    case .primary: 0x0B5C6B
    case .onPrimary: 0xFFFFFF
    case .attention: 0x8A4B00
    case .error: 0xA4161A
    case .fine: 0x1E6B3A
    case .systolic: 0x0063A3
    case .diastolic: 0xB84300
    case .pulse: 0x00704F
    case .oxygen: 0x7A3E9D
    case .grid: 0x899299
    }
  }

  private var inTheDark: UInt32 {
    switch self {
    case .background: 0x101417
    case .surface: 0x1A2025
    case .text: 0xE8ECEF
    case .secondary: 0xB3BEC6
    case .primary: 0x7FD0DE
    case .onPrimary: 0x003640
    case .attention: 0xFFC069
    case .error: 0xFF9C9C
    case .fine: 0x8FD6A8
    case .systolic: 0x6CB8EE
    case .diastolic: 0xFF9E66
    case .pulse: 0x4FD1A5
    case .oxygen: 0xD2A6EE
    case .grid: 0x5F6B74
    }
  }
}
