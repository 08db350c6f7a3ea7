import Foundation
import HealthDiaryMessages

/// The words that come with the app, in the language that the system has chosen for it.
///
/// Apple's systems read the String Catalog; elsewhere nothing does, and keys stay keys.
public struct BundledCatalogue: Catalogue {
  private let locale: Locale

  /// - Parameter locale: how the number in a counted message is written, and which of its forms is taken.
  public init(locale: Locale = .autoupdatingCurrent) {
    self.locale = locale
  }

  public func words(_ key: MessageKey, _ parts: [String]) -> String {
    let format = format(key)
    // What has no parts goes through no formatter: its percent signs are its own.
    return parts.isEmpty ? format : written(format, parts.map { NSString(string: $0) })
  }

  public func words(_ key: MessageKey, count: Int, _ parts: [String]) -> String {
    written(format(key), [count] + parts.dropFirst().map { NSString(string: $0) })
  }

  private func written(_ format: String, _ parts: [any CVarArg]) -> String {
    String(format: format, locale: locale, arguments: parts)
  }

  private func format(_ key: MessageKey) -> String {
    MessageKey.bundle.localizedString(forKey: key.rawValue, value: nil, table: nil)
  }
}
