import Foundation

/// Where a phone keeps what survives the process.
public protocol KeptStore: Sendable {
  /// What was kept last; none where nothing was, or it cannot be read now.
  func read() -> Data?

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
  private var values: [String: [String?]]
  private let store: (any KeptStore)?
  private var saving: Task<Void, Never>?
  private var again = false

  /// - Parameter store: where it is kept; none where it ends with the process.
  public init(_ store: (any KeptStore)? = nil) {
    self.store = store
    let read = store?.read()
    values =
      read.flatMap { try? JSONDecoder().decode([String: [String?]].self, from: $0) } ?? [:]
  }

  /// A text; none where none was kept.
  subscript(key: String) -> String? {
    get { values[key]?.first ?? nil }
    set { set(newValue.map { [$0] }, for: key) }
  }

  /// Texts in their order.
  subscript(all key: String) -> [String?]? {
    get { values[key] }
    set { set(newValue, for: key) }
  }

  /// Waits until everything is where the next process finds it.
  public func saved() async {
    while let saving { await saving.value }
  }

  private func set(_ texts: [String?]?, for key: String) {
    guard values[key] != texts else { return }
    values[key] = texts
    again = true
    if saving == nil { saving = Task { await save() } }
  }

  /// Writes what is newest; what changes meanwhile is written after it.
  private func save() async {
    while again {
      again = false
      if let store, let data = try? JSONEncoder().encode(values) {
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

  public func read() -> Data? {
    FileManager.default.contents(atPath: path)
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
