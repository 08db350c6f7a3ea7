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
      var refused: NSError?
      var answer: Result<Answer, any Error>?
      NSFileCoordinator().coordinate(readingItemAt: url, error: &refused) { here in
        answer = Result { try read(here) }
      }
      return try given(answer, refused)
    }

    public func writing<Answer>(_ url: URL, _ write: (URL) throws -> Answer) throws -> Answer {
      var refused: NSError?
      var answer: Result<Answer, any Error>?
      NSFileCoordinator().coordinate(writingItemAt: url, error: &refused) { here in
        answer = Result { try write(here) }
      }
      return try given(answer, refused)
    }

    public func fetch(_ url: URL) throws {
      try FileManager.default.startDownloadingUbiquitousItem(at: url)
    }

    /// The coordinator calls once, or says why it does not.
    private func given<Answer>(
      _ answer: Result<Answer, any Error>?, _ refused: NSError?
    ) throws -> Answer {
      if let refused { throw refused }
      guard let answer else { throw CocoaError(.userCancelled) }
      return try answer.get()
    }
  }
#endif
