import Foundation
import HealthDiary
import Testing

@testable import HealthDiaryPhone

/// A folder that a person picked, with whoever keeps it at their worst.
@Suite struct CoordinatedFolderTests {
  private let hands = PlayedHands()
  private let url = temporaryFolder()
  private let folder: CoordinatedFolder

  init() {
    folder = CoordinatedFolder(url, hands, patience: 5, pause: 0.001)
  }

  private func refusal(_ call: () throws -> Void) -> FolderError? {
    do {
      try call()
      return nil
    } catch {
      return error as? FolderError
    }
  }

  @Test func piecesAreWrittenReadListedAndTakenAway() throws {
    let bytes = Data((0..<1000).map { UInt8(truncatingIfNeeded: $0) })
    try folder.write(name: "a1", bytes: bytes)
    try folder.write(name: "empty", bytes: Data())
    #expect(try folder.list().map(\.name).sorted() == ["a1", "empty"])
    #expect(try folder.list().map(\.size).sorted() == [0, 1000])
    #expect(try folder.read(name: "a1", offset: 0, most: 1000) == bytes)
    #expect(try folder.read(name: "a1", offset: 990, most: 100) == bytes.suffix(10))
    #expect(try folder.read(name: "a1", offset: 5000, most: 100) == Data())
    try folder.remove(name: "a1")
    try folder.remove(name: "a1")
    #expect(try folder.list().map(\.name) == ["empty"])
  }

  @Test func whatIsThereIsNotWrittenOver() throws {
    try folder.write(name: "a1", bytes: Data("first".utf8))
    #expect(refusal { try folder.write(name: "a1", bytes: Data("second".utf8)) } == .Exists)
    #expect(try folder.read(name: "a1", offset: 0, most: 10) == Data("first".utf8))
  }

  @Test func halfAPieceIsNone() throws {
    try Data("half".utf8).write(to: url.appendingPathComponent(".a1.half"))
    try FileManager.default.createDirectory(
      at: url.appendingPathComponent("notes"), withIntermediateDirectories: true)
    #expect(try folder.list() == [])
    try folder.write(name: "a1", bytes: Data("whole".utf8))
    #expect(try folder.read(name: "a1", offset: 0, most: 10) == Data("whole".utf8))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() == ["a1", "notes"])
  }

  @Test func aPieceThatIsMissingIsNotAFolderThatIsGone() throws {
    #expect(refusal { _ = try folder.read(name: "a1", offset: 0, most: 1) } == .Missing)
    try FileManager.default.removeItem(at: url)
    #expect(refusal { _ = try folder.read(name: "a1", offset: 0, most: 1) } == .Gone)
    #expect(refusal { _ = try folder.list() } == .Gone)
    #expect(refusal { try folder.write(name: "a1", bytes: Data()) } == .Gone)
    #expect(refusal { try folder.remove(name: "a1") } == .Gone)
  }

  @Test(arguments: [
    (CocoaError(.fileWriteOutOfSpace) as NSError, FolderError.Full),
    (CocoaError(.fileWriteVolumeReadOnly) as NSError, .ReadOnly),
    (CocoaError(.fileReadNoPermission) as NSError, .ReadOnly),
    (CocoaError(.fileNoSuchFile) as NSError, .Gone),
    (CocoaError(.fileWriteFileExists) as NSError, .Exists),
    (NSError(domain: NSPOSIXErrorDomain, code: 28), .Full),
    (NSError(domain: NSPOSIXErrorDomain, code: 30), .ReadOnly),
    (NSError(domain: "FileProvider", code: -1000), .Failed),
    (
      NSError(
        domain: NSCocoaErrorDomain, code: 512,
        userInfo: [NSUnderlyingErrorKey: NSError(domain: NSPOSIXErrorDomain, code: 28)]), .Full
    ),
  ])
  func whatAProviderSaysHasAKindAndNoWords(_ error: NSError, _ refused: FolderError) {
    hands.refuse("writing", error)
    #expect(refusal { try folder.write(name: "a1", bytes: Data()) } == refused)
  }

  @Test func whatIsElsewhereIsBroughtHereFirst() throws {
    let placeholder = url.appendingPathComponent(".a1.icloud")
    try Data("plist".utf8).write(to: placeholder)
    let arrives: @Sendable (URL) -> Void = { file in
      try? FileManager.default.removeItem(at: placeholder)
      try? Data("the whole piece".utf8).write(to: file)
    }
    hands.whenFetched(arrives)
    #expect(try folder.list().map(\.name) == ["a1"])
    #expect(try folder.list().map(\.size) == [15])
    #expect(hands.asked == ["a1"])
  }

  @Test func whatDoesNotComeIsAFailureAndNoEmptyFolder() throws {
    try Data().write(to: url.appendingPathComponent(".a1.icloud"))
    #expect(refusal { _ = try folder.list() } == .Failed)
    #expect(hands.asked == ["a1", "a1", "a1", "a1", "a1"])
  }

  @Test func noNameLeadsOutOfTheFolder() {
    for name in ["", ".", "..", "../a", "a/b", "/etc/passwd", ".hidden", "a\0b"] {
      #expect(refusal { _ = try folder.read(name: name, offset: 0, most: 1) } == .Failed)
      #expect(refusal { try folder.write(name: name, bytes: Data()) } == .Failed)
      #expect(refusal { try folder.remove(name: name) } == .Failed)
    }
  }

  @Test func theUseOfItEndsOnce() {
    #expect(hands.inUse == 1)
    folder.close()
    folder.close()
    #expect(hands.inUse == 0)
    do { _ = CoordinatedFolder(url, hands) }
    #expect(hands.inUse == 0)
  }

  @Test func aBackupOfTheCoreGoesIntoItAndComesBack() throws {
    let home = temporaryFolder().path
    let place = HouseholdPlace(folder: home + "/diary", stateFolder: home + "/state")
    let code = try createHousehold(
      place: place, passphrase: "seven invented words nobody would guess")
    let household = try Household.openWithRecoveryCode(place: place, code: code)
    let ana = try household.addPerson(name: "Ana")
    _ = try household.diary(person: ana).add(
      draft: EntryDraft(
        kind: "pulse", moment: .now, values: [DraftValue(field: "pulse", text: "61")]))
    #expect(try household.backUp(folder: "card", scratch: home, keptBy: folder).proven)
    hands.refuse("writing", CocoaError(.fileWriteOutOfSpace))
    #expect(throws: DiaryError.self) {
      _ = try household.backUp(folder: "card", scratch: home, keptBy: folder)
    }
    hands.refuse("writing", nil)
    #expect(try household.backUp(folder: "card", scratch: home, keptBy: folder).proven)
    let new = HouseholdPlace(folder: home + "/new", stateFolder: home + "/new-state")
    _ = try restoreBackup(
      folder: "card", to: new, secret: .recoveryCode(text: code), what: RestoreWhat(),
      keptBy: folder)
    let there = try Household.openWithRecoveryCode(place: new, code: code)
    #expect(
      try there.diary(person: ana).page(question: EntryQuestion()).entries.count == 1)
  }
}
