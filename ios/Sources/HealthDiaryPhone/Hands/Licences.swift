import Foundation
import HealthDiaryModel

/// What the app is made of, with the licence of each: a line each in a file that comes with the app, name and licence with a tab between.
enum Licences {
  /// As the app has it; nothing where it has no list.
  static var all: [NamedLicence] {
    Bundle.main.url(forResource: "licences", withExtension: "txt")
      .flatMap { try? String(contentsOf: $0, encoding: .utf8) }.map(read) ?? []
  }

  /// The lines of a list; what is no line of one is left out.
  static func read(_ list: String) -> [NamedLicence] {
    list.split(whereSeparator: \.isNewline).compactMap { line in
      let parts = line.split(separator: "\t", maxSplits: 1)
      return parts.count == 2
        ? NamedLicence(name: String(parts[0]), licence: String(parts[1])) : nil
    }
  }
}
