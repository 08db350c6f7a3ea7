import Foundation
import HealthDiaryModel

/// The folder for backups that a person picked, remembered by a bookmark, which finds it again also after it was moved.
///
/// A folder that is not found now may come back, with its card or its app: what is remembered stays until another one is picked. The
/// bookmark tells where the folder is, and belongs in no log.
public struct RememberedFolder: FolderMemory {
  private let store: any SettingStore
  private let hands: any FolderHands

  public init(_ store: any SettingStore, hands: any FolderHands) {
    (self.store, self.hands) = (store, hands)
  }

  /// What a person picked just now. It is remembered once ``remember(_:)`` is told to.
  public func picked(_ url: URL) -> PickedFolder {
    // The same folder, picked once more, has the same backups.
    let isSame = found()?.url.standardizedFileURL.path == url.standardizedFileURL.path
    let id = (isSame ? store[Self.id] : nil) ?? UUID().uuidString
    return PickedFolder(
      id: id, name: url.lastPathComponent, folder: CoordinatedFolder(url, hands))
  }

  public func picked() -> PickedFolder? {
    guard let id = store[Self.id], let (url, isStale) = found() else { return nil }
    let folder = CoordinatedFolder(url, hands)
    // A stale bookmark still found it; where no new one can be made, the old one serves until it does not.
    if isStale, let anew = try? hands.bookmark(of: url) { keep(anew, id, url.lastPathComponent) }
    return PickedFolder(id: id, name: url.lastPathComponent, folder: folder)
  }

  public func name() -> String? { store[Self.name] }

  public func remember(_ folder: PickedFolder) throws {
    guard let coordinated = folder.folder as? CoordinatedFolder,
      let bookmark = try? hands.bookmark(of: coordinated.url)
    else { throw Trouble.folderRefused }
    keep(bookmark, folder.id, folder.name)
  }

  /// Where it is now; none where nobody picked one, or it is not there.
  private func found() -> (url: URL, isStale: Bool)? {
    guard let bookmark = store[Self.bookmark].flatMap({ Data(base64Encoded: $0) }),
      let found = try? hands.resolve(bookmark)
    else { return nil }
    return found
  }

  private func keep(_ bookmark: Data, _ id: String, _ name: String) {
    store[Self.bookmark] = bookmark.base64EncodedString()
    store[Self.id] = id
    store[Self.name] = name
  }

  private static let bookmark = "folder-bookmark"
  private static let id = "folder-id"
  private static let name = "folder-name"
}
