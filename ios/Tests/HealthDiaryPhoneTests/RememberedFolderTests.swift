import Foundation
import HealthDiary
import HealthDiaryModel
import HealthDiaryPhone
import Testing

/// Settings in memory.
private final class Settings: SettingStore, @unchecked Sendable {
  private let lock = NSLock()
  private var values: [String: String] = [:]

  subscript(name: String) -> String? {
    get { lock.withLock { values[name] } }
    set { lock.withLock { values[name] = newValue } }
  }
}

/// The folder that a person picked, found again or not.
@Suite struct RememberedFolderTests {
  private let hands = PlayedHands()
  private let url = temporaryFolder()
  private let memory: RememberedFolder

  init() throws {
    memory = RememberedFolder(Settings(), hands: hands)
  }

  @Test func nobodyPickedOneYet() {
    #expect(memory.picked()?.id == nil)
    #expect(memory.name() == nil)
  }

  @Test func whatWasPickedIsFoundAgainInAnotherProcess() throws {
    let picked = memory.picked(url)
    #expect(memory.picked()?.id == nil)
    try memory.remember(picked)
    let again = try #require(memory.picked())
    #expect((again.id, again.name) == (picked.id, url.lastPathComponent))
    try again.folder.write(name: "a1", bytes: Data())
    #expect(FileManager.default.fileExists(atPath: url.path + "/a1"))
  }

  @Test func theSameFolderPickedOnceMoreHasTheSameBackups() throws {
    let picked = memory.picked(url)
    try memory.remember(picked)
    #expect(memory.picked(url).id == picked.id)
    let other = memory.picked(temporaryFolder())
    #expect(other.id != picked.id)
    try memory.remember(other)
    #expect(memory.picked()?.id == other.id)
    #expect(memory.name() == other.name)
  }

  @Test func aFolderThatIsGoneKeepsItsNameAndMayComeBack() throws {
    let picked = memory.picked(url)
    try memory.remember(picked)
    hands.forget()
    #expect(memory.picked()?.id == nil)
    #expect(memory.name() == picked.name)
    hands.forget(false)
    #expect(memory.picked()?.id == picked.id)
    // The bookmark finds a place with nothing in it any more: it says so when it is asked.
    try FileManager.default.removeItem(at: url)
    let gone = try #require(memory.picked())
    do {
      _ = try gone.folder.list()
      Issue.record("it was listed")
    } catch {
      #expect(error as? FolderError == .Gone)
    }
  }

  @Test func aStaleBookmarkIsMadeAnewWhereThatCanBe() throws {
    try memory.remember(memory.picked(url))
    hands.makeStale()
    #expect(memory.picked()?.id != nil)
    #expect(hands.bookmarks == 2)
    hands.refuse("bookmark", CocoaError(.fileReadNoPermission))
    #expect(memory.picked()?.id != nil)
    #expect(hands.bookmarks == 2)
  }

  @Test func whatThePhoneDoesNotLetTheAppKeepIsRefused() throws {
    hands.refuse("bookmark", CocoaError(.fileReadNoPermission))
    #expect(throws: Trouble.folderRefused) { try memory.remember(memory.picked(url)) }
    #expect(memory.name() == nil)
  }

  @Test func everyUseOfItEnds() throws {
    do {
      let picked = memory.picked(url)
      try memory.remember(picked)
      _ = memory.picked()
    }
    #expect(hands.inUse == 0)
  }
}
