#if canImport(UIKit)
  import UIKit

  /// Bookmarks, security scopes and file coordination of this phone.
  public struct SystemFolderHands: FolderHands {
    public init() {}

    public func bookmark(of url: URL) throws -> Data {
      try url.bookmarkData()
    }

    public func resolve(_ bookmark: Data) throws -> (url: URL, isStale: Bool) {
      var isStale = false
      let url = try URL(resolvingBookmarkData: bookmark, bookmarkDataIsStale: &isStale)
      return (url, isStale)
    }

    public func begin(_ url: URL) -> Bool { url.startAccessingSecurityScopedResource() }

    public func end(_ url: URL) { url.stopAccessingSecurityScopedResource() }

    public func reading<Answer>(_ url: URL, _ read: (URL) throws -> Answer) throws -> Answer {
      try coordinated { coordinator, refused, act in
        coordinator.coordinate(readingItemAt: url, error: &refused) { here in act { try read(here) }
        }
      }
    }

    public func writing<Answer>(_ url: URL, _ write: (URL) throws -> Answer) throws -> Answer {
      try coordinated { coordinator, refused, act in
        coordinator.coordinate(writingItemAt: url, error: &refused) { here in
          act { try write(here) }
        }
      }
    }

    public func fetch(_ url: URL) throws {
      try FileManager.default.startDownloadingUbiquitousItem(at: url)
    }

    /// The coordinator calls once, or says why it does not.
    private func coordinated<Answer>(
      _ ask: (NSFileCoordinator, inout NSError?, (() throws -> Answer) -> Void) -> Void
    ) throws -> Answer {
      var refused: NSError?
      var answer: Result<Answer, any Error>?
      ask(NSFileCoordinator(), &refused) { act in answer = Result(catching: act) }
      if let refused { throw refused }
      guard let answer else { throw CocoaError(.userCancelled) }
      return try answer.get()
    }
  }
#endif
