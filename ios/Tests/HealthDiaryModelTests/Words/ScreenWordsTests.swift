import HealthDiaryMessages
import HealthDiaryModel
import Testing

/// What screens say of how it goes.
@Suite struct ScreenWordsTests {
  @Test func countsHaveTheirForms() {
    #expect(english(.counted(.todayWaiting, 1)) == "1 reading is waiting: whose is it?")
    #expect(english(.counted(.todayWaiting, 2)) == "2 readings are waiting: whose are they?")
    #expect(english(.counted(.takeLostSafe, 0)) == "The 0 readings received are safe.")
    #expect(german(.counted(.chartReadings, 1234)) == "1.234 Messwerte")
  }

  @Test func everyCountedMessageHasBothFormsInBothLanguages() throws {
    for language in ["en", "de"] {
      let catalogue = try XcodeCatalogue(language)
      for key in MessageKey.allCases where catalogue.counts(key) {
        for count in [0, 1, 2] {
          #expect(!catalogue.words(key, count: count, ["\(count)", "Ana"]).isEmpty)
        }
      }
    }
  }

  @Test func aButtonThatGivesAllSaysToWhom() {
    let ana = ShownPerson(id: "1", name: "Ana")
    let group = { (count: Int, user: Int?) in
      WaitingGroup(
        id: "1", device: "BM85", user: user, why: .nobodySaid, readings: [], count: count)
    }
    #expect(english(group(1, 2).assign(to: ana)) == "Give it to Ana")
    #expect(english(group(12, 2).assign(to: ana)) == "Give all 12 to Ana")
    #expect(german(group(12, 2).assign(to: ana)) == "Alle 12 an Ana")
    #expect(english(group(1, 2).from) == "From BM85 · User 2")
    #expect(english(group(1, nil).from) == "From BM85; it does not say whose")
  }

  @Test func aLostLinkSaysWhatHappensWhatIsSafeAndWhatToDo() throws {
    let words = try #require(TakeStage.linkLost(taken: 2).words)
    #expect(english(words.happens) == "The link to the device was lost.")
    #expect(Message.safe(words.safe).map { english($0) } == "The 2 readings received are safe.")
    #expect(words.then.map { english($0) } == "Stay near; it goes on by itself.")
    #expect(words.tone == .attention)
    #expect(words.button == nil)
    #expect(Message.safe(0) == nil)
  }

  @Test func everyStageHasWordsButThoseThatHaveAPicture() {
    let stages: [TakeStage] = [
      .noDevice, .looking, .found(device: "BM85"), .receiving(taken: 0), .receiving(taken: 1),
      .receiving(taken: 2, of: 5), .linkLost(taken: 0), .asking(taken: 1), .finishing(taken: 1),
      .measuring(pressure: "148", unit: "mmHg"), .nothingNew, .missing(taken: 1, missing: 2),
      .stopped(taken: 1), .bluetoothOff(), .notPermitted(asksAgain: true),
      .notPermitted(asksAgain: false), .pairedElsewhere, .noSpace(taken: 3),
    ]
    for stage in stages {
      let words = stage.words
      #expect(words.map { !english($0.happens).isEmpty } == true)
      // What goes on has no button: the device's own is the one to press.
      if let button = words?.button { #expect(!german(button.words).isEmpty) }
    }
    #expect(TakeStage.prepare().words == nil)
    #expect(TakeStage.watching(saturation: nil, pulse: nil, signal: .noFinger).words == nil)
    #expect(
      TakeStage.receiving(taken: 2, of: 5).words.map { english($0.happens) } == "Receiving 2 of 5")
    #expect(TakeStage.notPermitted(asksAgain: false).words?.button?.act == .openPhoneSettings)
  }

