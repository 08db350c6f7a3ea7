import HealthDiary
import HealthDiaryMessages
import Testing

@testable import HealthDiaryModel

/// Every name that the core has is one that people read.
@Suite struct VocabularyTests {
  private let catalogue: XcodeCatalogue

  init() throws {
    catalogue = try XcodeCatalogue("en")
  }

  @Test func everyKeyHasWordsInBothLanguages() {
    for key in MessageKey.allCases { #expect(catalogue.has(key), "\(key.rawValue)") }
  }

  @Test func everyNameOfTheCoreHasWords() throws {
    for kind in try kinds() {
      #expect(isKnown(.kind(kind.name)), "\(kind.name)")
      for field in kind.fields + kind.sampled {
        #expect(isKnown(.field(field.name)), "\(field.name)")
        for choice in choices(field) {
          #expect(isKnown(.choice(choice, of: field.name)), "\(field.name) \(choice)")
        }
      }
      for remark in kind.remarks {
        #expect(isKnown(.remark(remark.name)), "\(remark.name)")
      }
    }
  }

  @Test func everyWordOfTheVocabularyIsOfANameOfTheCore() throws {
    // What the app itself remarks, of a value outside what is possible.
    var said: Set<MessageKey> = [.remarkOutOfRange]
    for kind in try kinds() {
      said.formUnion(keys(.kind(kind.name)))
      for field in kind.fields + kind.sampled {
        said.formUnion(keys(.field(field.name)))
        for choice in choices(field) { said.formUnion(keys(.choice(choice, of: field.name))) }
        for unit in units(field) { said.formUnion(keys(.unit(unit))) }
      }
      for remark in kind.remarks { said.formUnion(keys(.remark(remark.name))) }
    }
    let groups = ["kind_", "field_", "choice_", "unit_", "remark_"]
    let unsaid = MessageKey.allCases.map(\.rawValue).filter { key in
      groups.contains(where: key.hasPrefix) && !said.contains { $0.rawValue == key }
    }
    #expect(unsaid == [])
  }

  @Test func someNamesMeanAnotherThingInSomeFields() {
    #expect(english(.choice("other", of: "type")) != english(.choice("other", of: "site")))
    #expect(english(.choice("letter", of: "channel")) != english(.choice("letter", of: "type")))
    #expect(english(.choice("some", of: "who5-3")) != english(.choice("some", of: "stress")))
    #expect(
      english(.choice("more-than-half", of: "phq9-1"))
        != english(.choice("more-than-half", of: "who5-1")))
  }

  @Test func unitsAreWrittenAsHere() {
    #expect(english(.unit("/min")) == "a minute")
    #expect(german(.unit("/min")) == "pro Minute")
    #expect(german(.unit("mcg")) == "µg")
    #expect(german(.unit("kcal/d")) == "kcal am Tag")
    #expect(german(.unit("L/min")) == "l/min")
    #expect(english(.unit("mmHg")) == "mmHg")
    #expect(english(.unit("%")) == "%")
    #expect(english(.unit("")) == "")
    #expect(english(.unit("mmol/L")) == "mmol/L")
  }

  @Test func whatNobodyKnowsIsShownAsItIs() {
    #expect(english(.kind("grip-strength")) == "grip strength")
    #expect(english(.kind("7f3a", ownName: "Tremor")) == "Tremor")
    #expect(english(.field("strength of the left hand")) == "strength of the left hand")
    #expect(english(.remark("battery-swollen")) == "Battery swollen.")
    #expect(english(.unit("furlong")) == "furlong")
  }

  private func choices(_ field: FieldDescription) -> [String] {
    switch field.holds {
    case .choice(let choices), .choices(let choices): choices
    default: []
    }
  }

  private func units(_ field: FieldDescription) -> [String] {
    switch field.holds {
    case .number(let units, _, _, _, _): units
    case .amount(let unit): [unit]
    default: []
    }
  }

  /// Whether it is words of the catalogue, and not a name as it is.
  private func isKnown(_ message: Message) -> Bool {
    let keys = keys(message).subtracting([.commonSentence])
    return !keys.isEmpty && keys.allSatisfy(catalogue.has)
  }

  private func keys(_ message: Message) -> Set<MessageKey> {
    switch message {
    case .key(let key, let parts): Set(parts.flatMap(keys)).union([key])
    case .titled(let words): keys(words)
    default: []
    }
  }
}
