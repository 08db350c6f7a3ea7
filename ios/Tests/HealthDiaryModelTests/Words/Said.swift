import Foundation
import HealthDiaryModel

/// What people read, in English as in Britain and in German as in Germany.
let english = try! Words(
  XcodeCatalogue("en"), formats: Formats(locale: Locale(identifier: "en_GB")))
let german = try! Words(XcodeCatalogue("de"), formats: Formats(locale: Locale(identifier: "de_DE")))

/// Tuesday.
let today = CivilDay(2026, 8, 18)

/// What Ana's cuff measured this morning.
func pressure(
  at: ShownMoment = ShownMoment(day: today, time: CivilTime(8, 5)),
  source: Source = .device(SourceDevice(model: "BM85", kind: .cuff)), pulse: String? = "70"
) -> ShownEntry {
  ShownEntry(
    id: "1", kind: "blood-pressure",
    values: [
      ShownValue(field: "systolic", content: .number(digits: "131", unit: "mmHg")),
      ShownValue(field: "diastolic", content: .number(digits: "82", unit: "mmHg")),
    ]
      + (pulse.map { [ShownValue(field: "pulse", content: .number(digits: $0, unit: "/min"))] }
        ?? []),
    at: at, source: source)
}

/// An entry with one value.
func entry(_ kind: String, _ field: String, _ content: Content) -> ShownEntry {
  ShownEntry(
    id: "2", kind: kind, values: [ShownValue(field: field, content: content)],
    at: ShownMoment(day: today, time: CivilTime(19, 30)))
}
