import Foundation
import HealthDiaryMessages
import HealthDiaryModel
import Testing

/// Reads a String Catalog as Xcode does, for one language.
struct XcodeCatalogue: Catalogue {
  let language: String
  private let strings: [String: Entry]

  private struct File: Decodable { let strings: [String: Entry] }
  struct Entry: Decodable, Sendable { let localizations: [String: Localization] }
  struct Localization: Decodable, Sendable {
    let stringUnit: Unit?
    let variations: Variations?
    let substitutions: [String: Substitution]?
  }
  struct Unit: Decodable, Sendable { let value: String }
  struct Variations: Decodable, Sendable { let plural: [String: Localization] }
  struct Substitution: Decodable, Sendable {
    let argNum: Int
    let variations: Variations
  }

  init(_ language: String) throws {
    self.language = language
    let file = try #require(
      MessageKey.bundle.url(forResource: "Localizable", withExtension: "xcstrings"))
    strings = try JSONDecoder().decode(File.self, from: Data(contentsOf: file)).strings
  }

  /// Whether it has a message in every language.
  func has(_ key: MessageKey) -> Bool {
    strings[key.rawValue].map { $0.localizations["en"] != nil && $0.localizations["de"] != nil }
      ?? false
  }

  /// Whether it has forms by number.
  func counts(_ key: MessageKey) -> Bool {
    localization(key).map { $0.variations != nil || $0.substitutions != nil } ?? false
  }

  func words(_ key: MessageKey, _ parts: [String]) -> String {
    let value = localization(key)?.stringUnit?.value
    guard let value else { return wrong(key, "is counted, or not there") }
    return parts.isEmpty ? value : put(parts, into: value, key)
  }

  func words(_ key: MessageKey, count: Int, _ parts: [String]) -> String {
    guard let here = localization(key) else { return wrong(key, "is not there") }
    // English and German have the same rule for whole numbers.
    let quantity = count == 1 ? "one" : "other"
    if let forms = here.variations?.plural {
      guard let value = forms[quantity]?.stringUnit?.value else { return wrong(key, "has no form") }
      return put(parts, into: value.replacingOccurrences(of: "%1$lld", with: "%1$@"), key)
    }
    guard let value = here.stringUnit?.value, let (name, one) = here.substitutions?.first,
      one.argNum == 1, let form = one.variations.plural[quantity]?.stringUnit?.value
    else { return wrong(key, "is not counted") }
    let whole = value.replacingOccurrences(
      of: "%#@\(name)@", with: form.replacingOccurrences(of: "%arg", with: "%1$@"))
    return put(parts, into: whole, key)
  }

  private func localization(_ key: MessageKey) -> Localization? {
    strings[key.rawValue]?.localizations[language]
  }

  private func put(_ parts: [String], into format: String, _ key: MessageKey) -> String {
    var (said, rest) = ("", format[...])
    while let sign = rest.firstIndex(of: "%") {
      said += rest[..<sign]
      rest = rest[rest.index(after: sign)...]
      if rest.first == "%" {
        said += "%"
        rest = rest.dropFirst()
      } else if let number = rest.first?.wholeNumberValue, parts.indices.contains(number - 1),
        rest.dropFirst().hasPrefix("$@")
      {
        said += parts[number - 1]
        rest = rest.dropFirst(3)
      } else {
        return wrong(key, "wants a part that it was not given")
      }
    }
    return said + rest
  }

  private func wrong(_ key: MessageKey, _ why: String) -> String {
    Issue.record("\(key.rawValue) \(why)")
    return ""
  }
}
