import HealthDiaryMessages

/// Where the words of keys are kept, in the language of whoever reads.
public protocol Catalogue: Sendable {
  /// The words of a key, with its parts in them.
  func words(_ key: MessageKey, _ parts: [String]) -> String
  /// The words of a key for a count; `parts` begins with the count as it is written here.
  func words(_ key: MessageKey, count: Int, _ parts: [String]) -> String
}

/// Writes messages in one language, with the numbers and days of one place.
///
/// ```swift
/// words(entry.spoken(today: today))  // "131 over 82, pulse 70, this morning at 8:05, from your cuff"
/// ```
public struct Words: Sendable {
  public let formats: Formats
  private let catalogue: any Catalogue

  public init(_ catalogue: any Catalogue, formats: Formats = Formats()) {
    self.catalogue = catalogue
    self.formats = formats
  }

  /// A message, written.
  public func callAsFunction(_ message: Message) -> String {
    switch message {
    case .key(let key, let parts): catalogue.words(key, parts.map(callAsFunction))
    case .counted(let key, let count, let parts):
      catalogue.words(key, count: count, [formats.number(count)] + parts.map(callAsFunction))
    case .text(let text): text
    case .number(let digits): formats.number(digits)
    case .count(let count): formats.number(count)
    case .time(let time): formats.time(time)
    case .day(let day, let form): formats.day(day, form)
    // Between the marks that set a line's direction aside and take it up again.
    case .code(let code): "\u{2066}\(code)\u{2069}"
    case .list(let parts): parts.map(callAsFunction).joined(separator: ", ")
    case .titled(let message): titled(callAsFunction(message))
    }
  }

  /// The words of a key, with its parts in the order of their numbers.
  public func callAsFunction(_ key: MessageKey, _ parts: Message...) -> String {
    callAsFunction(.key(key, parts))
  }

  private func titled(_ words: String) -> String {
    guard let first = words.first else { return words }
    return String(first).uppercased(with: formats.locale) + words.dropFirst()
  }
}
