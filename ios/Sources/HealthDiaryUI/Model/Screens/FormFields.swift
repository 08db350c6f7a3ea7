import Foundation

// Between the fields of a form and what the diary takes.

/// A line's worth, and pages' worth, of text.
private let (line, pages) = (1, 4)

extension EntryKind {
  /// The kind behind a line of a list.
  init(_ shown: ShownKind) {
    self =
      shown.ownName == nil
      ? EntryKind(name: shown.kind) : .own(shown.kind, called: shown.ownName)
  }
}

extension ShownKind {
  /// A kind as lists show it.
  init(_ kind: EntryKind) {
    self.init(kind: kind.own ?? kind.name, ownName: kind.ownName)
  }
}

extension FormField {
  /// An empty field.
  init(_ field: EntryField) {
    let shape: FieldShape =
      switch field.takes {
      case .number(let units): .number(units: units)
      case .words(let long): .text(lines: long ? pages : line)
      case .one(let choices): .choice(choices)
      case .several(let choices): .choices(choices)
      case .time: .time
      }
    self.init(name: field.name, shape: shape, required: field.required)
  }

  /// The empty field, to be typed in the unit that was chosen, where it takes that.
  func typed(in units: ChosenUnits) -> FormField {
    guard case .number(let taken) = shape, let chosen = units.among(taken) else { return self }
    var field = self
    field.unit = chosen
    return field
  }

  /// The field with what an entry says.
  func filled(_ draft: Draft, sign: String) -> FormField {
    guard let value = draft.values.first(where: { $0.field == name }) else { return self }
    var field = self
    switch shape {
    case .number:
      field.text = value.text.replacingOccurrences(of: ".", with: sign)
      field.unit = value.unit
    case .text: field.text = value.text
    case .choice, .choices: field.chosen = Set(value.text.split(separator: ",").map(String.init))
    case .time: field.time = CivilDayTime(text: value.text)
    }
    return field
  }

  /// What was filled in; none where nothing was.
  func drafted(sign: String) -> DraftedValue? {
    let text: String?
    switch shape {
    case .number(let units):
      return digits(self.text, sign: sign).map {
        DraftedValue(field: name, text: $0, unit: unit ?? units.first)
      }
    case .text: text = self.text.allSatisfy(\.isWhitespace) ? nil : self.text
    // In the order of the choices, whatever order they were ticked in.
    case .choice(let choices), .choices(let choices):
      text = chosen.isEmpty ? nil : choices.filter(chosen.contains).joined(separator: ",")
    case .time: text = time?.text
    }
    return text.map { DraftedValue(field: name, text: $0) }
  }

  /// Whether what was typed into a field for numbers is one, or nothing.
  func isNumber(sign: String) -> Bool {
    guard case .number = shape else { return true }
    return text.allSatisfy(\.isWhitespace) || digits(text, sign: sign) != nil
  }
}

/// Digits with a dot, of a number as it is typed where this is the decimal sign; none where it is none, or could be two.
func digits(_ typed: String, sign: String) -> String? {
  let text = typed.trimmingWhitespace
  // What could be meant as thousands: nobody guesses which.
  if sign != ".", text.wholeMatch(of: /[0-9]{1,3}(\.[0-9]{3})+/) != nil { return nil }
  let dotted = text.replacingOccurrences(of: sign, with: ".")
  guard let found = dotted.wholeMatch(of: /(-?)([0-9]*)(\.[0-9]+)?/), dotted != "", dotted != "-"
  else { return nil }
  return "\(found.1)\(found.2.isEmpty ? "0" : found.2)\(found.3 ?? "")"
}

extension FormState {
  /// The form with what the diary doubts beside the fields that it is about.
  func doubted(_ doubts: [Doubt]) -> FormState {
    // What cannot be is said first: only when it is right is anything confirmed.
    let refused = doubts.filter(\.refuses)
    let late = fields.last { $0.time != nil } ?? fields.last { !$0.text.allSatisfy(\.isWhitespace) }
    var (form, ofWhole) = (self, [Doubt]())
    for field in form.fields.indices { form.fields[field].problem = nil }
    for doubt in refused.isEmpty ? doubts : refused {
      let name = doubt.what == "backwards" ? late?.name : doubt.field
      if let field = fields.firstIndex(where: { $0.name == name }),
        let problem = FieldProblem(doubt)
      {
        form.fields[field].problem = form.fields[field].problem ?? problem
      } else {
        ofWhole.append(doubt)
      }
    }
    form.empty = ofWhole.contains { $0.what == "empty" }
    form.problem = ofWhole.first { $0.what != "empty" }.map(TypingProblem.init(ofWhole:))
    return form
  }
}

extension FieldProblem {
  fileprivate init?(_ doubt: Doubt) {
    switch doubt.what {
    case "missing": self = .missing
    case "impossible":
      self = .impossible(lowest: doubt.lowest ?? "", highest: doubt.highest ?? "")
    case "unusual": self = .unusual
    case "too-long": self = .tooLong
    case "backwards": self = .backwards
    default: return nil
    }
  }
}
