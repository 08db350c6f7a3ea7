import Foundation
import HealthDiaryModel
import Testing

@testable import HealthDiaryPhone

/// A file that a person picked, of whatever app keeps it.
@Suite struct CoordinatedFileTests {
  let hands = PlayedHands()

  private func file(_ bytes: Data) throws -> URL {
    let url = temporaryFolder().appendingPathComponent("rash.jpg")
    try bytes.write(to: url)
    return url
  }

  /// What it is, or why it is not.
  private func read(_ url: URL, most: Int) async -> Result<Data, Trouble> {
    await CoordinatedFile(url, hands).picked.all(most: most)
  }

  @Test func itIsReadWholeAndOnlyAsLongAsSomebodyHasIt() async throws {
    let url = try file(Data(count: 1000))
    var picked: PickedFile? = CoordinatedFile(url, hands).picked
    #expect(picked?.name == "rash.jpg" && hands.inUse == 1)
    #expect(await picked?.all(most: 1000) == .success(Data(count: 1000)))
    picked = nil
    #expect(hands.inUse == 0)
  }

  @Test func whatIsTooLargeOrGoneSaysSo() async throws {
    let url = try file(Data(count: 1000))
    #expect(await read(url, most: 999) == .failure(.tooLarge))
    hands.refuse("reading", CocoaError(.fileReadNoPermission))
    #expect(await read(url, most: 1000) == .failure(.fileGone))
    hands.refuse("reading", nil)
    try FileManager.default.removeItem(at: url)
    #expect(await read(url, most: 1000) == .failure(.fileGone))
  }
}

extension PickedFile {
  /// All of it, or why not.
  fileprivate func all(most: Int) async -> Result<Data, Trouble> {
    do throws(Trouble) { return .success(try await read(most)) } catch { return .failure(error) }
  }
}
