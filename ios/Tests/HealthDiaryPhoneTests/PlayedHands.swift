import Foundation
import HealthDiaryPhone

/// A phone's hands on a folder, played over a folder of the disk: a bookmark is its path, and is counted as a phone counts.
final class PlayedHands: FolderHands, @unchecked Sendable {
  private let lock = NSLock()
  private var uses = 0
  private var stale = false
  private var forgotten = false
  private var refuses: [String: any Error] = [:]
  private var fetched: [String] = []
  private var arrives: (@Sendable (URL) -> Void)?
  private var made = 0

  /// How often the folder is in use.
  var inUse: Int { lock.withLock { uses } }
  /// What was asked to be brought here.
  var asked: [String] { lock.withLock { fetched } }
  /// How many bookmarks were made.
  var bookmarks: Int { lock.withLock { made } }

  func makeStale() { lock.withLock { stale = true } }
  func forget(_ forgotten: Bool = true) { lock.withLock { self.forgotten = forgotten } }
  /// What `reading`, `writing` or `bookmark` answer with from now on.
  func refuse(_ call: String, _ error: (any Error)?) { lock.withLock { refuses[call] = error } }
  /// What happens to a file that is asked for.
  func whenFetched(_ arrives: @escaping @Sendable (URL) -> Void) {
    lock.withLock { self.arrives = arrives }
  }

  func bookmark(of url: URL) throws -> Data {
    try lock.withLock {
      if let error = refuses["bookmark"] { throw error }
      made += 1
      return Data(url.path.utf8)
    }
  }

  func resolve(_ bookmark: Data) throws -> (url: URL, isStale: Bool) {
    try lock.withLock {
      if forgotten { throw CocoaError(.fileNoSuchFile) }
      return (URL(fileURLWithPath: String(decoding: bookmark, as: UTF8.self)), stale)
    }
  }

  func begin(_ url: URL) -> Bool {
    lock.withLock { uses += 1 }
    return true
  }

  func end(_ url: URL) { lock.withLock { uses -= 1 } }

  func reading<Answer>(_ url: URL, _ read: (URL) throws -> Answer) throws -> Answer {
    if let error = lock.withLock({ refuses["reading"] }) { throw error }
    return try read(url)
  }

  func writing<Answer>(_ url: URL, _ write: (URL) throws -> Answer) throws -> Answer {
    if let error = lock.withLock({ refuses["writing"] }) { throw error }
    return try write(url)
  }

  func fetch(_ url: URL) throws {
    let arrives = lock.withLock {
      fetched.append(url.lastPathComponent)
      return self.arrives
    }
    arrives?(url)
  }
}
