import HealthDiaryMessages

/// What a screen says, before it is in anybody's language: a key of the messages with its parts, or a part that the phone's
/// settings decide the writing of.
///
/// Two are equal where they say the same. ``Words`` writes them.
///
/// ```swift
/// Message(.momentIn, .time(time), .text("Berlin"))  // "8:05 in Berlin", "um 8:05 Uhr in Berlin"
/// ```
public indirect enum Message: Sendable, Hashable {
  /// The words of a key, with `{1}`, `{2}` and so on put in.
  case key(MessageKey, [Message])
  /// The words of a key for a count, which is `{1}`; the others are `{2}` and so on.
  case counted(MessageKey, Int, [Message])
  /// What a person or a device called something: it is the same in every language.
  case text(String)
  /// Digits with a dot, as the core has them: as many decimals as there are.
  case number(String)
  /// A whole number.
  case count(Int)
  /// The clock on the wall.
  case time(CivilTime)
  /// A day, in one of several lengths.
  case day(CivilDay, DayForm)
  /// A code that keeps its order where words run from right to left.
  case code(String)
  /// Parts with commas between them.
  case list([Message])
  /// With a capital at the beginning.
  case titled(Message)

  /// The words of a key, with its parts in the order of their numbers.
  public init(_ key: MessageKey, _ parts: Message...) {
    self = .key(key, parts)
  }

  /// The words of a key for a count, which is its first part.
  public static func counted(_ key: MessageKey, _ count: Int, _ parts: Message...) -> Message {
    .counted(key, count, parts)
  }

  /// Whether there is nothing to say.
  public var isEmpty: Bool {
    switch self {
    case .text(let text): text.isEmpty
    case .titled(let message): message.isEmpty
    case .list(let parts): parts.allSatisfy(\.isEmpty)
    default: false
    }
  }
}

/// How long a day is written.
public enum DayForm: Sendable, Hashable {
  /// "Tuesday 18 August", with the year where it is another than that of this day.
  case near(CivilDay)
  /// "Tuesday 18 August 2026".
  case long
  /// "Tue 18".
  case short
  /// "18 Aug".
  case ofMonth
  /// "August 2026": its month alone.
  case month
}

extension Message {
  /// Parts of a line beside each other; those that are none, or say nothing, are left out.
  public static func beside(_ parts: Message?...) -> Message {
    joined(parts, by: .commonListTwo)
  }

  /// Parts of a sentence that is read aloud, with pauses; those that are none, or say nothing, are left out.
  public static func aloud(_ parts: Message?...) -> Message {
    joined(parts, by: .spokenAnd)
  }

  /// Parts of a line beside each other; those that are none, or say nothing, are left out.
  public static func beside(_ parts: [Message?]) -> Message {
    joined(parts, by: .commonListTwo)
  }

  /// Parts of a sentence that is read aloud, with pauses; those that are none, or say nothing, are left out.
  public static func aloud(_ parts: [Message?]) -> Message {
    joined(parts, by: .spokenAnd)
  }

  private static func joined(_ parts: [Message?], by key: MessageKey) -> Message {
    let said = parts.compactMap { $0 }.filter { !$0.isEmpty }
    guard let first = said.first else { return .text("") }
    return said.dropFirst().reduce(first) { Message(key, $0, $1) }
  }
}
