import Foundation
import HealthDiary
import Testing

@testable import HealthDiaryModel

/// A damaged diary and no backup: what can be read of it comes into a new one, by what somebody sees and taps.
@MainActor
@Suite(.timeLimit(.minutes(5))) struct RescueTests {
  let app: AppOfTest
  var model: DiaryModel { app.model }
  var rescue: RescueModel { app.model.care.rescue }

  init() async throws {
    app = try await AppOfTest.opened()
    await app.type("128", "82")
  }

  /// From the page that restores to the screen that asks for the passphrase.
  private func go() {
    model.ways.go(.restore)
    #expect(model.care.restore.state.beside)
    model.care.restore.act(.rescue)
    #expect(app.place == .rescue && rescue.state == RescueState())
  }

  private func begin(_ passphrase: String = PhoneOfTest.passphrase) async {
    rescue.act(.type(Hidden(passphrase)))
    rescue.act(.begin)
    await app.settled()
  }

  /// Every file of the diary, and what is in it.
  private func files() throws -> [String: Data] {
    let folder = app.home.place.folder
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    var files: [String: Data] = [:]
    for name in names {
      let path = folder + "/" + name
      files[path] = try? Data(contentsOf: URL(fileURLWithPath: path))
    }
    return files
  }

  /// A page of Ana's diary is gone.
  private func damage() async throws {
    await app.home.shut()
    let found = try files().filter { $0.key.contains("/diary/") && $0.key.hasSuffix(".db") }
    let all = found.isEmpty ? try files() : found
    let diary = try #require(
      all.filter { $0.key.split(separator: "/").last?.contains("diary") == true }
        .max { $0.value.count < $1.value.count })
    var bytes = diary.value
    bytes.replaceSubrange(bytes.count - 4096..<bytes.count, with: Data(count: 4096))
    try bytes.write(to: URL(fileURLWithPath: diary.key))
    await app.unlock()
  }

  private func beside() throws -> [String] {
    try ["files", "states"].flatMap {
      try FileManager.default.contentsOfDirectory(atPath: app.phone.folder + "/" + $0).sorted()
    }
  }

  private func end() async {
    await model.end()
    await app.home.shut()
  }

  @Test func whatCanBeReadComesIntoANewDiaryWithACodeOfItsOwn() async throws {
    try await damage()
    let before = app.home.place
    let damaged = try files()
    go()
    await begin("not this one")
    #expect(rescue.state.problem == .wrong && app.home.place == before)
    await begin()
    guard case .done = rescue.state.stage else {
      Issue.record("\(rescue.state)")
      return
    }
    #expect(app.home.place != before && app.home.door.value == .shut && app.place == .rescue)
    model.back()
    #expect(app.place == .rescue, "nobody goes back behind what is done")
    rescue.act(.openDiary)
    #expect(await app.until { app.place == .recoveryCode })
    let code = model.firstRun.code
    model.firstRun.act(.written)
    for group in try #require(model.firstRun.code.check).keys {
      model.firstRun.act(.type(group: group, code.groups[group]))
    }
    model.firstRun.act(.check)
    #expect(await app.until { app.place == .today })
    for (path, bytes) in damaged where path.hasSuffix(".db") {
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes, "it stays as it is")
    }
    // The code is that of the new one.
    await app.home.shut()
    try await app.home.open(code: code.groups.map(\.text).joined(separator: "-"))
    await app.settled()
    #expect(app.home.door.value == .open)
    await end()
  }

  @Test func ofAWholeDiaryEverythingComesOver() async throws {
    go()
    await begin()
    #expect(rescue.state.stage == .done(entries: 1, partly: false))
    rescue.act(.openDiary)
    #expect(await app.until { app.place == .recoveryCode })
    #expect(try await app.entries().count == 1)
    await end()
  }

  @Test func whereNothingCanBeOpenedItStaysAsItIs() async throws {
    await app.home.shut()
    for (path, bytes) in try files() {
      try Data(count: bytes.count).write(to: URL(fileURLWithPath: path))
    }
    let before = try beside()
    go()
    await begin()
    #expect(rescue.state.problem == .nothing)
    #expect(try beside() == before && app.home.door.value == .shut)
    rescue.act(.back)
    #expect(app.place == .unlock && rescue.state == RescueState())
    await end()
  }

  @Test func itCanBeStoppedAndTakesAwayWhatItHadBegun() async throws {
    let before = try beside()
    go()
    rescue.act(.type(Hidden(PhoneOfTest.passphrase)))
    rescue.act(.begin)
    rescue.act(.cancel)
    await app.settled()
    #expect(
      rescue.state
        == RescueState(stage: .secret(typed: Hidden(PhoneOfTest.passphrase)), problem: .stopped))
    #expect(try beside() == before)
    rescue.act(.back)
    await app.unlock()
    #expect(try await app.entries().count == 1)
    await end()
  }

  @Test func whoeverLeavesWithoutHavingTriedComesBackToWhereTheyWere() async throws {
    go()
    rescue.act(.type(Hidden("a word")))
    rescue.act(.show(true))
    #expect(rescue.state.stage == .secret(typed: Hidden("a word"), shown: true))
    model.back()
    #expect(app.place == .restore && rescue.state == RescueState())
    await end()
  }
}
