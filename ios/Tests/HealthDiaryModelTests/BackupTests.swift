import Foundation
import HealthDiary
import Testing

@testable import HealthDiaryModel

/// Backups into a folder that somebody picked, and the diary out of one, by what somebody sees and taps.
@MainActor
@Suite(.timeLimit(.minutes(5))) struct BackupTests {
  let at = AtCare()
  var backup: BackupModel { at.care.backup }
  var restore: RestoreModel { at.care.restore }

  /// A diary with one entry, on the page about backups, with the folder that was picked.
  private func picked() async throws -> String {
    let code = try await at.made()
    try await write("128")
    at.hands.picks = at.card.picking
    at.ways.go(.backup)
    await at.work.settled()
    #expect(backup.state.folder == nil && backup.state.last == nil)
    backup.act(.chooseFolder)
    await at.work.settled()
    #expect(backup.state.folder == "Diary" && backup.state.problem == nil)
    return code
  }

  private func write(_ top: String) async throws {
    let ana = try at.person("Ana").id
    _ = try await at.home.asking(ana) { diary in
      try diary.add(
        draft: EntryDraft(
          kind: "blood-pressure", moment: .now,
          values: [
            DraftValue(field: "systolic", text: top), DraftValue(field: "diastolic", text: "82"),
          ]), confirmed: true)
    }
  }

  private func backUp() async {
    backup.act(.backUp)
    await at.work.settled()
  }

  /// From the folder to what came of it.
  private func bringBack(_ secret: String, whatIsLeft: Bool = false) async {
    if at.ways.place != .restore { at.ways.go(.restore) }
    if case .secret = restore.state.stage {} else { restore.act(.chooseFolder) }
    await at.work.settled()
    restore.act(.type(Hidden(secret)))
    restore.act(whatIsLeft ? .restoreWhatIsLeft : .restore)
    await at.work.settled()
  }

  @Test func itGoesToTheFolderThatWasPickedAndTheSettingsSayWhen() async throws {
    _ = try await picked()
    await backUp()
    let last = try #require(backup.state.last)
    #expect(last.bytes == at.card.size && last.at.day == at.whose.today)
    #expect(backup.state.running == nil && backup.state.problem == nil)
    backup.act(.back)
    at.ways.go(.settings)
    await at.work.settled()
    #expect(at.care.settings.state.backup == .last(last.at))
    await at.end()
  }

  @Test func howFarItIsIsSaidAndItCanBeStopped() async throws {
    _ = try await picked()
    let (isBlocked, free) = (Noted(false), DispatchSemaphore(value: 0))
    at.card.beforeWriting {
      isBlocked.with { $0 = true }
      free.wait()
    }
    backup.act(.backUp)
    try await at.until("the folder takes long") { isBlocked.now }
    #expect(backup.state.running != nil)
    backup.act(.cancel)
    // Pressed once more it is not begun a second time.
    backup.act(.backUp)
    await at.work.settled()
    #expect(backup.state.problem == .stopped && backup.state.running == nil)
    at.card.beforeWriting(nil)
    free.signal()
    // The next run waits for what the folder was at.
    repeat { await backUp() } while backup.state.problem == .busy
    #expect(backup.state.problem == nil && backup.state.last != nil)
    await at.end()
  }

  @Test func aFullFolderSaysSoAndTheBackupBeforeIsStillThere() async throws {
    _ = try await picked()
    await backUp()
    let before = backup.state.last
    try await write("131")
    at.card.leaveRoom(0)
    await backUp()
    #expect(backup.state.problem == .noSpace && backup.state.last == before)
    await at.end()
  }

  @Test func aFolderThatIsGoneOrRefusedSaysWhich() async throws {
    _ = try await picked()
    at.card.failing = .Gone
    await backUp()
    #expect(backup.state.problem == .folderGone)
    at.card.failing = .ReadOnly
    await backUp()
    #expect(backup.state.problem == .refused)
    backup.act(.chooseFolder)
    await at.work.settled()
    #expect(backup.state.problem == .refused, "the phone does not let the app keep it")
    at.card.failing = .Failed
    await backUp()
    #expect(backup.state.problem == .failed)
    await at.end()
  }

  @Test func aFolderOfAnotherDiaryIsLeftAlone() async throws {
    _ = try await picked()
    await backUp()
    let names = at.card.names
    let other = AtCare()
    try await other.made()
    other.hands.picks = at.card.picking
    other.ways.go(.backup)
    other.care.backup.act(.chooseFolder)
    await other.work.settled()
    other.care.backup.act(.backUp)
    await other.work.settled()
    #expect(other.care.backup.state.problem == .ofAnother)
    #expect(at.card.names == names)
    await other.end()
    await at.end()
  }

  @Test func withoutAFolderNothingIsDone() async throws {
    try await at.made()
    at.ways.go(.backup)
    backup.act(.chooseFolder)
    await at.work.settled()
    #expect(backup.state.folder == nil, "nobody picked one")
    await backUp()
    #expect(backup.state.problem == .folderGone)
    await at.end()
  }

  @Test func aDiaryComesBackBesideTheOneThatWasThere() async throws {
    let code = try await picked()
    await backUp()
    try await write("135")
    await at.home.shut()
    let before = at.home.place
    at.ways.begin(.unlock)
    await bringBack("not this one")
    #expect(restore.state.problem == .wrong && restore.state.beside)
    await bringBack(code)
    #expect(restore.state.stage == .done(asOf: at.whose.today))
    #expect(at.home.place != before && at.home.door.value == .shut)
    #expect(at.preferences.restoredFrom != nil)
    restore.act(.back)
    #expect(at.ways.place == .restore, "nobody goes back behind what is done")
    restore.act(.openDiary)
    await at.work.settled()
    #expect(at.ways.place == .today && at.home.door.value == .open)
    at.whose.live(try await at.home.residents())
    #expect(try await at.tops(of: "Ana") == ["128"], "as of the backup")
    #expect(FileManager.default.fileExists(atPath: before.folder), "what was there stays")
    // The next backups go where this one came from.
    await backUp()
    #expect(backup.state.problem == nil)
    await at.end()
  }

  @Test func whateverIsRefusedLeavesNothingBehind() async throws {
    let code = try await picked()
    await backUp()
    let place = at.home.place
    let before = try beside()
    at.card.failing = .Gone
    await bringBack(code)
    #expect(restore.state == RestoreState(stage: .chooseFolder, problem: .folderGone, beside: true))
    at.card.failing = nil
    let pieces = at.card.all
    at.card.change { $0 = [:] }
    await bringBack(code)
    #expect(restore.state.problem == .notThere)
    // What is written first is what the list at the end names.
    let first = try #require(at.card.made.first { $0.hasSuffix(".sealed") })
    at.card.change {
      $0 = pieces
      $0[first] = pieces[first].map { Data($0.reversed()) }
    }
    await bringBack(code)
    #expect(restore.state.problem == .damaged)
    #expect(try beside() == before && at.home.place == place && at.home.door.value == .open)
    await at.end()
  }

  @Test func whatIsLeftOfADamagedBackupComesBackAndItIsSaid() async throws {
    let code = try await picked()
    await backUp()
    await at.home.shut()
    let first = try #require(at.card.made.first { $0.hasSuffix(".sealed") })
    at.card.change { $0[first] = $0[first].map { Data($0.reversed()) } }
    await bringBack(code)
    #expect(restore.state.problem == .damaged)
    await bringBack(code, whatIsLeft: true)
    guard case .done(_, let partly) = restore.state.stage else {
      Issue.record("\(restore.state)")
      return
    }
    #expect(partly)
    await at.end()
  }

  @Test func aPictureThatIsLostIsSaid() async throws {
    let code = try await picked()
    let ana = try at.person("Ana").id
    _ = try await at.home.asking(ana) { diary in
      let entry = try diary.latest()[0].id
      _ = try diary.attachBytes(
        entry: entry, bytes: Data(repeating: 7, count: 300_000),
        media: MediaDraft(caption: "left arm", keepDetails: true))
    }
    await backUp()
    at.card.change { pieces in
      let largest = pieces.max { $0.value.count < $1.value.count }?.key
      if let largest { pieces[largest]?[100] ^= 0xFF }
    }
    await at.home.shut()
    await bringBack(code)
    #expect(restore.state.stage == .done(asOf: at.whose.today, partly: true))
    await at.end()
  }

  @Test func restoringCanBeStoppedAndTakesAwayWhatItHadBegun() async throws {
    let code = try await picked()
    await backUp()
    let before = try beside()
    at.ways.go(.restore)
    restore.act(.chooseFolder)
    await at.work.settled()
    restore.act(.type(Hidden(code)))
    restore.act(.restore)
    restore.act(.cancel)
    await at.work.settled()
    #expect(
      restore.state.problem == .stopped && restore.state.stage == .secret(typed: Hidden(code)))
    #expect(try beside() == before)
    await at.end()
  }

  @Test func whatWasPutAsideIsListedWithWhatItTakesAndDeletedOnceSomebodySaysSo() async throws {
    let code = try await picked()
    #expect(backup.state.aside.isEmpty)
    await backUp()
    let before = at.home.place
    await bringBack(code)
    restore.act(.openDiary)
    await at.work.settled()
    at.whose.live(try await at.home.residents())
    at.ways.go(.backup)
    await at.work.settled()
    let aside = try #require(backup.state.aside.first)
    #expect(backup.state.aside.count == 1)
    #expect(aside.bytes > 0 && aside.last.day == at.whose.today)
    backup.act(.askToDelete(aside: aside.id))
    #expect(backup.state.askingToDelete == aside.id)
    backup.act(.keepIt)
    #expect(backup.state.askingToDelete == nil)
    #expect(FileManager.default.fileExists(atPath: before.folder))
    backup.act(.askToDelete(aside: aside.id))
    backup.act(.delete(aside: aside.id))
    // Pressed once more it is not done a second time.
    backup.act(.delete(aside: aside.id))
    await at.work.settled()
    #expect(backup.state.aside.isEmpty && backup.state.askingToDelete == nil)
    #expect(!FileManager.default.fileExists(atPath: before.folder))
    #expect(!FileManager.default.fileExists(atPath: before.stateFolder))
    #expect(try await at.tops(of: "Ana") == ["128"], "the one that is used stays")
    await at.end()
  }

  @Test func onlyFoldersOfDiariesCountAsPutAside() throws {
    let places = at.phone.places
    let files = at.phone.folder + "/files/"
    for name in ["diary", "diary-2", "diary-10", "diary-", "diary-2x", "diaries", "other"] {
      try FileManager.default.createDirectory(
        atPath: files + name, withIntermediateDirectories: true)
    }
    #expect(Set(places.aside()) == ["diary-2", "diary-10"])
    try places.turn(to: places.named("diary-2"))
    #expect(Set(places.aside()) == ["diary", "diary-10"])
  }

  /// What lies beside the diary.
  private func beside() throws -> [String] {
    let files = at.phone.folder
    return try ["files", "states"].flatMap {
      try FileManager.default.contentsOfDirectory(atPath: files + "/" + $0).sorted()
    }
  }
}
