import Foundation
import HealthDiary
import HealthDiaryPhone
import Testing

/// Notes how each file is guarded.
private final class PlayedFiles: PhoneFiles, @unchecked Sendable {
  private let lock = NSLock()
  private var guards: [String: Guard] = [:]
  private var out: Set<String> = []

  var guarded: [String: Guard] { lock.withLock { guards } }
  var leftOut: Set<String> { lock.withLock { out } }

  func setGuard(_ guarded: Guard, of url: URL) throws {
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw CocoaError(.fileNoSuchFile)
    }
    lock.withLock { guards[url.path] = guarded }
  }

  func leaveOutOfBackups(_ url: URL) throws {
    lock.withLock { _ = out.insert(url.path) }
  }
}

/// What can be read while the phone is locked, and what a backup of the phone has.
@Suite struct DiaryFoldersTests {
  private let phone = PlayedFiles()
  private let root = temporaryFolder()
  private let folders: DiaryFolders
  private let place: HouseholdPlace

  init() throws {
    folders = DiaryFolders(in: root, phone: phone)
    place = HouseholdPlace(
      folder: folders.files.path + "/diary", stateFolder: folders.states.path + "/state")
  }

  @Test func theFoldersAreMadeOnceAndNoBackupOfThePhoneHasThem() throws {
    try folders.prepare()
    try folders.prepare()
    for folder in [folders.files, folders.states] {
      #expect(phone.guarded[folder.path] == .afterFirstUnlock)
      #expect(phone.leftOut.contains(folder.path))
    }
  }

  @Test func whatReceivingNeedsCanBeReadWhileLockedAndWhatPeopleHaveCannot() throws {
    try folders.prepare()
    let code = try createHousehold(
      place: place, passphrase: "seven invented words nobody would guess")
    let household = try Household.openWithRecoveryCode(place: place, code: code)
    let ana = try household.addPerson(name: "Ana")
    _ = try household.diary(person: ana).add(
      draft: EntryDraft(
        kind: "pulse", moment: .now, values: [DraftValue(field: "pulse", text: "61")]))
    try folders.guardFiles(of: place)
    let here = { (name: String) in phone.guarded[place.folder + "/" + name] }
    for name in ["keys.json", "keys.copy.json", "inbox.1.db", "household.1.db"] {
      #expect(here(name) == .afterFirstUnlock, "\(name)")
    }
    #expect(here("people") == .whileUnlocked)
    let people = phone.guarded.filter { $0.key.hasPrefix(place.folder + "/people/") }
    #expect(people.values.allSatisfy { $0 == .whileUnlocked })
    #expect(people.keys.contains { $0.hasSuffix("/diary.1.db") })
    let state = phone.guarded.filter { $0.key.hasPrefix(place.stateFolder) }
    #expect(state.count > 1)
    #expect(state.values.allSatisfy { $0 == .afterFirstUnlock })
    // Everything that is there was guarded.
    let all = FileManager.default.enumerator(atPath: place.folder)?.compactMap { $0 as? String }
    for name in all ?? [] { #expect(here(name) != nil, "\(name)") }
  }

  @Test func whileLockedWhatIsReadableIsAllThatReceivingNeeds() throws {
    try folders.prepare()
    let code = try createHousehold(
      place: place, passphrase: "seven invented words nobody would guess")
    let household = try Household.openWithRecoveryCode(place: place, code: code)
    _ = try household.addPerson(name: "Ana")
    try household.shut()
    try folders.guardFiles(of: place)
    // As a locked phone: what only the unlocked one reads is out of reach.
    for (path, guarded) in phone.guarded where guarded == .whileUnlocked {
      try? FileManager.default.removeItem(atPath: path)
    }
    let receiver = try Receiver.open(place: place)
    #expect(try receiver.devices().isEmpty)
    try receiver.shut()
  }

  @Test func aPlaceWithNobodyInItIsGuardedToo() throws {
    try folders.prepare()
    try FileManager.default.createDirectory(
      atPath: place.folder, withIntermediateDirectories: true)
    try folders.guardFiles(of: place)
    #expect(phone.guarded[place.folder] == .afterFirstUnlock)
    #expect(throws: (any Error).self) {
      try folders.guardFiles(
        of: HouseholdPlace(folder: place.folder + "-2", stateFolder: place.stateFolder))
    }
  }
}
