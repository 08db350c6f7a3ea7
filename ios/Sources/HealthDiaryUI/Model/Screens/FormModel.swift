import Observation

/// An entry of any kind that is being written down, or changed. Half of one survives the process.
@MainActor
@Observable
public final class FormModel {
  /// None until the kind's description was read.
  public private(set) var state: FormState?
  @ObservationIgnored private let parts: ModelParts
  @ObservationIgnored private let half: HalfForm
  @ObservationIgnored private var was: Was?

  init(_ parts: ModelParts) {
    self.parts = parts
    half = HalfForm(parts.kept)
  }

  /// Goes to a new form.
  func start(_ kind: ShownKind) { open(kind, entry: nil) }

  /// Goes to the form that changes an entry.
  func change(_ kind: ShownKind, entry: String) { open(kind, entry: entry) }

  private func open(_ kind: ShownKind, entry: String?) {
    half.begin(kind, entry: entry)
    (state, was) = (nil, nil)
    parts.ways.go(.form)
  }

  /// Somebody came, or came back: what was typed is there.
  func begin() {
    guard let person = parts.whose.person else { return }
    if state != nil {
      state?.today = parts.whose.today
      return
    }
    guard let kind = half.kind else { return leave() }
    let (home, whose, entry) = (parts.home, parts.whose, half.entry)
    parts.work.only("read the form") { [self] in
      var before: Was?
      if let entry {
        before = try await home.was(entry, of: person.id)
        // It was erased meanwhile.
        if before == nil { return leave() }
      }
      let described = try await home.fields(
        of: before?.draft.kind ?? EntryKind(kind), of: person.id)
      if Task.isCancelled { return }
      was = before
      state = half.onto(
        FormState(
          today: whose.today, kind: kind,
          fields: described.map { field in
            let empty = FormField(field)
            return before.map { empty.filled($0.draft, sign: sign) } ?? empty.typed(in: home.units)
          },
          note: before?.draft.note ?? "",
          tags: (before?.draft.tags ?? []).joined(separator: ", "),
          reason: before == nil ? nil : "", person: whose.named))
    }
  }

  public func act(_ action: FormAction) {
    switch action {
    case .back: leave()
    case .save(let confirmed): save(confirmed: confirmed)
    case .fill(let field):
      typed { state in
        guard let at = state.fields.firstIndex(where: { $0.name == field.name }) else { return }
        state.fields[at] = field
        // What was wrong with it is for what it had before.
        state.fields[at].problem = nil
      }
    case .note(let note): typed { $0.note = note }
    case .tags(let tags): typed { $0.tags = tags }
    case .reason(let reason): typed { $0.reason = reason }
    case .changeTime:
      typed { state in
        state.choosingTime = true
        state.at = state.at ?? was?.at ?? parts.here.now.toTheMinute
      }
    case .setTime(let at): typed { $0.at = at }
    case .which(let second):
      if case .cameTwice(let said, _) = state?.problem {
        state?.problem = .cameTwice(said: said, second: second)
      }
    }
  }

  private func typed(_ change: (inout FormState) -> Void) {
    guard var form = state else { return }
    change(&form)
    (form.problem, form.empty) = (nil, false)
    state = form
    half.keep(form)
  }

  private func save(confirmed: Bool) {
    // Pressed twice, it is still one entry.
    guard let form = state, let person = parts.whose.person, !parts.work.isBusy(Self.saving) else {
      return
    }
    let sign = sign
    let numbers = form.fields.map { $0.isNumber(sign: sign) }
    for (at, isNumber) in numbers.enumerated() {
      state?.fields[at].problem = isNumber ? nil : .notANumber
    }
    guard !numbers.contains(false) else { return }
    parts.work.only(Self.saving) { [self] in
      do throws(Trouble) {
        if let asked = try await store(form, of: person, confirmed: confirmed) { state = asked }
      } catch {
        // Where the door was shut meanwhile, what was typed is there behind it.
        state?.problem = TypingProblem(error)
      }
    }
  }

  /// None once it is stored.
  private func store(
    _ form: FormState, of person: ShownPerson, confirmed: Bool
  ) async throws(Trouble) -> FormState? {
    let (home, draft) = (parts.home, draft(form))
    let typed: Typed
    if let was {
      typed = try await home.amend(
        was, to: draft, of: person.id, reason: form.reason ?? "", confirmed: confirmed)
    } else {
      typed = try await home.write(draft, of: person.id, confirmed: confirmed)
    }
    switch typed {
    case .kept(let entry):
      stored(entry, of: person)
      return nil
    case .asked(let doubts):
      return form.doubted(doubts)
    case .neverWas, .cameTwice:
      var asked = form
      asked.problem = TypingProblem(typed, at: draft.at ?? parts.here.now)
      return asked
    }
  }

  private func draft(_ form: FormState) -> Draft {
    let shown = Set(form.fields.map(\.name))
    // What the form does not show stays as it is.
    let unseen = (was?.draft.values ?? []).filter { !shown.contains($0.field) }
    var second: Bool?
    if case .cameTwice(_, let which) = form.problem { second = which }
    return Draft(
      kind: was?.draft.kind ?? EntryKind(form.kind),
      values: form.fields.compactMap { $0.drafted(sign: sign) } + unseen,
      at: form.at == was?.at ? nil : form.at, second: second,
      note: form.note.allSatisfy(\.isWhitespace) ? nil : form.note,
      tags: form.tags.split(separator: ",").map { String($0).trimmingWhitespace }
        .filter { !$0.isEmpty })
  }

  private func stored(_ entry: String, of person: ShownPerson) {
    let (home, before) = (parts.home, was)
    forget()
    if let before {
      parts.doing.did(.changed) { () async throws(Trouble) in
        try await home.putBack(before, of: person.id)
      }
      parts.ways.leave(.form)
    } else {
      parts.doing.did(.saved) { () async throws(Trouble) in
        try await home.takeBack(entry, of: person.id)
      }
      parts.ways.leave(.form, home: true)
    }
  }

  private func leave() {
    forget()
    parts.ways.leave(.form)
  }

  private func forget() {
    half.forget()
    (state, was) = (nil, nil)
  }

  /// What stands before the decimals where the phone is.
  private var sign: String { parts.here.locale().decimalSeparator ?? "." }

  private static let saving = "save the form"
}
