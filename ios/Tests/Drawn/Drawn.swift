// Goes through every state that screens have a preview of, where there is no SwiftUI to draw them: check_types builds it with declarations that
// follow bodies and builders (Tests/Stubs/SwiftUI/Pen.swift), and runs it.
import Foundation
import HealthDiaryMessages
import HealthDiaryModel
import SwiftUI

@testable import HealthDiaryViews

@main
@MainActor
struct Drawn {
  static func main() throws {
    var wrong: [String] = []
    var count = 0
    for language in ["en", "de"] {
      let words = Words(
        try StringCatalogue(language), formats: Formats(locale: Locale(identifier: language)))
      let usual = drawn(words, .large)
      let large = drawn(words, .accessibility3)
      count = usual.count
      wrong += usual.flatMap { faults($0).map { "\(language): \($0)" } }
      wrong += large.flatMap { faults($0).map { "\(language), large text: \($0)" } }
      wrong += zip(usual, large).flatMap { leftOut($0, $1) }
    }
    if AccessibilityNotification.announced.isEmpty { wrong.append("nothing was announced") }
    guard wrong.isEmpty else {
      FileHandle.standardError.write(Data((wrong.joined(separator: "\n") + "\n").utf8))
      exit(1)
    }
    print("states drawn: \(count), in two languages and two sizes of text")
  }

  private static func drawn(_ words: Words, _ size: DynamicTypeSize) -> [Pen.Page] {
    let all: [any View] = [
      AddAnythingPreviews.previews, AddDevicePreviews.previews, BackupPreviews.previews,
      ChartPreviews.previews, CheckPreviews.previews, DevicesPreviews.previews,
      EntryPreviews.previews, FirstRunPreviews.previews, FormPreviews.previews,
      HistoryPreviews.previews, NewReadingPreviews.previews, PeoplePreviews.previews,
      ReceivingPreviews.previews, RescuePreviews.previews, RestorePreviews.previews,
      SettingsPreviews.previews, TakePreviews.previews, TodayPreviews.previews,
      TypeReadingPreviews.previews, UnlockPreviews.previews, UsersPreviews.previews,
      WaitingPreviews.previews,
    ]
    return all.flatMap { view in
      Pen.draw(AnyView(view)) {
        $0.words = words
        $0.dynamicTypeSize = size
      }
    }
  }

  /// What is wrong with a screen: what nobody could read, press or hear.
  private static func faults(_ page: Pen.Page) -> [String] {
    var faults: [String] = []
    if page.title?.isEmpty != false { faults.append("has no title") }
    if page.spoken.isEmpty { faults.append("says nothing") }
    if page.buttons.contains("") { faults.append("has a button without words") }
    faults += page.unnamed.map { "has a sign that is read aloud as \($0)" }
    let texts = page.seen + page.spoken + page.buttons + [page.title ?? ""]
    for text in texts
    where text.contains("{") || text.contains("%1") || text.contains("?key")
      || text.wholeMatch(of: /[a-z]+(_[a-z0-9]+)+/) != nil
    {
      faults.append("says \(text)")
    }
    return faults.map { "\(page.name) \($0)" }
  }

  /// What is there in the usual size, and is not where text is large.
  private static func leftOut(_ usual: Pen.Page, _ large: Pen.Page) -> [String] {
    Set(usual.spoken).subtracting(large.spoken).sorted()
      .map { "\(usual.name) leaves out where text is large: \($0)" }
  }
}

/// The String Catalog as it lies there, in one language: enough of it to put parts into words.
private struct StringCatalogue: Catalogue, @unchecked Sendable {
  private let strings: [String: [String: Any]]

  init(_ language: String) throws {
    let url = MessageKey.bundle.url(forResource: "Localizable", withExtension: "xcstrings")
    guard let url,
      let file = try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any],
      let strings = file["strings"] as? [String: [String: Any]]
    else { throw CocoaError(.fileReadCorruptFile) }
    self.strings = strings.compactMapValues { message in
      (message["localizations"] as? [String: [String: Any]])?[language]
    }
  }

  func words(_ key: MessageKey, _ parts: [String]) -> String {
    guard let unit = strings[key.rawValue]?["stringUnit"] as? [String: String] else {
      return "?key \(key.rawValue)"
    }
    return put(parts, into: unit["value"] ?? "?key \(key.rawValue)")
  }

  func words(_ key: MessageKey, count: Int, _ parts: [String]) -> String {
    guard let here = strings[key.rawValue] else { return "?key \(key.rawValue)" }
    let substitution = (here["substitutions"] as? [String: [String: Any]])?["count"]
    let variations = (substitution ?? here)["variations"] as? [String: [String: Any]]
    let form = variations?["plural"]?[count == 1 ? "one" : "other"] as? [String: Any]
    guard let counted = (form?["stringUnit"] as? [String: String])?["value"] else {
      return "?key \(key.rawValue)"
    }
    let whole = (here["stringUnit"] as? [String: String])?["value"] ?? counted
    return put(
      parts,
      into: whole.replacingOccurrences(of: "%#@count@", with: counted)
        .replacingOccurrences(of: "%arg", with: "%1$@")
        .replacingOccurrences(of: "%1$lld", with: "%1$@"))
  }

  private func put(_ parts: [String], into words: String) -> String {
    guard !parts.isEmpty else { return words }
    return parts.enumerated().reduce(words) { text, part in
      text.replacingOccurrences(of: "%\(part.offset + 1)$@", with: part.element)
    }.replacingOccurrences(of: "%%", with: "%")
  }
}
