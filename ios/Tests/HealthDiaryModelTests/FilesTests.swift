import Foundation
import HealthDiary
import Testing

@testable import HealthDiaryModel

/// Pictures and files beside an entry: added, looked at, copied out, removed.
@MainActor
@Suite(.serialized, .timeLimit(.minutes(5))) struct FilesTests {
  let app: AppOfTest
  let entry: String
  private var files: FilesState? { app.model.entry.state?.files }

  init() async throws {
    app = try await AppOfTest.opened()
    entry = try await app.write(EntryKind(name: "glucose"), [("glucose", "5.6", "mmol/L")])
    await open(entry)
  }

  private func open(_ entry: String) async {
    app.model.today.act(.open(entry: entry))
    await app.settled()
  }

  private func act(_ action: FileAction) async {
    app.model.entry.act(.file(action))
    await app.settled()
  }

  private func add(_ file: PickedFile?) async {
    app.hands.picksFile = file
    await act(.addFile)
  }

  private func kept() async throws -> [Attachment] {
    try await app.home.attachments(of: entry, of: app.person)
  }

  private func file(_ name: String?, _ bytes: Data) -> PickedFile {
    PickedFile(name: name) { most async throws(Trouble) in
      guard bytes.count <= most else { throw .tooLarge }
      return bytes
    }
  }

  /// A board of eight by six.
  private static let picture =
    Data(
      base64Encoded: "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAGCAIAAABxZ0isAAAAH0lEQVR42mP4/es7"
        + "EHHHZAMRMpsBpwSmEISNW4JkOwB73FnR8efSfQAAAABJRU5ErkJggg==") ?? Data()
  private static let words = "invented words of a letter"
  private static let letter = Data("%PDF-1.4\n\(words)\n".utf8)

  @Test func aPictureIsAddedWithoutItsPlaceShownAndRemovedOnceSomebodySaysSo() async throws {
    #expect(files == FilesState(canChange: true))
    await act(.addPicture)
    #expect(app.hands.did.last == .pickedPicture)
    #expect(files?.adding == nil, "nobody picked one")
    app.hands.picksFile = file("rash.png", Self.picture)
    await act(.addPicture)
    let shown = try #require(files?.files.first)
    #expect(shown.name == "rash.png" && shown.stripped && files?.adding == nil)
    #expect(try await kept().map(\.mediaType) == ["image/png"])
    await act(.open(file: shown.id))
    #expect(files?.open?.picture != nil && files?.open?.read == true)
    await act(.open(file: shown.id))
    #expect(files?.open == nil)
    await act(.open(file: shown.id))
    await act(.askToRemove)
    #expect(files?.open?.askingToRemove == true)
    await act(.keepFile)
    #expect(files?.open?.askingToRemove == false)
    await act(.askToRemove)
    await act(.remove)
    #expect(files == FilesState(canChange: true))
    #expect(try await kept().isEmpty)
    await end()
  }

  @Test func aFileThatTellsMoreThanCanBeTakenOutIsAskedAboutAndACopyGoesWhereSomebodySays()
    async throws
  {
    await add(file("letter.pdf", Self.letter))
    #expect(files?.adding == .asItIs)
    #expect(try await kept().isEmpty)
    await act(.keepAsItIs)
    let shown = try #require(files?.files.first)
    #expect(shown.name == "letter.pdf" && !shown.stripped && files?.adding == nil)
    await act(.open(file: shown.id))
    #expect(files?.open == OpenFile(id: shown.id, read: true), "it is no picture")
    await act(.copy)
    #expect(files?.open?.copy == nil, "nobody said where")
    app.hands.picks = app.card.picking
    await act(.copy)
    await act(.copy)
    #expect(files?.open?.copy == .done)
    #expect(app.card.all == ["letter.pdf": Self.letter, "letter 2.pdf": Self.letter])
    app.card.leaveRoom(0)
    await act(.copy)
    #expect(files?.open?.copy == .failed && app.card.all.count == 2)
    await end()
  }

  @Test func aFileThatCannotBeReadLeavesTheEntryAsItWasAndIsTriedAgainOrLeft() async throws {
    let isGone = Noted(true)
    let picture = Self.picture
    await add(
      PickedFile(name: "rash.png") { _ async throws(Trouble) in
        if isGone.now { throw .fileGone }
        return picture
      })
    #expect(files?.adding == .failed(.gone))
    #expect(try await kept().isEmpty)
    isGone.with { $0 = false }
    await act(.tryAgain)
    #expect(files?.adding == nil && files?.files.count == 1)
    await add(file("large.bin", Data(count: 33_000_000)))
    #expect(files?.adding == .failed(.tooLarge))
    await act(.leave)
    #expect(files?.adding == nil)
    #expect(try await kept().count == 1)
    await end()
  }

  @Test func whatWasPickedWhileTheDiaryWasLockedIsThereOnceSomebodyIsBack() async throws {
    app.hands.picksFile = file("rash.png", Self.picture)
    app.hands.whilePicking = { [home = app.home] in await home.shut() }
    await act(.addPicture)
    #expect(app.place == .unlock)
    app.hands.whilePicking = {}
    await app.unlock()
    if app.place != .entry(id: entry) { await open(entry) }
    #expect(await app.until { files?.files.count == 1 })
    // Once.
    await app.home.shut()
    await app.unlock()
    #expect(try await kept().count == 1)
    await end()
  }

  @Test func aCopyThatWasPlacedWhileTheDiaryWasLockedIsMadeOnceSomebodyIsBack() async throws {
    await add(file("rash.png", Self.picture))
    await act(.open(file: try #require(files?.files.first).id))
    app.hands.picks = app.card.picking
    app.hands.whilePicking = { [home = app.home] in await home.shut() }
    await act(.copy)
    #expect(app.card.all.isEmpty)
    app.hands.whilePicking = {}
    await app.unlock()
    if app.place != .entry(id: entry) { await open(entry) }
    #expect(await app.until { app.card.all == ["rash.png": Self.picture] })
    await end()
  }

  @Test func whatWasEnteredInErrorKeepsItsFilesAsTheyAre() async throws {
    await add(file("rash.png", Self.picture))
    app.model.entry.act(.retract)
    await app.settled()
    #expect(files?.files.count == 1 && files?.canChange == false)
    await end()
  }

  @Test func nothingOfAFileIsOnTheDiskAsItCame() async throws {
    await add(file("letter.pdf", Self.letter))
    await act(.keepAsItIs)
    #expect(files?.files.count == 1)
    let folder = app.phone.folder
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    #expect(!names.isEmpty)
    for name in names {
      let bytes = try? Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
      #expect(bytes?.range(of: Data(Self.words.utf8)) == nil)
    }
    await end()
  }

  @Test func aCopyIsCalledAsTheFileAndLeadsNowhereElse() {
    func named(_ name: String?, _ type: String = "application/pdf", _ number: Int = 1) -> String {
      Attachment(id: "1", name: name, mediaType: type, bytes: 1, stripped: false)
        .nameOfCopy(number)
    }
    #expect(named("rash.jpg") == "rash.jpg" && named("a.tar.gz", "", 3) == "a.tar 3.gz")
    #expect(named(nil) == "copy.pdf" && named(nil, "image/jpeg", 2) == "copy 2.jpg")
    #expect(named("../../etc/passwd") == "etcpasswd" && named(".hidden") == "hidden")
    #expect(named("...") == "copy.pdf" && named("no ending", "", 2) == "no ending 2")
  }

  private func end() async {
    await app.model.end()
    await app.home.shut()
  }
}
