import HealthDiaryMessages

extension PressureField {
  /// What lay people call it.
  public var words: Message {
    switch self {
    case .top: Message(.typeTop)
    case .bottom: Message(.typeBottom)
    case .pulse: Message(.typePulse)
    }
  }

  /// What stands beside it, once: the doctors' word.
  public var term: Message {
    switch self {
    case .top: Message(.typeTopTerm)
    case .bottom: Message(.typeBottomTerm)
    case .pulse: Message(.typePulseTerm)
    }
  }
}

extension TypingProblem {
  /// Why it is not saved yet: what is so, what is safe, what to do.
  public var words: Message {
    switch self {
    case .missing(let field): Message(.typeMissing, field.words)
    case .impossible(let field, let lowest, let highest):
      Message(.typeImpossible, field.words, .number(lowest), .number(highest))
    case .unusual(let field): Message(.typeUnusual, field.words)
    case .neverWas(let said, _, _): Message(.typeSkipped, .time(said.time))
    case .cameTwice(let said, _): Message(.typeTwice, .time(said.time))
    case .swapped: Message(.typeSwapped)
    case .closeTogether: Message(.typeClose)
    case .future: Message(.typeFuture)
    case .noSpace: Message(.typeNoSpace)
    case .meanOutside: Message(.typeMeanOutside)
    case .mixedUnits: Message(.typeMixedUnits)
    case .noteTooLong: Message(.typeNoteTooLong)
    case .badTags: Message(.typeBadTags)
    case .notTaken: Message(.typeNotTaken)
    case .inUse: Message(.typeInUse)
    case .damaged: Message(.typeDamaged)
    case .failed: Message(.typeFailed)
    }
  }

  /// How it is meant: worth a look where somebody only has to say that it is so, or which.
  public var tone: Tone {
    switch self {
    case .future, .neverWas, .cameTwice: .attention
    default: canBeConfirmed ? .attention : .error
    }
  }

  /// What is chosen from where a time came twice: the first time, or the second.
  public static func twice(_ said: CivilDayTime, second: Bool) -> Message {
    Message(second ? .typeTwiceSecond : .typeTwiceFirst, .time(said.time))
  }
}

extension FieldProblem {
  /// What is wrong with a field.
  public var words: Message {
    switch self {
    case .missing: Message(.formMissing)
    case .impossible(let lowest, let highest):
      Message(.formImpossible, .number(lowest), .number(highest))
    case .unusual: Message(.formUnusual)
    case .notANumber: Message(.formNotANumber)
    case .tooLong: Message(.formTooLong)
    case .backwards: Message(.formBackwards)
    }
  }
}

extension FormState {
  /// What is written down, or changed.
  public var title: Message {
    reason == nil ? kind.words : Message(.formChangeTitle, kind.words)
  }

  /// What stands over the statements of a questionnaire.
  public var asks: Message? {
    switch kind.kind {
    case "who-5": Message(.formAsksTwoWeeks)
    case "phq-9", "gad-7": Message(.formAsksBothered)
    default: nil
    }
  }
}

extension FormField {
  /// Its name, with a capital.
  public var title: Message { .titled(.field(name)) }

  /// Its name over the line that is filled in: whether it is needed, and in which unit.
  public var label: Message {
    let needed = required ? Message(.formRequired, title) : title
    guard case .number(let units) = shape else { return needed }
    let unit = Message.unit(unit ?? units.first ?? "")
    return unit.isEmpty ? needed : Message(.chartOther, needed, unit)
  }
}

extension ShownKind {
  /// Its title, or what a person called it.
  public var words: Message { .kind(kind, ownName: ownName) }

  /// The same with how many entries it has, where somebody counted.
  public var counted: Message {
    entries.map { Message(.historyKindCount, words, .count($0)) } ?? words
  }
}

extension CivilDayTime? {
  /// The time of what is typed: "Now", "Today at 8:05".
  public func words(today: CivilDay) -> Message {
    guard let self else { return Message(.typeNow) }
    return Message(.momentAt, .day(self.day, today: today), .time(self.time))
  }
}
