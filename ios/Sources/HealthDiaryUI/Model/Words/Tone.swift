import HealthDiaryMessages

/// How a line is meant: shown by a sign and a colour, and said in a word where it is read aloud.
public enum Tone: Sendable, Hashable {
  case calm, fine, attention, error

  /// What is read aloud for the sign; none where there is no sign.
  public var words: Message? {
    switch self {
    case .calm: nil
    case .fine: Message(.commonFine)
    case .attention: Message(.commonAttention)
    case .error: Message(.commonError)
    }
  }
}
