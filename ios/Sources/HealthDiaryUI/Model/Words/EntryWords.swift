import HealthDiaryMessages

extension ShownEntry {
  /// Whether it says a number first, and not words.
  public var isNumber: Bool {
    if score != nil { return true }
    if case .number = values.first?.content { return true }
    return false
  }

  /// What it says first: "131/82", "97 %", "5.6 mmol/L", "mild", or its title.
  public var headline: Message {
    if let top = number("systolic"), let bottom = number("diastolic") {
      return Message(.readingPressure, .number(top.digits), .number(bottom.digits))
    }
    if let score { return Message(.readingScore, .count(score.points), .count(score.most)) }
    if let main = Self.first.lazy.compactMap({ number($0) }).first {
      return .number(main.digits, unit: main.unit)
    }
    guard let value = values.first else { return .text(note ?? "") }
    return value.content.words(of: value.field)
  }

  /// What stands below the headline: the pulse, and the unit of a blood pressure.
  public var underHeadline: Message {
    .beside(
      number("systolic").map { .unit($0.unit) },
      pulseBeside.map { Message(.readingPulse, .number($0)) })
  }

  /// Below its kind in a list: when, where from, and what else a reader must know.
  public var listed: Message {
    .beside([at.timeWords, source.words] + badges)
  }

  /// "131 over 82, pulse 70, this morning at 8:05, from your cuff".
  public func spoken(today: CivilDay) -> Message {
    .aloud(
      [
        spokenValue,
        pulseBeside.map { Message(.spokenPulse, .number($0)) },
        at.spoken(today: today),
        source.spoken,
      ] + badges)
  }

  private var badges: [Message?] {
    [
      doubtful ? Message(.readingDoubtful) : nil,
      amended ? Message(.entryAmendedBadge) : nil,
      retracted ? Message(.entryRetractedBadge) : nil,
    ]
  }

  private var spokenValue: Message {
    if let top = number("systolic"), let bottom = number("diastolic") {
      return Message(.spokenPressure, .number(top.digits), .number(bottom.digits))
    }
    if let saturation = number("saturation") {
      return Message(.spokenOxygen, .number(saturation.digits))
    }
    return .aloud(.kind(kind, ownName: ownName), headline)
  }

  /// A pulse that comes with something else.
  private var pulseBeside: String? {
    number("systolic") == nil && number("saturation") == nil ? nil : number("pulse")?.digits
  }

  /// The fields that stand first, or alone, where an entry has one line.
  private static let first = [
    "saturation", "glucose", "weight", "temperature", "pulse", "breaths", "flow", "steps", "amount",
    "mean-saturation",
  ]
}

extension Content {
  /// What a value holds, in words, with its unit.
  ///
  /// - Parameters:
  ///   - field: some fields give a choice another meaning.
  ///   - today: without it a day is a date, also today's.
  public func words(of field: String, today: CivilDay? = nil) -> Message {
    switch self {
    case .text(let text): .text(text)
    case .choices(let names): .list(names.map { .choice($0, of: field) })
    case .moment(let moment): moment.words(today: today ?? CivilDay(0, 1, 1))
    case .number(let digits?, let unit): .number(digits, unit: unit)
    case .number(nil, _): Message(.readingFailed)
    }
  }
}

extension ShownValue {
  /// What it holds, and beside it what was recorded, where that was in another unit than the one that is shown.
  public func words(today: CivilDay) -> Message {
    let shown = content.words(of: field, today: today)
    guard let recorded else { return shown }
    return Message(.entryRecordedIn, shown, recorded.words(of: field, today: today))
  }
}

extension Message {
  /// A number with its unit as it is written here.
  public static func number(_ digits: String, unit: String) -> Message {
    let unit = Message.unit(unit)
    return unit.isEmpty ? .number(digits) : Message(.commonNumberUnit, .number(digits), unit)
  }
}

extension Source {
  /// Where an entry comes from, in a line.
  public var words: Message {
    switch self {
    case .typed: Message(.sourceTyped)
    case .clinician(let name, _): Message(.sourceClinician, .text(name))
    case .device(let device):
      switch device.kind {
      case .cuff: Message(.sourceCuff)
      case .oximeter: Message(.sourceOximeter)
      case .other: Message(.sourceDevice)
      }
    }
  }

  /// The same at the end of what is read aloud.
  public var spoken: Message {
    guard case .device(let device) = self else { return words }
    return switch device.kind {
    case .cuff: Message(.spokenSourceCuff)
    case .oximeter: Message(.spokenSourceOximeter)
    case .other: words
    }
  }

  /// The same among everything that is known of the entry.
  public var fact: Message {
    switch self {
    case .typed: Message(.entrySourceTyped)
    case .device(let device): Message(.entrySourceDevice, .text(device.model))
    case .clinician(_, let organisation): .beside(words, organisation.map { .text($0) })
    }
  }

  /// How wrong a device's clock was, where it was.
  public var clockWords: Message? {
    guard case .device(let device) = self, let off = device.clockOff else { return nil }
    let key: MessageKey =
      switch (device.kind, off < .zero) {
      case (.cuff, true): .clockSlow
      case (.cuff, false): .clockFast
      case (_, true): .clockSlowDevice
      case (_, false): .clockFastDevice
      }
    return Message(key, .length(off))
  }

  /// The same among everything that is known of the entry, with why; none where no device measured it.
  public var clockFact: Message? {
    guard case .device(let device) = self else { return nil }
    guard let wrong = clockWords else { return Message(.entryClockRight) }
    return switch device.cause {
    case .drift: Message(.lengthTwo, wrong, Message(.entryClockDrift))
    case .daylightSaving: Message(.lengthTwo, wrong, Message(.entryClockSaving))
    case .zone: Message(.lengthTwo, wrong, Message(.entryClockZone))
    case .reset: Message(.lengthTwo, wrong, Message(.entryClockReset))
    case .offset, nil: wrong
    }
  }
}

extension ZoneKnown {
  /// A time zone, and how it is known.
  public var words: Message {
    switch by {
    case .phone: Message(.entryZonePhone, .text(place))
    case .location: Message(.entryZoneLocation, .text(place))
    case .chosen: Message(.entryZoneChosen, .text(place))
    case .device: Message(.entryZoneDevice, .text(place))
    case .imported: Message(.entryZoneImport, .text(place))
    case .unknown: Message(.commonNotKnown)
    }
  }
}

extension ShownVersion {
  /// What was done, when, by whom.
  public func words(today: CivilDay) -> Message {
    .beside(
      Message(changeKey), written.words(today: today),
      author.map { Message(.entryVersionBy, .text($0)) })
  }

  /// What it said from then on, and why it was changed.
  public var saidThen: Message {
    .beside(entry.headline, reason.map { Message(.entryVersionWhy, .text($0)) })
  }

  private var changeKey: MessageKey {
    switch change {
    case .made: .entryVersionFirst
    case .amended: .entryVersionChanged
    case .retracted: .entryVersionRetracted
    case .reinstated: .entryVersionReinstated
    }
  }
}

extension ShownFile {
  /// Its name, or that it has none.
  public var words: Message {
    name.map { .text($0) } ?? Message(.entryAttachmentUnnamed)
  }

  /// How large it is, and what was taken out of it.
  public var below: Message {
    .beside(.size(bytes), stripped ? Message(.entryAttachmentStripped) : nil)
  }
}
