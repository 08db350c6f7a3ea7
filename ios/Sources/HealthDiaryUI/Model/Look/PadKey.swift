/// What a key of the number pad does.
public enum PadKey: Sendable, Hashable {
  case digit(Int)
  case delete
  /// To the next number.
  case next

  /// The digits a number consists of so far, after this key; never longer than `longest`, and none begins with nought.
  public func typed(after digits: String, longest: Int) -> String {
    switch self {
    case .digit(let digit) where digits.count < longest:
      String((digits + "\(digit)").drop { $0 == "0" })
    case .delete: String(digits.dropLast())
    case .digit, .next: digits
    }
  }
}
