import Foundation
import HealthDiary

/// Where the diary of this phone lies. One that is restored comes into a new folder, and only then the app turns to it: what was there
/// before stays as it is.
///
/// The folder may be in a backup of the phone, the state must not: two phones with one state would fork the journal.
public struct Places: Sendable {
  private let files: String
  private let states: String
  private static let first = "diary"

  /// - Parameters:
  ///   - files: the folder that diaries lie in.
  ///   - states: the folder that their states lie in; no backup of the phone has it.
  public init(files: String, states: String) {
    (self.files, self.states) = (files, states)
  }

  /// The one that the app shows.
  public func current() -> HouseholdPlace {
    place((try? String(contentsOfFile: turnedTo, encoding: .utf8)) ?? Self.first)
  }

  /// One where nothing is.
  func fresh() -> HouseholdPlace {
    var number = 2
    while true {
      let place = place("\(Self.first)-\(number)")
      if !exists(place.folder), !exists(place.stateFolder) { return place }
      number += 1
    }
  }

  /// What the folders of those are called that were put aside.
  func aside() -> [String] {
    let current = name(of: current())
    let found = (try? FileManager.default.contentsOfDirectory(atPath: files)) ?? []
    return found.filter { Self.isName($0) && $0 != current }
  }

  /// The one whose folder is called so.
  func named(_ name: String) -> HouseholdPlace {
    precondition(Self.isName(name), "this is no folder of a diary")
    return place(name)
  }

  /// Turns to another one; it is for good when this returns.
  func turn(to place: HouseholdPlace) throws(Trouble) {
    let name = name(of: place)
    do {
      try FileManager.default.createDirectory(atPath: files, withIntermediateDirectories: true)
      try Data(name.utf8).write(to: URL(fileURLWithPath: turnedTo), options: .atomic)
    } catch {
      throw .failed
    }
  }

  /// Takes away what was begun in a place and never turned to, or was put aside.
  func clear(_ place: HouseholdPlace) {
    precondition(place != current(), "the diary itself is never taken away")
    try? FileManager.default.removeItem(atPath: place.folder)
    try? FileManager.default.removeItem(atPath: place.stateFolder)
  }

  private var turnedTo: String { files + "/turned-to" }

  private func name(of place: HouseholdPlace) -> String {
    URL(fileURLWithPath: place.folder).lastPathComponent
  }

  /// Whether the folder of a diary may be called so: `diary`, `diary-2`.
  private static func isName(_ name: String) -> Bool {
    let number = name.dropFirst(first.count + 1)
    return name == first
      || name.hasPrefix(first + "-") && !number.isEmpty && number.allSatisfy(\.isWholeNumber)
  }

  private func place(_ name: String) -> HouseholdPlace {
    HouseholdPlace(
      folder: files + "/" + name,
      stateFolder: states + "/" + name.replacingOccurrences(of: Self.first, with: "state"))
  }

  private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}
