import HealthDiaryModel
import SwiftUI

struct AddAnythingPreviews: PreviewProvider {
  static var previews: some View {
    Gallery([
      Picture("add-anything", AddAnythingView(state: anything) { _ in }),
      Picture(
        "add-anything-own-kind",
        AddAnythingView(
          state: with(anything) { $0.own = [ShownKind(kind: "7", ownName: "Tremor")] }
        ) { _ in }),
    ])
  }

  private static let kinds = [
    "blood-pressure", "oximetry", "pulse", "temperature", "glucose", "weight", "medicine",
    "symptom", "mood", "sleep", "note",
  ].map { ShownKind(kind: $0) }
  private static let anything = AddAnythingState(used: Array(kinds.prefix(3)), all: kinds)
}

struct FormPreviews: PreviewProvider {
  static var previews: some View {
    Gallery(states.map { name, state in Picture(name, FormView(state: state) { _ in }) })
  }

  private static let glucose = FormState(
    today: Samples.today, kind: ShownKind(kind: "glucose"),
    fields: [
      FormField(
        name: "glucose", shape: .number(units: ["mmol/L", "mg/dL"]), required: true, text: "5.6",
        unit: "mmol/L"),
      FormField(
        name: "meal", shape: .choice(["fasting", "before-meal", "after-meal", "bedtime"]),
        chosen: ["fasting"]),
    ])
  private static let sleep = FormState(
    today: Samples.today, kind: ShownKind(kind: "sleep"),
    fields: [
      FormField(name: "asleep", shape: .time, time: CivilDayTime(Samples.today, CivilTime(6, 10))),
      FormField(
        name: "awake", shape: .time, time: CivilDayTime(Samples.today, CivilTime(5, 10)),
        problem: .backwards),
      FormField(name: "wakings", shape: .number(units: [""]), text: "two", problem: .notANumber),
    ])
  private static let mood = FormState(
    today: Samples.today, kind: ShownKind(kind: "mood"),
    fields: [
      FormField(
        name: "mood", shape: .choice(["very-low", "low", "middling", "good", "very-good"]),
        required: true),
      FormField(
        name: "feelings", shape: .choices(["calm", "tired", "anxious"]), chosen: ["tired"]),
    ])
  private static let answers = [
    "at-no-time", "some", "less-than-half", "more-than-half", "most", "all",
  ]
  private static let who5 = FormState(
    today: Samples.today, kind: ShownKind(kind: "who-5"),
    fields: (1...5).map {
      FormField(name: "who5-\($0)", shape: .choice(answers), required: true, chosen: ["most"])
    },
    source: "World Health Organization, Five Well-Being Index (WHO-5), 1998")
  private static let tremor = FormState(
    today: Samples.today, kind: ShownKind(kind: "7", ownName: "Tremor"),
    fields: [
      FormField(name: "strength", shape: .number(units: [""]), text: "6"),
      FormField(name: "minutes", shape: .number(units: ["min"]), text: "20"),
    ])
  private static let night = CivilDayTime(CivilDay(2026, 3, 29), CivilTime(1, 30))

  private static let states: [(String, FormState)] = [
    ("form", glucose),
    (
      "form-impossible",
      with(glucose) {
        $0.fields[0].text = "560"
        $0.fields[0].problem = .impossible(lowest: "0.6", highest: "55.5")
      }
    ),
    (
      "form-unusual",
      with(glucose) {
        $0.fields[0].text = "26"
        $0.fields[0].problem = .unusual
      }
    ),
    (
      "form-changing",
      with(glucose) {
        $0.reason = "Misread the display"
        $0.at = CivilDayTime(Samples.today, CivilTime(7, 15))
        $0.person = Samples.ana.name
      }
    ),
    ("form-times", sleep),
    ("form-choices", with(mood) { $0.fields[0].problem = .missing }),
    ("form-empty", with(mood) { $0.empty = true }),
    (
      "form-tags",
      with(mood) {
        $0.tags = "Tremor"
        $0.problem = .badTags
      }
    ),
    (
      "form-note-too-long",
      with(mood) {
        $0.note = "Tremor"
        $0.problem = .noteTooLong
      }
    ),
    ("form-mixed-units", with(glucose) { $0.problem = .mixedUnits }),
    ("form-mean", with(glucose) { $0.problem = .meanOutside }),
    (
      "form-too-long",
      FormState(
        today: Samples.today, kind: ShownKind(kind: "note"),
        fields: [
          FormField(
            name: "text", shape: .text(lines: 4), text: "A long note", problem: .tooLong)
        ])
    ),
    ("form-questionnaire", who5),
    (
      "form-never-was",
      with(mood) {
        $0.at = night
        $0.problem = .neverWas(
          said: night, before: night.adding(minutes: -31), after: night.adding(minutes: 30))
      }
    ),
    ("form-own-kind", tremor),
  ]
}
