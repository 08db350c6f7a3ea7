import Foundation

/// The pictures and files beside an entry.
public struct FilesState: Sendable, Equatable {
  /// In the order they were added.
  public var files: [ShownFile]
  /// Whether more can be added, and those that are there removed.
  public var canChange: Bool
  /// What somebody picked, until it is there or they leave it.
  public var adding: Adding?
  /// The one that is looked at.
  public var open: OpenFile?

  public init(
    files: [ShownFile] = [], canChange: Bool = false, adding: Adding? = nil, open: OpenFile? = nil
  ) {
    self.files = files
    self.canChange = canChange
    self.adding = adding
    self.open = open
  }
}

/// A picture or file beside an entry.
public struct ShownFile: Sendable, Equatable, Identifiable {
  public var id: String
  public var name: String?
  public var bytes: UInt64
  /// Whether place and camera were taken out of it.
  public var stripped: Bool

  public init(id: String, name: String?, bytes: UInt64, stripped: Bool = false) {
    self.id = id
    self.name = name
    self.bytes = bytes
    self.stripped = stripped
  }
}

/// What becomes of a file that somebody picked.
public enum Adding: Sendable, Equatable {
  case running
  /// Place and camera cannot be taken out of it: it is asked whether it is kept as it is.
  case asItIs
  /// It is not there, and can be tried again.
  case failed(FileProblem)
}

/// Why a file was not added. The entry is as it was.
public enum FileProblem: Sendable, Equatable { case tooLarge, gone, noSpace, failed }

/// A file that is looked at.
public struct OpenFile: Sendable, Equatable {
  public var id: String
  /// None where it is no picture, or one that this phone cannot show.
  public var picture: ShownPicture?
  /// Whether it was read yet.
  public var read: Bool
  public var askingToRemove: Bool
  /// What became of a copy outside of the diary.
  public var copy: Copied?

  public init(
    id: String, picture: ShownPicture? = nil, read: Bool = false, askingToRemove: Bool = false,
    copy: Copied? = nil
  ) {
    self.id = id
    self.picture = picture
    self.read = read
    self.askingToRemove = askingToRemove
    self.copy = copy
  }
}

/// A picture that a phone can show: small enough for a screen, and in a form that every phone knows.
public struct ShownPicture: Sendable, Equatable {
  public let bytes: Data

  public init(bytes: Data) {
    self.bytes = bytes
  }
}

/// What became of a copy outside of the diary.
public enum Copied: Sendable, Equatable { case done, failed }

/// What can be done with the files beside an entry.
public enum FileAction: Sendable, Equatable {
  case addPicture
  case addFile
  /// Tries once more what failed.
  case tryAgain
  /// Keeps a file as it is, with the place and camera that it may tell.
  case keepAsItIs
  /// Leaves what was picked.
  case leave
  /// Looks at a file, or no longer.
  case open(file: String)
  case copy
  case askToRemove
  case remove
  case keepFile
}
