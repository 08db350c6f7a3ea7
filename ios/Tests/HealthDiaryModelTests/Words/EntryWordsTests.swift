import HealthDiaryModel
import Testing

/// What an entry says, written and read aloud.
@Suite struct EntryWordsTests {
  @Test func aBloodPressureIsReadAloudAsPeopleSayIt() {
    #expect(
      english(pressure().spoken(today: today))
        == "131 over 82, pulse 70, this morning at 08:05, from your cuff")
    #expect(
      german(pressure().spoken(today: today))
        == "131 zu 82, Puls 70, heute Morgen um 08:05, von Ihrer Manschette")
  }

  @Test func whatAReaderMustKnowEndsIt() {
    var doubted = pressure(pulse: nil)
    doubted.doubtful = true
    doubted.amended = true
    doubted.retracted = true
    #expect(
      english(doubted.spoken(today: today)).hasSuffix(
        "from your cuff, to be doubted, changed, entered in error"))
    #expect(
      english(doubted.listed)
        == "08:05 · from the cuff · to be doubted · changed · entered in error")
  }

  @Test func otherEntriesAreReadAloudWithTheirKind() {
    let saturation = entry("oximetry", "saturation", .number(digits: "97", unit: "%"))
    #expect(
      english(saturation.spoken(today: today))
        == "oxygen level 97 percent, this evening at 19:30, typed")
    let weight = entry("weight", "weight", .number(digits: "71.50", unit: "kg"))
    #expect(
      english(weight.spoken(today: today)) == "Weight, 71.50 kg, this evening at 19:30, typed")
    #expect(german(weight.headline) == "71,50 kg")
    // A pulse that was measured alone is said once.
    let pulse = entry("pulse", "pulse", .number(digits: "61", unit: "/min"))
    #expect(
      english(pulse.spoken(today: today)) == "Pulse, 61 a minute, this evening at 19:30, typed")
    #expect(english(pulse.underHeadline) == "")
  }

  @Test func theHeadlineIsWhatComesFirst() {
    #expect(english(pressure().headline) == "131/82")
    #expect(english(pressure().underHeadline) == "mmHg · Pulse 70")
    #expect(english(pressure(pulse: nil).underHeadline) == "mmHg")
    let pain = entry("pain", "severity", .choices(["very-severe"]))
    #expect(!pain.isNumber)
    #expect(english(pain.headline) == "very severe")
    var score = entry("who-5", "who5-1", .choices(["some"]))
    score.score = Score(points: 13, most: 25)
    #expect(score.isNumber)
    #expect(english(score.headline) == "13 of 25 points")
    var note = entry("note", "text", .text(""))
    (note.values, note.note) = ([], "Slept badly")
    #expect(english(note.headline) == "Slept badly")
    let failed = entry("failed-blood-pressure", "systolic", .number(digits: nil, unit: "mmHg"))
    #expect(english(failed.headline) == "No value")
  }

  @Test func valuesAreWrittenWithTheirUnits() {
    #expect(
      english(Content.number(digits: "5.6", unit: "mmol/L").words(of: "glucose")) == "5.6 mmol/L")
    #expect(german(Content.number(digits: "12345", unit: "").words(of: "steps")) == "12.345")
    #expect(english(Content.choices(["calm", "tired"]).words(of: "feelings")) == "calm, tired")
    let moment = Content.moment(ShownMoment(day: today, time: CivilTime(22, 0)))
    #expect(english(moment.words(of: "asleep", today: today)) == "Today at 22:00")
    #expect(english(moment.words(of: "asleep")) == "Tuesday 18 August 2026 at 22:00")
  }

  @Test func theSourceIsSaidAndHowWrongItsClockWas() {
    let slow = Source.device(
      SourceDevice(
        model: "BM85", kind: .cuff, clockOff: .seconds(-(3 * 86_400 + 3600)), cause: .reset))
    #expect(
      slow.clockWords.map { english($0) }
        == "The clock of the cuff was 3 days 1 hour slow. The time here is corrected.")
    #expect(
      slow.clockFact.map { english($0) }
        == "The clock of the cuff was 3 days 1 hour slow. The time here is corrected. "
        + "It was reset, as after new batteries.")
    let fast = Source.device(
      SourceDevice(model: "3230", kind: .oximeter, clockOff: .seconds(61)))
    #expect(
      fast.clockWords.map { english($0) }
        == "The clock of the device was 1 minute fast. The time here is corrected.")
    #expect(Source.typed.clockFact == nil)
    let clinician = Source.clinician(name: "Dr Osei", organisation: "Northfield Surgery")
    #expect(english(clinician.words) == "written by Dr Osei")
    #expect(english(clinician.fact) == "written by Dr Osei · Northfield Surgery")
  }

  @Test func aVersionSaysWhatWasDoneAndWhy() {
    let version = ShownVersion(
      written: ShownMoment(day: today.adding(days: -1), time: CivilTime(9, 0)), entry: pressure(),
      author: "Ben", reason: "my arm", change: .amended)
    #expect(english(version.words(today: today)) == "Changed · Yesterday at 09:00 · by Ben")
    #expect(english(version.saidThen) == "131/82 · Why: my arm")
  }

  @Test func aFileSaysHowLargeItIs() {
    #expect(english(.size(0)) == "0 kB")
    #expect(english(.size(1)) == "1 kB")
    #expect(english(.size(340_000)) == "340 kB")
    #expect(english(.size(999_001)) == "1.0 MB")
    #expect(german(.size(2_149_999)) == "2,1 MB")
    #expect(english(.size(.max)).hasSuffix(" MB"))
    let file = ShownFile(id: "1", name: nil, bytes: 5000, stripped: true)
    #expect(english(file.words) == "File without a name")
    #expect(english(file.below) == "5 kB · Place and camera were taken out.")
  }
}
