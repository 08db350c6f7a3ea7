import Foundation

/// A folder that a person picked, as it is remembered: by a bookmark, which finds it again.
public struct BookmarkedFolder: Sendable, Equatable {
  /// What finds it again. It tells where the folder is, and belongs in no log.
  public let bookmark: Data
  /// What the person knows it by.
  public let name: String

  public init(bookmark: Data, name: String) {
    self.bookmark = bookmark
    self.name = name
  }

  /// What was picked just now, to be remembered.
  public init(picked url: URL, _ hands: any FolderHands) throws {
    let may = hands.begin(url)
    defer { if may { hands.end(url) } }
    self.init(bookmark: try hands.bookmark(of: url), name: url.lastPathComponent)
  }

  /// What became of a folder that was remembered.
  public enum Found {
    /// It is there. What to remember from now on comes with it.
    case there(CoordinatedFolder, BookmarkedFolder)
    /// It is not to be found: its card is out, its app gone, or it was deleted. What is remembered stays; it may come back.
    case gone
    /// It is there, and the app may not use it any more: it has to be picked once more.
    case refused
  }

  /// Finds it again. It may take long; what comes is closed once it was used.
  public func open(_ hands: any FolderHands) -> Found {
    guard let (url, isStale) = try? hands.resolve(bookmark) else { return .gone }
    let may = hands.begin(url)
    defer { if may { hands.end(url) } }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder),
      isFolder.boolValue
    else { return .gone }
    guard FileManager.default.isReadableFile(atPath: url.path),
      FileManager.default.isWritableFile(atPath: url.path)
    else { return .refused }
    // A stale bookmark still found it; where no new one can be made, the old one serves until it does not.
    let anew = isStale ? try? hands.bookmark(of: url) : nil
    let folder = BookmarkedFolder(bookmark: anew ?? bookmark, name: url.lastPathComponent)
    return .there(CoordinatedFolder(url, hands), folder)
  }
}
