import Foundation
import HealthDiary

/// A backup that was read back whole.
public struct LastBackup: Sendable, Equatable {
  /// When it was made, milliseconds since 1970.
  public let atMs: Int64
  /// What all backups in the folder take, bytes; none where the folder was not looked at yet.
  public let bytes: UInt64?
}

/// What came back of a backup.
public struct Restored: Sendable, Equatable {
  /// When the backup was made, milliseconds since 1970.
  public let atMs: Int64
  /// Whether something of it could not be read.
  public let partly: Bool
}

/// A folder that a person picked.
public struct PickedFolder: Sendable {
  /// What the diary remembers it by; the same for the same folder.
  public let id: String
  /// What it is called.
  public let name: String
  public let folder: any Folder

  public init(id: String, name: String, folder: any Folder) {
    (self.id, self.name, self.folder) = (id, name, folder)
  }
}

/// Where a phone remembers a folder that a person picked, so that the app may use it after the process, too.
public protocol FolderMemory: Sendable {
  /// The folder that was picked last; none where nobody picked one, or what was remembered of it is of no use any more.
  func picked() -> PickedFolder?

  /// What the folder is called, also where it is not there now; none where nobody picked one.
  func name() -> String?

  /// Remembers a folder in place of the one before.
  ///
  /// - Throws: ``Trouble/folderRefused`` where the phone does not let the app keep it.
  func remember(_ folder: PickedFolder) throws
}

/// Backups in a folder that a person picked, and the diary out of one.
@MainActor
public struct Backups {
  private let home: DiaryHome
  private let places: Places
  private let memory: any FolderMemory
  private let store: any SettingStore
  private let scratch: String

  /// - Parameters:
  ///   - places: where a diary that is brought back lies.
  ///   - store: keeps how large the backups are.
  ///   - scratch: a folder for the proof, which is encrypted and gone afterwards.
  public init(
    home: DiaryHome, places: Places, memory: any FolderMemory, store: any SettingStore,
    scratch: String
  ) {
    (self.home, self.places, self.memory) = (home, places, memory)
    (self.store, self.scratch) = (store, scratch)
  }

  /// What the folder is called; none where nobody picked one.
  public func folder() async -> String? {
    let memory = memory
    return try? await core { memory.name() }
  }

  /// Somebody picked a folder: the next backups go there, also after the phone was started anew. What lies in another stays there.
  public func choose(_ folder: PickedFolder) async throws(Trouble) {
    let memory = memory
    try await core {
      do { try memory.remember(folder) } catch { throw (error as? Trouble) ?? .folderRefused }
    }
    store[Self.bytes] = nil
  }

  /// The newest backup in the folder, as the diary remembers it; none where there is none yet.
  public func last() async throws(Trouble) -> LastBackup? {
    let memory = memory
    guard let id = try await core({ memory.picked()?.id }) else { return nil }
    let bytes = store[Self.bytes].flatMap { UInt64($0) }
    return try await home.asking { try Self.last(in: id, of: $0, bytes) }
  }

  /// Writes what is new, reads it back whole and opens it for proof. Cancelling the task stops it: what was written is used by the next run.
  ///
  /// - Returns: nothing where the proof failed: nothing was taken away then.
  /// - Throws: ``Trouble/folderGone``, ``Trouble/folderRefused``, ``Trouble/folderFull``; ``Trouble/noSpace`` where the phone has no room
  ///   for the proof; ``Trouble/invalid`` where the folder has another diary's.
  public func make(
    _ far: @escaping @MainActor (ShownProgress) -> Void
  ) async throws(Trouble) -> LastBackup? {
    let (household, memory, scratch) = (try home.opened(), memory, scratch)
    guard let picked = try await core({ memory.picked() }) else { throw .folderGone }
    let made: (last: LastBackup?, bytes: UInt64) = try await over(picked, far) { folder, watch in
      try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
      let done = try household.backUp(
        folder: picked.id, scratch: scratch, watch: watch, keptBy: folder)
      let bytes = try folder.list().reduce(0) { $0 + $1.size }
      return (done.proven ? try Self.last(in: picked.id, of: household, bytes) : nil, bytes)
    }
    store[Self.bytes] = String(made.bytes)
    return made.last
  }

