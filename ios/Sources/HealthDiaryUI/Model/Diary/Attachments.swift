import Foundation
import HealthDiary

/// A picture or another file beside an entry.
struct Attachment: Sendable, Equatable {
  let id: String
  /// What it was called; none where nobody knows.
  let name: String?
  /// As `image/jpeg`.
  let mediaType: String
  let bytes: UInt64
  /// Whether place, time and camera were taken out of it, or nothing of them was in it.
  let stripped: Bool

  var isPicture: Bool { mediaType.hasPrefix("image/") }
}

/// A file that a person picked, wherever it is. It can be read until nobody has this any more.
public struct PickedFile: Sendable {
  /// As whoever has it calls it; none where nobody does.
  public let name: String?
  /// All of it. ``Trouble/tooLarge`` where that is more bytes than it is given; ``Trouble/fileGone`` where it cannot be read.
  public let read: @Sendable (_ most: Int) async throws(Trouble) -> Data

  public init(
    name: String?, read: @escaping @Sendable (_ most: Int) async throws(Trouble) -> Data
  ) {
    (self.name, self.read) = (name, read)
  }
}

/// The most of a file that somebody adds, bytes.
private let mostToAdd = 32_000_000
/// The most of one that is in memory as a whole, bytes; another device may have added it.
private let mostInMemory: UInt64 = 256_000_000
private let piece: UInt32 = 1 << 18
/// Letters; the core takes 255 bytes.
private let longestName = 60

/// Pictures and files beside entries. They are sealed as the diary is: nothing of them is ever on the disk as it came.
extension DiaryHome {
  /// The files of an entry, in the order they were added; none where it is gone.
  func attachments(of entry: String, of person: String) async throws(Trouble) -> [Attachment] {
    try await asking(person) { diary in
      try diary.entry(entry: entry)?.attachments.map { Attachment($0) } ?? []
    }
  }

  /// Adds a file that a person picked, at most 32 MB, without its place, time and camera.
  ///
  /// - Parameter asItIs: adds it also where they cannot be taken out.
  /// - Throws: ``Trouble/doubtful`` where they cannot; ``Trouble/tooLarge``; ``Trouble/fileGone`` where it cannot be read. The entry is as
  ///   it was.
  func attach(
    _ file: PickedFile, to entry: String, of person: String, asItIs: Bool
  ) async throws(Trouble) {
    // Nobody waits for a file of a diary that is shut.
    _ = try opened()
    let bytes = try await file.read(mostToAdd)
    let draft = MediaDraft(name: Self.nameToKeep(file.name), keepDetails: asItIs)
    _ = try await asking(person) { try $0.attachBytes(entry: entry, bytes: bytes, media: draft) }
  }

  /// A whole file.
  ///
  /// - Throws: ``Trouble/tooLarge`` where there is more of it than goes into memory.
  func content(of file: Attachment, of person: String) async throws(Trouble) -> Data {
    guard file.bytes <= mostInMemory else { throw .tooLarge }
    return try await asking(person) { diary in
      let reader = try diary.readMedia(media: file.id)
      defer { reader.shut() }
      var whole = Data(capacity: Int(file.bytes))
      while true {
        let more = try reader.read(offset: UInt64(whole.count), length: piece)
        if more.isEmpty { return whole }
        whole.append(more)
      }
    }
  }

  /// Writes a copy into a folder outside of the diary: nobody needs a secret to read it. What lies there stays; half a copy is none.
  func copy(_ file: Attachment, of person: String, into folder: any Folder) async throws(Trouble) {
    let bytes = try await content(of: file, of: person)
    try await core {
      for number in 1...mostOfAName {
        do {
          return try folder.write(name: file.nameOfCopy(number), bytes: bytes)
        } catch FolderError.Exists {
        } catch FolderError.Full {
          throw Trouble.folderFull
        } catch {
          throw Trouble.folderRefused
        }
      }
      throw Trouble.folderRefused
    }
  }

  /// Takes a file away from its entry, for good; that there was one stays in the entry's history.
  func remove(file: String, of person: String) async throws(Trouble) {
    try await asking(person) { try $0.removeMedia(media: file, reason: "removed by its person") }
  }

  private static func nameToKeep(_ name: String?) -> String? {
    let said = name.map { $0.filter { !$0.isControl }.prefix(longestName) }.map(String.init)
    return said.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
  }
}

/// How many copies of one name a folder takes.
private let mostOfAName = 100

extension Attachment {
  fileprivate init(_ file: MediaFile) {
    self.init(
      id: file.id, name: file.name, mediaType: file.mediaType, bytes: file.length,
      stripped: file.takenOut != nil)
  }

  /// What a copy of it is called: the second of a name in a folder is "rash 2.jpg".
  func nameOfCopy(_ number: Int) -> String {
    // A name that leads elsewhere, or hides the file, is none.
    let safe = (name ?? "").filter { $0 != "/" && $0 != ":" && $0 != "\\" && !$0.isControl }
    let said = safe.drop { $0 == "." || $0.isWhitespace }
    let named = said.isEmpty ? "copy" + Self.ending(of: mediaType) : String(said)
    guard number > 1 else { return named }
    guard let dot = named.lastIndex(of: "."), dot != named.startIndex else {
      return "\(named) \(number)"
    }
    return "\(named[..<dot]) \(number)\(named[dot...])"
  }

  /// By which other apps know what is in it; none where they look into it themselves.
  private static func ending(of mediaType: String) -> String {
    switch mediaType {
    case "image/jpeg": ".jpg"
    case "image/png": ".png"
    case "image/heic": ".heic"
    case "image/webp": ".webp"
    case "application/pdf": ".pdf"
    default: ""
    }
  }
}

extension Character {
  fileprivate var isControl: Bool {
    unicodeScalars.allSatisfy { $0.properties.generalCategory == .control }
  }
}
