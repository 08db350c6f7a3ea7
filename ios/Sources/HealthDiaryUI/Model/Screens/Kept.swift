import Foundation

/// Where a phone keeps what survives the process.
public protocol KeptStore: Sendable {
  /// What was kept last; none where nothing was.
  ///
  /// - Throws: where it cannot be read now: the phone is locked.
  func read() throws -> Data?

  /// Keeps it, in place of what was there. Where that fails, the next process has what was kept before.
  func write(_ kept: Data)
}

/// What survives a process that the system ends: the way somebody came, what they looked for, and what is typed half.
///
/// Never a secret: neither a passphrase nor a code. What is typed half may be a value, and stands open nowhere: the store is
/// ``KeptFile``, which only the unlocked phone reads and no backup has; not the system's own restoration of scenes, of which
/// neither can be said.
@MainActor
public final class Kept {
  /// None as long as it cannot be read: the phone has launched the app while it is locked.
  private var read: [String: [String?]]?
  /// What was kept, or taken away, before it can.
  private var unread: [String: [String?]?] = [:]
  private let store: (any KeptStore)?
  private var saving: Task<Void, Never>?
  private var again = false

  /// - Parameter store: where it is kept; none where it ends with the process.
  public init(_ store: (any KeptStore)? = nil) {
    self.store = store
    if store == nil { read = [:] }
  }

  /// A text; none where none was kept.
  subscript(key: String) -> String? {
    get { self[all: key]?.first ?? nil }
    set { set(newValue.map { [$0] }, for: key) }
  }

  /// Texts in their order.
  subscript(all key: String) -> [String?]? {
    get {
      look()
      if let read { return read[key] }
      return unread[key] ?? nil
    }
    set { set(newValue, for: key) }
  }

  /// Waits until everything is where the next process finds it.
  public func saved() async {
    while let saving { await saving.value }
  }

  private func set(_ texts: [String?]?, for key: String) {
    guard self[all: key] != texts else { return }
    if read == nil { unread.updateValue(texts, forKey: key) } else { read?[key] = texts }
    again = true
    if saving == nil { saving = Task { await save() } }
  }

  /// Reads it, unless it was: what was kept meanwhile is newer.
  private func look() {
    guard read == nil, let store, let found = try? Found(store) else { return }
    var texts = found.texts
    for (key, newer) in unread { texts[key] = newer }
    (read, unread) = (texts, [:])
  }

  private struct Found {
    let texts: [String: [String?]]

    /// What is no longer what it was is nothing.
    init(_ store: any KeptStore) throws {
      let data = try store.read()
      texts = data.flatMap { try? JSONDecoder().decode([String: [String?]].self, from: $0) } ?? [:]
    }
  }

  /// Writes what is newest; what changes meanwhile is written after it. What cannot be read is never written over.
  private func save() async {
    while again {
      again = false
      look()
      if let store, let read, let data = try? JSONEncoder().encode(read) {
        await Task.detached { store.write(data) }.value
      }
    }
    saving = nil
  }
}

/// A file for what survives the process: it can be read while the phone is unlocked only, and no backup of the phone has it.
public struct KeptFile: KeptStore {
  private let path: String

  /// - Parameter path: the file; its folder is there.
  public init(path: String) {
    self.path = path
  }

  public func read() throws -> Data? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    return try Data(contentsOf: URL(fileURLWithPath: path))
  }

  public func write(_ kept: Data) {
    var file = URL(fileURLWithPath: path)
    #if canImport(Darwin)
      try? kept.write(to: file, options: [.atomic, .completeFileProtection])
      var values = URLResourceValues()
      values.isExcludedFromBackup = true
      try? file.setResourceValues(values)
    #else
      try? kept.write(to: file, options: .atomic)
      file.removeAllCachedResourceValues()
    #endif
  }
}
