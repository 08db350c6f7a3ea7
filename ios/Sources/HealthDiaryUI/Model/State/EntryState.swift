/// An entry with everything that is known of it.
public struct EntryState: Sendable, Equatable {
  public var today: CivilDay
  /// None where it was deleted for good.
  public var entry: ShownEntry?
  public var zone: ZoneKnown?
  /// Its versions, the newest first; one where it was never changed.
  public var versions: [ShownVersion]
  /// The pictures and files beside it.
  public var files: FilesState
  /// What its owner wrote beside it.
  public var objections: [String]
  /// A clinician wrote it: it stays as it is.
  public var readOnly: Bool
  /// How its owner sees it, while they write it beside a clinician's words; none while nobody does.
  public var objecting: String?
  public var askingToErase: Bool
  /// Who it could be of besides; empty where the household has one person.
  public var others: [ShownPerson]
  /// While somebody says whose it is.
  public var giving: Bool
  /// What was asked for could not be done.
  public var failed: Bool
  /// The day it was deleted on.
  public var erasedOn: CivilDay?

  public init(
    today: CivilDay, entry: ShownEntry?, zone: ZoneKnown? = nil, versions: [ShownVersion] = [],
    files: FilesState = FilesState(), objections: [String] = [], readOnly: Bool = false,
    objecting: String? = nil, askingToErase: Bool = false, others: [ShownPerson] = [],
    giving: Bool = false, failed: Bool = false, erasedOn: CivilDay? = nil
  ) {
    self.today = today
    self.entry = entry
    self.zone = zone
    self.versions = versions
    self.files = files
    self.objections = objections
    self.readOnly = readOnly
    self.objecting = objecting
    self.askingToErase = askingToErase
    self.others = others
    self.giving = giving
    self.failed = failed
    self.erasedOn = erasedOn
  }
}

/// A time zone, and how it is known.
public struct ZoneKnown: Sendable, Equatable {
  public var place: String
  public var by: ZoneBy

  public init(place: String, by: ZoneBy) {
    self.place = place
    self.by = by
  }
}

/// What speaks for a time zone.
public enum ZoneBy: Sendable, Equatable { case phone, location, chosen, device, imported, unknown }

/// What an entry said from one time on.
public struct ShownVersion: Sendable, Equatable {
  /// When it was written down, not when it was.
  public var written: ShownMoment
  public var entry: ShownEntry
  public var author: String?
  public var reason: String?
  public var change: VersionChange

  public init(
    written: ShownMoment, entry: ShownEntry, author: String? = nil, reason: String? = nil,
    change: VersionChange = .amended
  ) {
    self.written = written
    self.entry = entry
    self.author = author
    self.reason = reason
    self.change = change
  }
}

/// What was done with an entry.
public enum VersionChange: Sendable, Equatable { case made, amended, retracted, reinstated }

/// What can be done with an entry.
public enum EntryAction: Sendable, Equatable {
  case back
  case change
  /// Begins to write beside a clinician's words; none leaves it.
  case write(String?)
  /// Keeps what was written.
  case object
  case retract
  case reinstate
  case askToErase
  case erase
  case keepIt
  /// It is of somebody else: asks of whom.
  case askToGive
  case give(ShownPerson)
  case file(FileAction)
}
