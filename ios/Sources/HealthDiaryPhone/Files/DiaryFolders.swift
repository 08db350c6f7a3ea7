import Foundation
import HealthDiary

/// Where diaries and their states lie on a phone, when their files can be read, and what the phone's backups have of them.
///
/// | | can be read | in a backup of the phone |
/// |---|---|---|
/// | keys, inbox, locks, household | after the first unlock: a cuff sends while the phone is locked | no |
/// | `people`: diaries, what is sealed, pictures | while the phone is unlocked; they are shut by then | no |
/// | state: this installation and the key of the inbox | after the first unlock | no: two phones with one state would fork the journal |
///
/// All of it is encrypted besides: the phone's guard comes on top, and what it lets read is sealed. A backup of the phone has none of it, since what
/// it would bring back on another phone would be without its state; the app's own backups are made to be restored.
///
/// A commit is on the disk before it is told: the core asks SQLite for `fullfsync`, which Apple's systems need.
public struct DiaryFolders: Sendable {
  /// What diaries lie in.
  public let files: URL
  /// What their states lie in.
  public let states: URL
  private let phone: any PhoneFiles

  /// - Parameter root: a folder of the app alone, such as Application Support; it is made where it is not there.
  public init(in root: URL, phone: any PhoneFiles) {
    files = root.appendingPathComponent("Diaries", isDirectory: true)
    states = root.appendingPathComponent("States", isDirectory: true)
    self.phone = phone
  }

  /// Makes the folders and guards them; call it before anything is opened. It changes nothing in what is there.
  public func prepare() throws {
    for url in [files, states] {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      try phone.setGuard(.afterFirstUnlock, of: url)
      try phone.leaveOutOfBackups(url)
    }
  }

  /// Guards the files of a household that was made, restored or opened; call it once it is open, and after a person was added.
  ///
  /// What a person has is guarded more strongly than the folder that it lies in, so it has to be said for what is there already; what
  /// comes after is guarded as its folder is.
  public func guardFiles(of place: HouseholdPlace) throws {
    let folder = URL(fileURLWithPath: place.folder, isDirectory: true)
    try phone.setGuard(.afterFirstUnlock, of: folder)
    for url in try contents(of: folder) where url.lastPathComponent != Self.people {
      try phone.setGuard(.afterFirstUnlock, of: url)
    }
    let people = folder.appendingPathComponent(Self.people, isDirectory: true)
    if FileManager.default.fileExists(atPath: people.path) { try guardAll(people) }
    let state = URL(fileURLWithPath: place.stateFolder, isDirectory: true)
    guard FileManager.default.fileExists(atPath: state.path) else { return }
    try phone.setGuard(.afterFirstUnlock, of: state)
    for url in try contents(of: state) { try phone.setGuard(.afterFirstUnlock, of: url) }
  }

  private static let people = "people"

  private func guardAll(_ url: URL) throws {
    do {
      try phone.setGuard(.whileUnlocked, of: url)
    } catch  where !FileManager.default.fileExists(atPath: url.path) {
      // A log that was emptied meanwhile.
      return
    }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder),
      isFolder.boolValue
    else { return }
    for inside in try contents(of: url) { try guardAll(inside) }
  }

  private func contents(of folder: URL) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .sorted { $0.path < $1.path }
  }
}
