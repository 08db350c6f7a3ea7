/// When something was, as it was recorded: the day and the clock on the wall there and then.
public struct ShownMoment: Sendable, Hashable {
  /// None where not even the day is known.
  public var day: CivilDay?
  /// None where no more than the day is known.
  public var time: CivilTime?
  /// The place of the zone, where it is another than that of the entry before: "Berlin".
  public var place: String?
  public var known: TimeKnown

  public init(
    day: CivilDay?, time: CivilTime? = nil, place: String? = nil, known: TimeKnown = .exactly
  ) {
    self.day = day
    self.time = time
    self.place = place
    self.known = known
  }
}

/// How well a time is known.
public enum TimeKnown: Sendable, Hashable {
  /// As well as its source had it.
  case exactly
  /// Only within bounds; the earliest is shown.
  case about
  /// The clocks went back, and it was one of two.
  case oneOfTwo
}

/// Where an entry comes from.
public enum Source: Sendable, Hashable {
  /// A person typed it.
  case typed
  /// A device measured it.
  case device(SourceDevice)
  /// A clinician wrote it; nobody changes it.
  case clinician(name: String, organisation: String?)
}

/// The device that measured, with what was wrong with its clock.
public struct SourceDevice: Sendable, Hashable {
  public var model: String
  public var kind: DeviceKind
  /// How wrong its clock was, and corrected; negative where it was slow. None where it was right.
  public var clockOff: Duration?
  public var cause: ClockCause?

  public init(model: String, kind: DeviceKind, clockOff: Duration? = nil, cause: ClockCause? = nil)
  {
    self.model = model
    self.kind = kind
    self.clockOff = clockOff
    self.cause = cause
  }
}

/// What a device is called on the screen.
public enum DeviceKind: Sendable, Hashable { case cuff, oximeter, other }

/// Why a device's clock was wrong.
public enum ClockCause: Sendable, Hashable { case offset, drift, daylightSaving, zone, reset }

/// One value of an entry.
public struct ShownValue: Sendable, Hashable {
  /// The field's name in the core, or the name that a person gave to a field of their own.
  public var field: String
  public var content: Content
  /// What was recorded, where that was in another unit than the one that is shown.
  public var recorded: Content?

  public init(field: String, content: Content, recorded: Content? = nil) {
    self.field = field
    self.content = content
    self.recorded = recorded
  }
}

/// What a value holds.
public enum Content: Sendable, Hashable {
  /// Digits with a dot, as they were given, and the unit's name in the core; none where the device could not read it.
  case number(digits: String?, unit: String)
  case text(String)
  /// Names of choices in the core.
  case choices([String])
  case moment(ShownMoment)
}

/// An entry as screens show it.
public struct ShownEntry: Sendable, Hashable, Identifiable {
  public var id: String
  /// The kind's name in the core, such as `blood-pressure`.
  public var kind: String
  public var values: [ShownValue]
  public var at: ShownMoment
  public var source: Source
  /// What a person called a kind of their own.
  public var ownName: String?
  /// Names in the core of what the device noticed.
  public var remarks: [String]
  /// Whether the value is one to doubt: the device says so, or it is outside what is possible.
  public var doubtful: Bool
  public var note: String?
  public var tags: [String]
  /// Points of a questionnaire, and the most there can be.
  public var score: Score?
  public var amended: Bool
  public var retracted: Bool

  public init(
    id: String, kind: String, values: [ShownValue], at: ShownMoment, source: Source = .typed,
    ownName: String? = nil, remarks: [String] = [], doubtful: Bool = false, note: String? = nil,
    tags: [String] = [], score: Score? = nil, amended: Bool = false, retracted: Bool = false
  ) {
    self.id = id
    self.kind = kind
    self.values = values
    self.at = at
    self.source = source
    self.ownName = ownName
    self.remarks = remarks
    self.doubtful = doubtful
    self.note = note
    self.tags = tags
    self.score = score
    self.amended = amended
    self.retracted = retracted
  }

  /// The content of a field, where there is one.
  public subscript(field: String) -> Content? {
    values.first { $0.field == field }?.content
  }

  /// The number of a field, where there is one that could be read.
  public func number(_ field: String) -> (digits: String, unit: String)? {
    guard case .number(let digits?, let unit) = self[field] else { return nil }
    return (digits, unit)
  }
}

/// Points, and the most that there can be.
public struct Score: Sendable, Hashable {
  public var points: Int
  public var most: Int

  public init(points: Int, most: Int) {
    self.points = points
    self.most = most
  }
}

/// A person of the household.
public struct ShownPerson: Sendable, Hashable, Identifiable {
  public var id: String
  public var name: String

  public init(id: String, name: String) {
    self.id = id
    self.name = name
  }
}

/// A kind of entry to choose.
public struct ShownKind: Sendable, Hashable, Identifiable {
  /// The kind's name in the core, or its id where a person made it.
  public var kind: String
  public var ownName: String?
  /// How many entries it has; none where nobody counted.
  public var entries: Int?

  public init(kind: String, ownName: String? = nil, entries: Int? = nil) {
    self.kind = kind
    self.ownName = ownName
    self.entries = entries
  }

  public var id: String { kind }
}

/// How far something is that takes long.
public struct ShownProgress: Sendable, Hashable {
  public var done: UInt64
  /// None where nobody knows yet.
  public var of: UInt64?

  public init(done: UInt64, of: UInt64? = nil) {
    self.done = done
    self.of = of
  }

  /// From 0 to 1; none where nobody knows.
  public var share: Double? {
    guard let of, of > 0 else { return nil }
    return min(Double(done) / Double(of), 1)
  }
}

/// What a person typed that must not appear in any log: its text form says nothing.
public struct Hidden: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
  public let text: String

  public init(_ text: String) {
    self.text = text
  }

  public static let nothing = Hidden("")

  /// Whether nothing is typed but spaces.
  public var isBlank: Bool { text.allSatisfy(\.isWhitespace) }

  public var description: String { "hidden" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