  /// Brings a diary back out of a folder, into a place of its own, and turns to it once it is whole: it is shut then, and opens with what
  /// was typed. What was on the phone before stays as it is, and so does the backup.
  ///
  /// - Parameters:
  ///   - typed: a passphrase, or a recovery code however it was typed.
  ///   - whatCanBeRead: takes what is left of a backup that is damaged.
  /// - Throws: ``Trouble/wrongSecret``, ``Trouble/noDiary`` where no backup is there, ``Trouble/damaged``, ``Trouble/newer``, and what
  ///   ``make(_:)`` throws. Nothing is left of it then.
  public func restore(
    from picked: PickedFolder, typed: String, whatCanBeRead: Bool,
    _ far: @escaping @MainActor (ShownProgress) -> Void
  ) async throws(Trouble) -> Restored {
    let places = places
    let to = try await core { places.fresh() }
    do throws(Trouble) {
      let restored = try await over(picked, far) { folder, watch in
        let came = try restoreBackup(
          folder: picked.id, to: to, secret: secret(of: typed),
          what: RestoreWhat(whatCanBeRead: whatCanBeRead), watch: watch, keptBy: folder)
        return Restored(
          atMs: came.atMs, partly: !came.lost.isEmpty || !came.mediaLost.isEmpty)
      }
      // Once begun it is done: a place is never turned to by half.
      try await home.turn(to: to) { try places.turn(to: to) }
      return restored
    } catch {
      try await core { if places.current() != to { places.clear(to) } }
      throw error
    }
  }

  /// A call over the folder, which says in the end what of it was the folder's fault.
  private func over<Answer: Sendable>(
    _ picked: PickedFolder, _ far: @escaping @MainActor (ShownProgress) -> Void,
    _ call: @escaping @Sendable (any Folder, Watch) throws -> Answer
  ) async throws(Trouble) -> Answer {
    let folder = OverheardFolder(picked.folder)
    do throws(Trouble) {
      return try await steps(far) { try call(folder, $0) }
    } catch {
      guard let said = folder.trouble, Self.folders.contains(error) else { throw error }
      throw said
    }
  }

  private nonisolated static func last(
    in id: String, of household: Household, _ bytes: UInt64?
  ) throws -> LastBackup? {
    try household.backups().first { $0.place == id }.map { LastBackup(atMs: $0.atMs, bytes: bytes) }
  }

  private static let bytes = "backup-bytes"
  /// What the core says where a folder failed.
  private static let folders: Set<Trouble> = [.failed, .noSpace, .noDiary, .damaged]
}

/// A folder, of which is noted why it refused last: the core says that it failed, and a screen what to do about it.
private final class OverheardFolder: Folder {
  private let folder: any Folder
  private let heard = Noted<Trouble?>(nil)

  init(_ folder: any Folder) {
    self.folder = folder
  }

  var trouble: Trouble? { heard.now }

  func list() throws -> [FolderPiece] {
    try overhearing { try folder.list() }
  }

  func read(name: String, offset: UInt64, most: UInt32) throws -> Data {
    try overhearing { try folder.read(name: name, offset: offset, most: most) }
  }

  func write(name: String, bytes: Data) throws {
    try overhearing { try folder.write(name: name, bytes: bytes) }
  }

  func remove(name: String) throws {
    try overhearing { try folder.remove(name: name) }
  }

  private func overhearing<Answer>(_ call: () throws -> Answer) throws -> Answer {
    do {
      return try call()
    } catch let refused as FolderError {
      switch refused {
      case .Full: heard.with { $0 = .folderFull }
      case .ReadOnly: heard.with { $0 = .folderRefused }
      case .Gone: heard.with { $0 = .folderGone }
      // A piece that is not there, or is there already, is an answer.
      case .Missing, .Exists, .Failed: break
      }
      throw refused
    }
  }
}
