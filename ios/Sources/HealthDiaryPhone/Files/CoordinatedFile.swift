import Foundation
import HealthDiaryModel

/// A file that a person picked, of whatever app keeps it; it can be read as long as somebody has this.
///
/// Whoever keeps it may be slow, and may have it elsewhere. Where it is belongs in no log.
final class CoordinatedFile: Sendable {
  private let url: URL
  private let hands: any FolderHands
  private let isUsed: Bool

  init(_ url: URL, _ hands: any FolderHands) {
    (self.url, self.hands) = (url, hands)
    isUsed = hands.begin(url)
  }

  deinit {
    if isUsed { hands.end(url) }
  }

  /// As a screen has it.
  var picked: PickedFile {
    PickedFile(name: url.lastPathComponent) { [self] most async throws(Trouble) in
      try await read(most)
    }
  }

  /// All of it, off the current actor: to bring it here may take long.
  private func read(_ most: Int) async throws(Trouble) -> Data {
    let reading = Task.detached { [self] in Self.read(url, hands, most) }
    return try await reading.value.get()
  }

  private static func read(
    _ url: URL, _ hands: any FolderHands, _ most: Int
  ) -> Result<Data, Trouble> {
    do {
      let bytes = try hands.reading(url) { here in
        let handle = try FileHandle(forReadingFrom: here)
        defer { try? handle.close() }
        return try handle.read(upToCount: most + 1) ?? Data()
      }
      return bytes.count > most ? .failure(.tooLarge) : .success(bytes)
    } catch {
      // Nothing of what the system says of it goes on.
      return .failure(.fileGone)
    }
  }
}
