// What the diary says of something typed, as screens show it. Whatever it says, there is a line for it.

extension PressureField {
  /// The field's name in the core.
  var name: String {
    switch self {
    case .top: "systolic"
    case .bottom: "diastolic"
    case .pulse: "pulse"
    }
  }
}

extension TypingProblem {
  /// A doubt about the whole, or about a field of a blood pressure.
  init(_ doubt: Doubt) {
    let field = PressureField.allCases.first { $0.name == doubt.field }
    switch (doubt.what, field) {
    case ("impossible", let field?):
      self = .impossible(field, lowest: doubt.lowest ?? "", highest: doubt.highest ?? "")
    case ("unusual", let field?): self = .unusual(field)
    case ("missing", let field?): self = .missing(field)
    default: self.init(ofWhole: doubt)
    }
  }

  /// A doubt about the whole.
  init(ofWhole doubt: Doubt) {
    self =
      switch doubt.what {
      case "swapped": .swapped
      case "close-together": .closeTogether
      case "mean-outside": .meanOutside
      case "mixed-units": .mixedUnits
      case "future": .future
      case "bad-tags": .badTags
      case "too-long": .noteTooLong
      default: .notTaken
      }
  }

  /// What a time that was chosen is asked back with; none where it was not the time.
  init?(_ typed: Typed, at said: CivilDayTime) {
    switch typed {
    case .neverWas(let before, let after):
      self = .neverWas(said: said, before: before, after: after)
    case .cameTwice: self = .cameTwice(said: said)
    case .kept, .asked: return nil
    }
  }

  /// Why something typed could not be stored.
  init(_ trouble: Trouble) {
    self =
      switch trouble {
      case .noSpace: .noSpace
      case .inUse: .inUse
      case .damaged, .missing, .noDiary: .damaged
      case .invalid: .notTaken
      // The core asks about nothing that was not asked before, but the time.
      case .doubtful: .future
      default: .failed
      }
  }
}
