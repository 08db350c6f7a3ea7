import Foundation
import HealthDiary
import Testing

@testable import HealthDiaryModel

/// Whether anything was changed unnoticed, and what the app is made of.
@MainActor
@Suite(.timeLimit(.minutes(5))) struct CheckTests {
  let at = AtCare()
  var check: CheckModel { at.care.check }

  private func checking() async throws {
    try await at.made()
    at.ways.go(.check)
    await at.work.settled()
  }

  private func run() async {
    check.act(.check)
    await at.work.settled()
  }

  @Test func everythingIsLookedAtAndThereIsSomethingToWriteDown() async throws {
    try await checking()
    #expect(!check.state.heads.isEmpty)
    await run()
    let result = try #require(check.state.result)
    #expect(result.damage.isEmpty && result.changes > 0 && result.at.day == at.whose.today)
    #expect(check.state.running == nil && check.state.problem == nil)
    await at.end()
  }

  @Test func whatIsWrongIsSaidWithWhatToDo() async throws {
    try await checking()
    let folder = URL(fileURLWithPath: at.home.place.folder)
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    let diary = try #require(
      files?.compactMap { $0 as? URL }.filter {
        $0.path.contains("diary-") || $0.lastPathComponent.contains("diary")
      }
      .filter { !$0.hasDirectoryPath }.max { size($0) < size($1) })
    var bytes = try Data(contentsOf: diary)
    bytes[bytes.count / 2] ^= 0xFF
    let handle = try FileHandle(forWritingTo: diary)
    try handle.seek(toOffset: UInt64(bytes.count / 2))
    try handle.write(contentsOf: bytes[(bytes.count / 2)...(bytes.count / 2)])
    try handle.close()
    await run()
    let result = try #require(check.state.result)
    #expect(!result.damage.isEmpty)
    check.act(.restore)
    #expect(at.ways.place == .restore)
    await at.end()
  }

  private func size(_ file: URL) -> Int {
    (try? FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int) ?? 0
  }

  @Test func itCanBeStoppedAndWhoeverLeavesStopsIt() async throws {
    try await checking()
    check.act(.check)
    check.act(.cancel)
    await at.work.settled()
    #expect(check.state.problem == .stopped && check.state.result == nil)
    check.act(.check)
    check.act(.back)
    await at.work.settled()
    #expect(at.ways.place == .today && check.state.running == nil)
    at.ways.go(.check)
    #expect(check.state.problem == nil, "whoever left has stopped it, which is no news to them")
    await at.end()
  }

  @Test func aDiaryThatIsLockedInTheMiddleIsStopped() async throws {
    try await checking()
    await at.home.shut()
    await run()
    #expect(check.state.problem == .stopped)
    await at.end()
  }

  private func write() async throws {
    let ana = try at.person("Ana").id
    _ = try await at.home.asking(ana) { diary in
      try diary.add(
        draft: EntryDraft(
          kind: "weight", moment: .now,
          values: [DraftValue(field: "weight", text: "70.0", unit: "kg")]), confirmed: true)
    }
  }

  private func compare(_ note: String) async {
    check.act(.note(note))
    check.act(.compare)
    await at.work.settled()
  }

  @Test func aNoteIsKeptWhateverWasWrittenSinceAndHoweverItIsTyped() async throws {
    try await at.made()
    try await write()
    at.ways.go(.check)
    await at.work.settled()
    let note = try #require(check.state.heads.last)
    await compare(note.lowercased().replacingOccurrences(of: "-", with: " "))
    #expect(check.state.compared == .kept(of: .diary(person: "Ana"), since: 0))
    try await write()
    check.act(.note(note))
    #expect(check.state.compared == nil, "what it said was of what was typed before")
    await compare(note)
    #expect(check.state.compared == .kept(of: .diary(person: "Ana"), since: 1))
    await compare(try #require(check.state.heads.first))
    guard case .kept(of: .household, _) = check.state.compared else {
      Issue.record("\(String(describing: check.state.compared))")
      return
    }
    await at.end()
  }

  @Test func aLetterThatIsWrongIsSaidAndSoIsANoteOfAnotherDiary() async throws {
    try await checking()
    let note = try #require(check.state.heads.first)
    await compare(note.dropLast(1) + (note.last == "A" ? "B" : "A"))
    #expect(check.state.compared == .noNote)
    let other = AtCare()
    try await other.made()
    other.ways.go(.check)
    other.care.check.act(.note(note))
    other.care.check.act(.compare)
    await other.work.settled()
    #expect(other.care.check.state.compared == .unknown)
    await other.end()
    await at.end()
  }

  @Test func anOlderCopyInThePlaceOfTheDiaryDoesNotPassForIt() async throws {
    try await at.made()
    let folders = [at.home.place.folder, at.home.place.stateFolder]
    await at.home.shut()
    for folder in folders {
      try FileManager.default.copyItem(atPath: folder, toPath: folder + " older")
    }
    try await at.home.open(passphrase: PhoneOfTest.passphrase)
    try await at.goIn()
    try await write()
    at.ways.go(.check)
    await at.work.settled()
    let note = try #require(check.state.heads.last)
    await at.home.shut()
    for folder in folders {
      try FileManager.default.removeItem(atPath: folder)
      try FileManager.default.moveItem(atPath: folder + " older", toPath: folder)
    }
    try await at.home.open(passphrase: PhoneOfTest.passphrase)
    try await at.goIn()
    // Something else is written where the note's entry was.
    try await write()
    at.ways.go(.check)
    await at.work.settled()
    await compare(note)
    #expect(check.state.compared == .differs(of: .diary(person: "Ana")))
    await at.end()
  }

  @Test func aNoteThatIsTypedHalfOutlivesTheProcess() async throws {
    let app = try await AppOfTest.opened()
    app.model.ways.go(.check)
    await app.settled()
    app.model.care.check.act(.note("7K2M9Q"))
    try await app.dieAndComeBack()
    await app.unlock()
    #expect(app.place == .check && app.model.care.check.state.noted == "7K2M9Q")
    await app.model.end()
    await app.home.shut()
  }

  @Test func whatTheAppIsMadeOfIsNamedWithItsLicence() async throws {
    try await at.made()
    at.ways.go(.about)
    await at.work.settled()
    let state = at.care.about.state
    #expect(state.version == "1.2" && state.zones.hasPrefix("20"))
    #expect(state.licences.map(\.name) == ["SQLCipher"])
    at.care.about.act(.back)
    #expect(at.ways.place == .today)
    await at.end()
  }
}
