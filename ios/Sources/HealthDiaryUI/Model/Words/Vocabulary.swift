import HealthDiaryMessages

// The core's names, each with the words that people read. A key is made of the name; a name without one is of a newer core, or a
// person's own, and shown as it is.

extension Message {
  /// A kind's title, or what a person called it.
  public static func kind(_ kind: String, ownName: String? = nil) -> Message {
    if let ownName { return .text(ownName) }
    // All kinds that people made, where they are counted together.
    if kind == "own" { return Message(.addOwn) }
    return words(of: kind, in: "kind")
  }

  /// A field's words, or the name that a person gave it.
  public static func field(_ field: String) -> Message {
    words(of: field, in: "field")
  }

  /// A choice's words.
  public static func choice(_ choice: String, of field: String) -> Message {
    // A field gives some names another meaning than most do.
    switch (field.prefix { $0 != "-" }, choice) {
    case ("type", "other"): Message(.choiceOtherDocument)
    case ("channel", "letter"): Message(.choiceLetterChannel)
    case ("who5", "some"): Message(.choiceSomeOfTheTime)
    case ("phq9", "more-than-half"), ("gad7", "more-than-half"):
      Message(.choiceMoreThanHalfTheDays)
    default: words(of: choice, in: "choice")
    }
  }

  /// What a device noticed, as a sentence.
  public static func remark(_ remark: String) -> Message {
    Message(.commonSentence, .titled(words(of: remark, in: "remark")))
  }

  /// A unit as it is written here; nothing for a bare count.
  public static func unit(_ unit: String) -> Message {
    let parts = unit.lowercased().split(separator: "/", omittingEmptySubsequences: false)
    let name = parts.joined(separator: "_per_").drop { $0 == "_" }
    return MessageKey(rawValue: "unit_\(name)").map { Message($0) } ?? .text(unit)
  }

  private static func words(of name: String, in group: String) -> Message {
    let key = "\(group)_" + name.split(separator: "-").joined(separator: "_")
    if let key = MessageKey(rawValue: key) { return Message(key) }
    return .text(name.split(separator: "-").joined(separator: " "))
  }
}