  @Test func aChartHasItsSentence() {
    let summary = ChartSummary(
      readings: 14, days: 7, mean: ChartValue(top: "131", bottom: "82"),
      extreme: ChartValue(top: "148", bottom: "91"),
      extremeAt: ShownMoment(day: today, time: CivilTime(7, 30)))
    var chart = ShownChart(
      what: .pressure(), first: today.adding(days: -6), last: today, points: [], summary: summary)
    #expect(
      english(chart.sentence(today: today))
        == "14 readings in 7 days, mean 131 over 82, highest 148 over 91 on Tuesday 18 August, in the morning."
    )
    chart.summary?.readings = 1
    #expect(
      english(chart.sentence(today: today)) == "1 reading: 131 over 82, today at 07:30.")
    chart.summary = nil
    #expect(english(chart.sentence(today: today)) == "No readings in this time.")
    let line = Threshold(
      value: ChartValue(top: "135", bottom: "85"), source: "NICE, home averages")
    #expect(english(line.words) == "Line at 135/85: NICE, home averages")
    #expect(
      english(Charted.other(field: "weight", unit: "kg").title) == "Weight, kg")
  }

  @Test func ofOxygenTheLowestIsSaid() {
    let summary = ChartSummary(
      readings: 3, days: 1, mean: ChartValue(top: "95.3"), extreme: ChartValue(top: "91"),
      extremeAt: ShownMoment(day: today, time: CivilTime(23, 10)))
    let chart = ShownChart(
      what: .oxygen, first: today, last: today, points: [], summary: summary)
    #expect(
      german(chart.sentence(today: today)).contains("95,3"))
    #expect(
      english(chart.sentence(today: today))
        == "3 readings in 1 day, mean 95.3, lowest 91 on Tuesday 18 August, in the night.")
  }

  @Test func whatIsTypedIsToldWhatIsWrongWithIt() {
    #expect(english(TypingProblem.missing(.bottom).words) == "Bottom number is still missing.")
    #expect(
      english(TypingProblem.impossible(.top, lowest: "40", highest: "300").words)
        == "Top number can only be from 40 to 300. Please look again.")
    #expect(TypingProblem.unusual(.top).tone == .attention)
    #expect(TypingProblem.swapped.tone == .error)
    let said = CivilDayTime(CivilDay(2026, 10, 25), CivilTime(2, 30))
    #expect(english(TypingProblem.twice(said, second: false)) == "02:30, the first time")
    #expect(english(Optional(said).words(today: today)) == "Sunday 25 October at 02:30")
    #expect(english(Optional<CivilDayTime>.none.words(today: today)) == "Now")
  }

  @Test func aFieldSaysItsUnitAndWhetherItIsNeeded() {
    let number = FormField(
      name: "glucose", shape: .number(units: ["mmol/L", "mg/dL"]), required: true)
    #expect(english(number.label) == "\(english(number.title)) (needed), mmol/L")
    let steps = FormField(name: "steps", shape: .number(units: [""]))
    #expect(english(steps.label) == english(steps.title))
    let form = FormState(today: today, kind: ShownKind(kind: "phq-9"), fields: [], reason: "")
    #expect(english(form.title).hasPrefix("Change: "))
    #expect(form.asks == Message(.formAsksBothered))
  }

  @Test func aDeviceSaysItsBatteryItsClockAndItsProof() {
    let device = ShownDevice(
      id: "1", label: "BM85", serial: "42", battery: 19, batteryOn: today,
      last: ShownSync(at: ShownMoment(day: today, time: CivilTime(8, 5)), proof: .count),
      clock: .wrong, clockOff: .seconds(-120))
    #expect(device.batteryWords(today: today)?.tone == .attention)
    #expect(english(device.clockWords) == "Its clock is 2 minutes slow. Times are corrected here.")
    #expect(english(device.lastWords(today: today)) == "Last received: today at 08:05")
    var full = device
    full.battery = 20
    #expect(full.batteryWords(today: today).map { english($0.says) } == "Battery 20 %, today")
    full.last = nil
    #expect(english(full.lastWords(today: today)) == "Nothing received yet")
    #expect(Proof.none.words.tone == .attention)
    let near = NearDevice(address: "1", name: "BM85", tellsApart: "A1:B2", veryNear: true)
    #expect(english(near.below) == "\u{2066}A1:B2\u{2069} · Very near")
  }

  @Test func whatWentWrongIsSaidInFullSentences() {
    #expect(
      english(UnlockProblem.wait(.seconds(300)).words(way: .passphrase))
        == "Too many tries. Wait 5 minutes, then try again. Nothing is lost.")
    #expect(
      UnlockProblem.wrong.words(way: .recoveryCode) != UnlockProblem.wrong.words(way: .passphrase))
    #expect(
      english(BackupTrouble.folderGone.words(folder: "Card")).hasPrefix(
        "The folder is not there: Card. Earlier backups in it are untouched."))
    #expect(UnlockProblem.cancelled.tone == .calm)
    #expect(UnlockProblem.damaged.backupHelps)
    #expect(english(Damage.pictures(count: 1).words) == "1 picture or file cannot be read")
    #expect(english(Strength.good.words) == "How hard to guess: Good")
  }

  @Test func everyNeedSaysWhetherItIsMetAndWhatMendsIt() {
    for kind in NeedKind.allCases {
      let (met, not) = (Need(what: kind, met: true), Need(what: kind, met: false))
      #expect(english(met.words) != english(not.words))
      #expect(german(met.words) != german(not.words))
      #expect(!german(kind.fix).isEmpty)
    }
  }

  @Test func aCodeIsReadAloudLetterByLetter() {
    #expect(english(.codeGroup(0, Hidden("K7QM"))) == "Group 1: K 7 Q M")
  }

  @Test func wordsThatSayNothingLeaveNoDotsBehind() {
    #expect(english(.beside(nil, .text(""), .text("a"), nil, .text("b"))) == "a · b")
    #expect(english(.aloud(.text("a"))) == "a")
    #expect(english(.beside()) == "")
    #expect(english(.titled(.text("ärger"))) == "Ärger")
    #expect(german(.titled(.text(""))) == "")
  }
}
