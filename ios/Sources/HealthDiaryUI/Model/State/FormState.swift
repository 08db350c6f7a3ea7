/// Every kind of entry that can be written down.
public struct AddAnythingState: Sendable, Equatable {
  /// The most used, by use.
  public var used: [ShownKind]
  public var all: [ShownKind]
  /// Kinds that a person made.
  public var own: [ShownKind]

  public init(used: [ShownKind] = [], all: [ShownKind] = [], own: [ShownKind] = []) {
    self.used = used
    self.all = all
    self.own = own
  }
}

/// What can be done while a kind is chosen.
public enum AddAnythingAction: Sendable, Equatable {
  case back
  case choose(ShownKind)
}

/// An entry of any kind that is being written down, or changed; its fields are those of the kind's description.
public struct FormState: Sendable, Equatable {
  public var today: CivilDay
  public var kind: ShownKind
  public var fields: [FormField]
  /// None for now.
  public var at: CivilDayTime?
  public var choosingTime: Bool
  public var note: String
  /// Short words to find it by, with commas.
  public var tags: String
  /// Why it is changed; none where it is new.
  public var reason: String?
  /// Nothing is filled in.
  public var empty: Bool
  /// What is wrong with the time, or with storing.
  public var problem: TypingProblem?
  /// Whose diary it goes into, where the household has several people.
  public var person: String?
  /// Where a questionnaire comes from.
  public var source: String?

  public init(
    today: CivilDay, kind: ShownKind, fields: [FormField], at: CivilDayTime? = nil,
    choosingTime: Bool = false, note: String = "", tags: String = "", reason: String? = nil,
    empty: Bool = false, problem: TypingProblem? = nil, person: String? = nil, source: String? = nil
  ) {
    self.today = today
    self.kind = kind
    self.fields = fields
    self.at = at
    self.choosingTime = choosingTime
    self.note = note
    self.tags = tags
    self.reason = reason
    self.empty = empty
    self.problem = problem
    self.person = person
    self.source = source
  }

  /// Whether it is saved once somebody says that it is so.
  public var canBeConfirmed: Bool {
    let problems = fields.compactMap(\.problem)
    let confirm = !problems.isEmpty || problem?.canBeConfirmed == true
    return confirm && problems.allSatisfy { $0 == .unusual } && problem?.canBeConfirmed != false
  }
}

/// A field with what was filled in so far.
public struct FormField: Sendable, Equatable, Identifiable {
  /// The field's name in the core, or what a person called it.
  public var name: String
  public var shape: FieldShape
  public var required: Bool
  public var text: String
  /// The unit's name in the core, of those that the field takes.
  public var unit: String?
  public var chosen: Set<String>
  public var time: CivilDayTime?
  public var problem: FieldProblem?

  public init(
    name: String, shape: FieldShape, required: Bool = false, text: String = "", unit: String? = nil,
    chosen: Set<String> = [], time: CivilDayTime? = nil, problem: FieldProblem? = nil
  ) {
    self.name = name
    self.shape = shape
    self.required = required
    self.text = text
    self.unit = unit
    self.chosen = chosen
    self.time = time
    self.problem = problem
  }

  public var id: String { name }
}

/// What a field takes.
public enum FieldShape: Sendable, Equatable {
  case number(units: [String])
  case text(lines: Int = 1)
  /// One of these names in the core.
  case choice([String])
  /// Any of these names in the core.
  case choices([String])
  case time
}

/// What is wrong with a field.
public enum FieldProblem: Sendable, Equatable {
  case missing
  case impossible(lowest: String, highest: String)
  /// Kept if somebody says that it is so.
  case unusual
  case notANumber
  case tooLong
  case backwards
}

/// What can be done on a form.
public enum FormAction: Sendable, Equatable {
  case back
  case save(confirmed: Bool)
  /// A field as it is now.
  case fill(FormField)
  case note(String)
  case tags(String)
  case reason(String)
  case changeTime
  case setTime(CivilDayTime)
  /// Which of two times that look the same.
  case which(second: Bool)
}
