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
