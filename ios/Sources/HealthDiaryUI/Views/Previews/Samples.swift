import Foundation
import HealthDiaryModel

/// Invented entries that previews show.
enum Samples {
  static let today = CivilDay(2026, 8, 18)
  static let ana = ShownPerson(id: "1", name: "Ana")
  static let ben = ShownPerson(id: "2", name: "Benedict Okafor")
  static let cleo = ShownPerson(id: "3", name: "Cleo")
  static let cuff = SourceDevice(model: "UA-651BLE", kind: .cuff)
  static let slowCuff = SourceDevice(
    model: "BM85", kind: .cuff, clockOff: .seconds(-73 * 3600), cause: .offset)

  static let pressure = ShownEntry(
    id: "3f2a9c10", kind: "blood-pressure",
    values: [
      number("systolic", "131", "mmHg"), number("diastolic", "82", "mmHg"),
      number("pulse", "70", "/min"), ShownValue(field: "arm", content: .choices(["left"])),
    ],
    at: at(8, 5), source: .device(cuff))
  static let yesterday = with(pressure) {
    $0.id = "5"
    $0.at = ShownMoment(day: today.adding(days: -1), time: CivilTime(19, 30))
  }
  static let moved = with(pressure) {
    $0.id = "6"
    $0.remarks = ["body-moved", "irregular-pulse"]
    $0.doubtful = true
  }
  static let failed = with(pressure) {
    $0.id = "7"
    $0.values = ["systolic", "diastolic"].map {
      ShownValue(field: $0, content: .number(digits: nil, unit: "mmHg"))
    }
    $0.remarks = ["cuff-loose"]
    $0.doubtful = true
  }
  static let oxygen = ShownEntry(
    id: "8", kind: "oximetry",
    values: [number("saturation", "97", "%"), number("pulse", "66", "/min")], at: at(7, 58),
    source: .device(SourceDevice(model: "3230", kind: .oximeter)))
  static let glucose = ShownEntry(
    id: "9", kind: "glucose",
    values: [
      number("glucose", "5.6", "mmol/L"), ShownValue(field: "meal", content: .choices(["fasting"])),
    ],
    at: at(7, 15), amended: true)
  static let weight = ShownEntry(
    id: "10", kind: "weight", values: [number("weight", "71.4", "kg")], at: at(7, 10))
  static let note = ShownEntry(
    id: "11", kind: "symptom",
    values: [
      ShownValue(field: "symptom", content: .text("Dizzy after standing up")),
      ShownValue(field: "severity", content: .choices(["mild"])),
    ],
    at: with(at(6, 50)) { $0.place = "Lisbon" })
  static let letter = ShownEntry(
    id: "12", kind: "visit",
    values: [
      ShownValue(field: "with", content: .text("Dr Imogen Hart")),
      ShownValue(
        field: "text", content: .text("Blood pressure well controlled. Go on with 5 mg.")),
    ],
    at: ShownMoment(day: today.adding(days: -6), time: CivilTime(10, 0)),
    source: .clinician(name: "Dr Imogen Hart", organisation: "Market Street Surgery"))
  static let mood = ShownEntry(
    id: "13", kind: "who-5", values: [],
    at: ShownMoment(day: today.adding(days: -1), time: CivilTime(7, 0)),
    score: Score(points: 68, most: 100))

  /// A board of eight by six.
  static let picture = ShownPicture(
    bytes: Data(
      base64Encoded: "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAGCAIAAABxZ0isAAAAH0lEQVR42mP4/es7"
        + "EHHHZAMRMpsBpwSmEISNW4JkOwB73FnR8efSfQAAAABJRU5ErkJggg==") ?? Data())

  static func at(_ hour: Int, _ minute: Int) -> ShownMoment {
    ShownMoment(day: today, time: CivilTime(hour, minute))
  }

  static func number(_ field: String, _ digits: String, _ unit: String) -> ShownValue {
    ShownValue(field: field, content: .number(digits: digits, unit: unit))
  }
}
