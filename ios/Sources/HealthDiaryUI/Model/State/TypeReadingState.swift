/// The numbers of a blood pressure, in the order they are typed in.
public enum PressureField: Int, Sendable, Hashable, CaseIterable {
  case top, bottom, pulse

  /// The one that is typed after it; after the last one the first.
  public var next: PressureField { PressureField(rawValue: rawValue + 1) ?? .top }
}

/// A blood pressure that is being typed.
public struct TypeReadingState: Sendable, Equatable {
  public var today: CivilDay
  public var numbers: [PressureField: String]
  public var typing: PressureField
  /// The unit's name in the core.
  public var unit: String
  /// None for now.
  public var at: CivilDayTime?
  public var choosingTime: Bool
  public var problem: TypingProblem?
  /// Whose diary it goes into, where the household has several people.
  public var person: String?

  public init(
    today: CivilDay, numbers: [PressureField: String] = [:], typing: PressureField = .top,
    unit: String = "mmHg", at: CivilDayTime? = nil, choosingTime: Bool = false,
    problem: TypingProblem? = nil, person: String? = nil
  ) {
    self.today = today
    self.numbers = numbers
    self.typing = typing
    self.unit = unit
    self.at = at
    self.choosingTime = choosingTime
    self.problem = problem
    self.person = person
  }

  /// Whether it is saved once somebody says that it is so.
  public var canBeConfirmed: Bool { problem?.canBeConfirmed == true }
}

/// What can be done while a blood pressure is typed.
public enum TypeReadingAction: Sendable, Equatable {
  case back
  /// Saves; confirmed once somebody was told that it is unusual.
  case save(confirmed: Bool)
  case set(PressureField, digits: String)
  case goTo(PressureField)
  case changeTime
  case setTime(CivilDayTime)
  /// Which of two times that look the same.
  case which(second: Bool)
}

/// Why what was typed is not saved yet.
public enum TypingProblem: Sendable, Equatable {
  case missing(PressureField)
  /// It cannot be so. Limits as the core has them.
  case impossible(PressureField, lowest: String, highest: String)
  /// Rare, and kept if somebody says that it is so.
  case unusual(PressureField)
  case swapped
  /// Rare, and kept if somebody says that it is so.
  case closeTogether
  case future
  /// The clocks went forward over it.
  case neverWas(said: CivilDayTime, before: CivilDayTime, after: CivilDayTime)
  /// The clocks went back over it.
  case cameTwice(said: CivilDayTime, second: Bool? = nil)
  case noSpace
  /// Rare, and kept if somebody says that it is so.
  case meanOutside
  case mixedUnits
  case noteTooLong
  case badTags
  /// The diary does not take it as it is.
  case notTaken
  /// Another program has the diary open.
  case inUse
  /// Something on the phone is damaged: nothing was changed.
  case damaged
  /// The phone did not store it.
  case failed

  /// Whether it is saved once somebody says that it is so.
  public var canBeConfirmed: Bool {
    switch self {
    case .unusual, .closeTogether, .meanOutside: true
    default: false
    }
  }
}
