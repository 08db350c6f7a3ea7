import Foundation

/// What a phone does with a folder that a person picked, of whatever app keeps it. ``SystemFolderHands`` is the phone's own.
///
/// Calls block, some until a server has answered.
public protocol FolderHands: Sendable {
  /// What finds the folder again, also in another process and after it was moved.
  func bookmark(of url: URL) throws -> Data

  /// The folder of a bookmark, and whether the bookmark has to be made anew.
  func resolve(_ bookmark: Data) throws -> (url: URL, isStale: Bool)

  /// Whether the app may use the folder from now on; each time that it may is ended once.
  func begin(_ url: URL) -> Bool
  func end(_ url: URL)

  /// Reads while nobody else writes; what is elsewhere is brought here first.
  func reading<Answer>(_ url: URL, _ read: (URL) throws -> Answer) throws -> Answer

  /// Writes while nobody else does.
  func writing<Answer>(_ url: URL, _ write: (URL) throws -> Answer) throws -> Answer

  /// Asks that a file which is elsewhere be brought here.
  func fetch(_ url: URL) throws
}
