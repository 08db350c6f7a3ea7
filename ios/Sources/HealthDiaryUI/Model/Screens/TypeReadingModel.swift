import Observation

/// A blood pressure that is being typed. Half of one survives the process.
@MainActor
@Observable
public final class TypeReadingModel {
  public private(set) var state: TypeReadingState
  @ObservationIgnored private let parts: ModelParts

  init(_ parts: ModelParts) {
    self.parts = parts
    state = TypeReadingState(today: parts.whose.today)
  }

  /// Somebody came, or came back: what was typed is there; the day may be another, and the diary somebody else's.
  func begin() {
    (state.today, state.person) = (parts.whose.today, parts.whose.named)
    for field in PressureField.allCases { state.numbers[field] = parts.kept[Self.key(field)] }
    state.at = state.at ?? parts.kept[Self.at].flatMap(CivilDayTime.init(text:))
  }

  public func act(_ action: TypeReadingAction) {
    switch action {
    case .back: leave()
    case .set(let field, let digits):
      parts.kept[Self.key(field)] = digits
      (state.numbers[field], state.problem) = (digits, nil)
    case .goTo(let field): (state.typing, state.choosingTime) = (field, false)
    case .changeTime:
      (state.choosingTime, state.at) = (true, state.at ?? parts.here.now.toTheMinute)
    case .setTime(let at):
      parts.kept[Self.at] = at.text
      (state.at, state.problem) = (at, nil)
    case .save(let confirmed): save(confirmed: confirmed)
    case .which(let second):
      if case .cameTwice(let said, _) = state.problem {
        state.problem = .cameTwice(said: said, second: second)
      }
    }
  }

  private func save(confirmed: Bool) {
    // Pressed twice, it is still one entry.
    guard let person = parts.whose.person, !parts.work.isBusy(Self.saving) else { return }
    let missing = [PressureField.top, .bottom].first { (state.numbers[$0] ?? "").isEmpty }
    if let missing {
      (state.problem, state.typing) = (.missing(missing), missing)
      return
    }
    let draft = draft
    parts.work.only(Self.saving) { [self] in
      let problem: TypingProblem?
      do throws(Trouble) {
        problem = try await store(draft, of: person, confirmed: confirmed)
      } catch {
        // What was typed stays; where the door was shut meanwhile, it is there behind it.
        problem = TypingProblem(error)
      }
      if let problem { state.problem = problem } else { leave() }
    }
  }

  private var draft: Draft {
    let values = PressureField.allCases.compactMap { field -> DraftedValue? in
      guard let digits = state.numbers[field], !digits.isEmpty else { return nil }
      return DraftedValue(
        field: field.name, text: digits, unit: field == .pulse ? nil : state.unit)
    }
    var second: Bool?
    if case .cameTwice(_, let which) = state.problem { second = which }
    return Draft(
      kind: EntryKind(name: "blood-pressure"), values: values, at: state.at, second: second)
  }

  /// None once it is stored.
  private func store(
    _ draft: Draft, of person: ShownPerson, confirmed: Bool
  ) async throws(Trouble) -> TypingProblem? {
    let home = parts.home
    let typed = try await home.write(draft, of: person.id, confirmed: confirmed)
    switch typed {
    case .kept(let entry):
      parts.doing.did(.saved) { () async throws(Trouble) in
        try await home.takeBack(entry, of: person.id)
      }
      return nil
    case .asked(let doubts):
      guard let doubt = doubts.first(where: \.refuses) ?? doubts.first else { return .notTaken }
      return TypingProblem(doubt)
    case .neverWas, .cameTwice:
      return TypingProblem(typed, at: draft.at ?? parts.here.now)
    }
  }

  private func leave() {
    for field in PressureField.allCases { parts.kept[Self.key(field)] = nil }
    parts.kept[Self.at] = nil
    state = TypeReadingState(today: parts.whose.today)
    parts.ways.leave(.typeReading)
  }

  private static func key(_ field: PressureField) -> String { "typing." + field.name }
  private static let at = "typing.at"
  private static let saving = "save what was typed"
}
