import Foundation
import HealthDiary

/// A folder that a person picked for backups: of a card, a stick, or a place that some app keeps.
///
/// Asked by one thread at a time. Whoever keeps it may be slow, may be gone, and may have a file elsewhere; what it says is not trusted,
/// and the core proves what it reads. A piece is written beside its name and then renamed, so that half of one is none.
public final class CoordinatedFolder: Folder, @unchecked Sendable {
  /// Where it is. It belongs in no log.
  let url: URL
  private let hands: any FolderHands
  /// How often somebody looks whether a file that was elsewhere is here.
  private let patience: Int
  private let pause: TimeInterval
  private let lock = NSLock()
  private var isUsed: Bool

  /// - Parameter url: a folder that the app may use now.
  /// - Parameter patience: how often, with a pause of seconds between, to look for a file that is being brought here.
  init(_ url: URL, _ hands: any FolderHands, patience: Int = 120, pause: TimeInterval = 0.5) {
    self.url = url
    self.hands = hands
    self.patience = patience
    self.pause = pause
    isUsed = hands.begin(url)
  }

  deinit {
    close()
  }

  /// Ends the use of it. Nothing is asked of it afterwards.
  public func close() {
    let was = lock.withLock {
      defer { isUsed = false }
      return isUsed
    }
    if was { hands.end(url) }
  }

  public func list() throws -> [FolderPiece] {
    try asked {
      for _ in 0..<patience {
        let found = try hands.reading(url) { try Self.contents(of: $0) }
        let elsewhere = found.filter { $0.isElsewhere }
        if elsewhere.isEmpty { return found.map { FolderPiece(name: $0.name, size: $0.size) } }
        // Its size is not known before it is here.
        for file in elsewhere { try hands.fetch(url.appendingPathComponent(file.name)) }
        Thread.sleep(forTimeInterval: pause)
      }
      throw FolderError.Failed
    }
  }

  public func read(name: String, offset: UInt64, most: UInt32) throws -> Data {
    try asked {
      let file = try piece(name)
      return try hands.reading(file) { file in
        do {
          let handle = try FileHandle(forReadingFrom: file)
          defer { try? handle.close() }
          try handle.seek(toOffset: offset)
          return try handle.read(upToCount: Int(most)) ?? Data()
        } catch let error where Self.isMissing(error) {
          // Of a folder that is there, a piece is missing; otherwise all of it is.
          guard FileManager.default.fileExists(atPath: url.path) else { throw error }
          throw FolderError.Missing
        }
      }
    }
  }

  public func write(name: String, bytes: Data) throws {
    try asked {
      let file = try piece(name)
      try hands.writing(file) { file in
        let folder = file.deletingLastPathComponent()
        let half = folder.appendingPathComponent(Self.half(name))
        if FileManager.default.fileExists(atPath: file.path) { throw FolderError.Exists }
        do {
          // It takes the place of one that was left half by a process that ended.
          try bytes.write(to: half)
          let handle = try FileHandle(forWritingTo: half)
          defer { try? handle.close() }
          try handle.synchronize()
          try FileManager.default.moveItem(at: half, to: file)
        } catch {
          try? FileManager.default.removeItem(at: half)
          throw error
        }
      }
    }
  }

  public func remove(name: String) throws {
    try asked {
      let file = try piece(name)
      try hands.writing(file) { file in
        do {
          try FileManager.default.removeItem(at: file)
        } catch let error where Self.isMissing(error) {
          guard FileManager.default.fileExists(atPath: url.path) else { throw error }
        }
      }
    }
  }

  private struct Found {
    let name: String
    let size: UInt64
    /// There is no more of it here than its name.
    let isElsewhere: Bool
  }

  private static func contents(of folder: URL) throws -> [Found] {
    let keys: Set<URLResourceKey> = [.fileSizeKey, .isRegularFileKey]
    return try FileManager.default
      .contentsOfDirectory(at: folder, includingPropertiesForKeys: Array(keys))
      .compactMap { file in
        let name = file.lastPathComponent
        if let elsewhere = placeholder(name) {
          return Found(name: elsewhere, size: 0, isElsewhere: true)
        }
        // What begins with a dot is the system's, or a half piece of ours.
        guard !name.hasPrefix(".") else { return nil }
        let values = try file.resourceValues(forKeys: keys)
        guard values.isRegularFile == true else { return nil }
        return Found(name: name, size: UInt64(values.fileSize ?? 0), isElsewhere: false)
      }
  }

  /// The name of a file that iCloud keeps elsewhere: `.name.icloud` stands here for it.
  private static func placeholder(_ name: String) -> String? {
    let ending = ".icloud"
    guard name.hasPrefix("."), name.hasSuffix(ending) else { return nil }
    let inside = name.dropFirst().dropLast(ending.count)
    return inside.isEmpty ? nil : String(inside)
  }

  private static func half(_ name: String) -> String { ".\(name).half" }

  /// Where a piece lies. The core's names lead nowhere else.
  private func piece(_ name: String) throws -> URL {
    guard !name.isEmpty, !name.hasPrefix("."), !name.contains("/"), !name.contains("\0") else {
      throw FolderError.Failed
    }
    return url.appendingPathComponent(name, isDirectory: false)
  }

  private func asked<Answer>(_ call: () throws -> Answer) throws -> Answer {
    do {
      return try call()
    } catch let error as FolderError {
      throw error
    } catch {
      throw Self.refusal(error)
    }
  }

  /// What kind of refusal it is; nothing of its words goes on.
  private static func refusal(_ error: any Error) -> FolderError {
    if let cocoa = error as? CocoaError {
      switch cocoa.code {
      case .fileWriteOutOfSpace: return .Full
      case .fileReadNoPermission, .fileWriteNoPermission, .fileWriteVolumeReadOnly: return .ReadOnly
      case .fileNoSuchFile, .fileReadNoSuchFile: return .Gone
      case .fileWriteFileExists: return .Exists
      default: break
      }
    }
    switch POSIXErrorCode(rawValue: Int32(truncatingIfNeeded: errno(of: error))) {
    case .ENOSPC, .EDQUOT: return .Full
    case .EACCES, .EPERM, .EROFS: return .ReadOnly
    case .ENOENT, .ENODEV, .ENXIO: return .Gone
    case .EEXIST: return .Exists
    default: return .Failed
    }
  }

  private static func isMissing(_ error: any Error) -> Bool { refusal(error) == .Gone }

  /// The system's number of an error, or of the one below it; 0 where there is none.
  private static func errno(of error: any Error) -> Int {
    var next: NSError? = error as NSError
    for _ in 0..<5 {
      guard let here = next else { break }
      if here.domain == NSPOSIXErrorDomain { return here.code }
      next = here.userInfo[NSUnderlyingErrorKey] as? NSError
    }
    return 0
  }
}
