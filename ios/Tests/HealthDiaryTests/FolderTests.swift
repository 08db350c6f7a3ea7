import Foundation
import HealthDiary
import Testing

/// Pieces in memory; `before` is called first by every function, with its number from 0 and its name.
final class Kept: Folder, @unchecked Sendable {
  private let lock = NSLock()
  private var pieces: [String: Data] = [:]
  private var calls = 0
  private var before: @Sendable (Int, String) throws -> Void = { _, _ in }

  func from(_ before: @escaping @Sendable (Int, String) throws -> Void) {
    lock.withLock { (calls, self.before) = (0, before) }
  }

  private func called(_ name: String) throws {
    let (number, before) = lock.withLock {
      calls += 1
      return (calls - 1, self.before)
    }
    try before(number, name)
  }

  func list() throws -> [FolderPiece] {
    try called("list")
    return lock.withLock { pieces.map { FolderPiece(name: $0.key, size: UInt64($0.value.count)) } }
  }

  func read(name: String, offset: UInt64, most: UInt32) throws -> Data {
    try called("read")
    guard let bytes = lock.withLock({ pieces[name] }) else { throw FolderError.Missing }
    return Data(bytes.dropFirst(Int(offset)).prefix(Int(most)))
  }

  func write(name: String, bytes: Data) throws {
    try called("write")
    let isThere = lock.withLock {
      defer { pieces[name] = pieces[name] ?? bytes }
      return pieces[name] != nil
    }
    if isThere { throw FolderError.Exists }
  }

  func remove(name: String) throws {
    try called("remove")
    _ = lock.withLock { pieces.removeValue(forKey: name) }
  }
}

/// What somebody's code throws, with words in it.
private struct Spoken: Error {
  let words = "Ana had 182/110"
}

/// Backups in a folder of the app's own, as a file provider is one.
@Suite struct FolderTests {
  let folder: String
  let code: String
  let household: Household
  let diary: Diary

  init() throws {
    let home = try Home()
    (folder, code, household, diary) = (home.folder, home.code, home.household, home.diary)
    _ = try diary.add(draft: pulse(61))
  }

  private func backUp(_ kept: Folder, _ watch: Watch? = nil) throws -> BackupDone {
    try household.backUp(folder: "the card", scratch: folder, watch: watch, keptBy: kept)
  }

  private func restored(_ kept: Folder) throws -> Int {
    let new = HouseholdPlace(folder: folder + "/new", stateFolder: folder + "/new-state")
    _ = try restoreBackup(
      folder: "the card", to: new, secret: .recoveryCode(text: code), what: RestoreWhat(),
      keptBy: kept)
    let there = try Household.openWithRecoveryCode(place: new, code: code)
    let entries = try there.diary(person: diary.person()).page(question: EntryQuestion()).entries
    try there.shut()
    return entries.count
  }

  @Test func aBackupGoesIntoItAndComesBack() throws {
    let kept = Kept()
    #expect(try backUp(kept).proven)
    #expect(try household.backups().map(\.place) == ["the card"])
    #expect(try household.checkBackup(folder: "the card", keptBy: kept).problems.isEmpty)
    #expect(try restored(kept) == 1)
  }

  @Test func whatItThrowsHasAKindAndNoWordsAndTheNextRunIsWhole() throws {
    let kept = Kept()
    for at in [0, 7] {
      kept.from { number, _ in if number == at { throw Spoken() } }
      do {
        _ = try backUp(kept)
        Issue.record("it was not refused")
      } catch DiaryError.System(let message) {
        #expect(!message.contains("182"))
      }
    }
    kept.from { _, name in if name == "write" { throw FolderError.Full } }
    do {
      _ = try backUp(kept)
      Issue.record("it was not refused")
    } catch DiaryError.NoSpace {
    }
    kept.from { _, _ in }
    #expect(try backUp(kept).proven)
    #expect(try restored(kept) == 1)
  }

  @Test func itMayAskTheHouseholdAndWriteInIt() throws {
    let kept = Kept()
    let (household, diary) = (household, diary)
    kept.from { number, _ in
      _ = try diary.add(draft: pulse(60 + number % 40))
      _ = try household.people()
    }
    #expect(try backUp(kept).proven)
    kept.from { number, _ in if number == 5 { try household.shut() } }
    #expect(throws: DiaryError.self) { try backUp(kept) }
  }

  @Test func oneThatBlocksIsGivenUpAndWaitedForBeforeTheNextRun() async throws {
    let kept = Kept()
    let free = DispatchSemaphore(value: 0)
    let (blocked, block) = AsyncStream.makeStream(of: Void.self)
    kept.from { _, name in
      if name == "write" {
        block.yield()
        free.wait()
      }
    }
    let (household, scratch) = (household, folder)
    let waiting = Task {
      try await watching { watch in
        _ = try household.backUp(folder: "the card", scratch: scratch, watch: watch, keptBy: kept)
      }
    }
    for await _ in blocked { break }
    _ = try diary.add(draft: pulse(62))
    waiting.cancel()
    await #expect(throws: DiaryError.self) { try await waiting.value }
    do {
      _ = try backUp(kept)
      Issue.record("it was not refused")
    } catch DiaryError.InUse {
    }
    kept.from { _, _ in }
    free.signal()
    while true {
      do {
        #expect(try backUp(kept).proven)
        break
      } catch DiaryError.InUse {
        try await Task.sleep(for: .milliseconds(10))
      }
    }
    #expect(try restored(kept) == 2)
  }
}
