import Foundation
import HealthDiaryModel
import Testing

/// The colours keep the contrasts that people need, by the formula of WCAG 2.2.
struct ContrastTests {
  private static let texts: [Role] = [
    .text, .secondary, .primary, .attention, .error, .fine, .systolic, .diastolic, .pulse, .oxygen,
  ]

  @Test("text stands out from what is behind it", arguments: [false, true])
  func text(dark: Bool) {
    for role in Self.texts {
      for ground in [Role.background, .surface] {
        #expect(contrast(role, ground, dark) >= 4.5, "\(role) on \(ground)")
      }
    }
    #expect(contrast(.onPrimary, .primary, dark) >= 4.5)
  }

  @Test("lines stand out from what is behind them", arguments: [false, true])
  func lines(dark: Bool) {
    for ground in [Role.background, .surface] { #expect(contrast(.grid, ground, dark) >= 3) }
  }

  @Test("black on white is as the formula's authors say")
  func formula() {
    #expect(abs(contrast(0x000000, 0xFFFFFF) - 21) < 0.001)
    #expect(contrast(0xFFFFFF, 0xFFFFFF) == 1)
  }

  private func contrast(_ one: Role, _ other: Role, _ dark: Bool) -> Double {
    contrast(one.rgb(dark: dark), other.rgb(dark: dark))
  }

  private func contrast(_ one: UInt32, _ other: UInt32) -> Double {
    let (one, other) = (luminance(one), luminance(other))
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
  }

  private func luminance(_ rgb: UInt32) -> Double {
    let parts = [rgb >> 16 & 0xFF, rgb >> 8 & 0xFF, rgb & 0xFF].map { byte in
      let part = Double(byte) / 255
      return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }
}

/// Where things lie in a chart.
struct ChartScaleTests {
  private let day = CivilDay(2026, 8, 12)

  private func chart(
    _ what: Charted, _ values: ChartValue..., means: [DayMean] = []
  ) -> ShownChart {
    let points = values.enumerated().map { index, value in
      ChartPoint(at: ShownMoment(day: day.adding(days: index), time: .noon), value: value)
    }
    return ShownChart(
      what: what, first: day, last: day.adding(days: 6), points: points, means: means)
  }

  @Test("the axis of pressure holds both numbers, in round steps")
  func pressure() {
    let scale = ChartScale(
      chart(
        .pressure(), ChartValue(top: "148", bottom: "76"), ChartValue(top: "131", bottom: "82")))
    #expect(scale.values.contains(76) && scale.values.contains(148))
    #expect(scale.ticks.allSatisfy { $0.truncatingRemainder(dividingBy: 10) == 0 })
  }

  @Test("oxygen goes from 85 to 100, and lower where a value is")
  func oxygen() {
    #expect(ChartScale(chart(.oxygen, ChartValue(top: "97"))).ticks == [85, 90, 95, 100])
    #expect(ChartScale(chart(.oxygen, ChartValue(top: "78"))).ticks.first == 75)
  }

  @Test("a single value has room, and so has none")
  func single() {
    let scale = ChartScale(chart(.pulse, ChartValue(top: "66")))
    #expect(scale.ticks.count >= 2)
    #expect(scale.values.contains(66))
    #expect(ChartScale(chart(.pulse)).ticks.count >= 2)
    #expect(ChartScale(chart(.pulse, ChartValue(top: "0"))).values.contains(0))
  }

  @Test("time is the civil day, noon in its middle")
  func time() {
    let scale = ChartScale(chart(.pulse, ChartValue(top: "66")))
    let fourth = day.adding(days: 3)
    #expect(scale.days == 7)
    #expect(scale.start(day) == 0)
    #expect(scale.along(ShownMoment(day: fourth, time: .noon)) == scale.middle(fourth))
    #expect(scale.along(ShownMoment(day: fourth)) == scale.middle(fourth))
    #expect(scale.along(ShownMoment(day: nil)) == nil)
  }

  @Test("labels are no more than asked for", arguments: [1, 3, 7, 20])
  func labels(most: Int) {
    let labelled = ChartScale(chart(.pulse, ChartValue(top: "66"))).labelled(atMost: most)
    #expect(labelled.first == day)
    #expect((1...most).contains(labelled.count))
    #expect(labelled == labelled.sorted())
  }

  @Test("a mean is a line from three readings on, and gaps stay gaps")
  func means() {
    let value = ChartValue(top: "131", bottom: "82")
    let means = [(0, 3), (1, 4), (2, 2), (3, 3), (5, 3), (6, 9)].map { at, count in
      DayMean(day: day.adding(days: at), readings: count, value: value)
    }
    let stretches = chart(.pressure(), value, means: means).stretches
    #expect(stretches.map { $0.map { day.days(to: $0.day) } } == [[0, 1], [3], [5, 6]])
  }
}

/// Days and times without a zone.
struct CivilTests {
  @Test("days follow each other over months, years and leap days")
  func days() {
    #expect(CivilDay(2028, 2, 28).adding(days: 1) == CivilDay(2028, 2, 29))
    #expect(CivilDay(2026, 12, 31).adding(days: 1) == CivilDay(2027, 1, 1))
    #expect(CivilDay(2026, 3, 1).adding(days: -1) == CivilDay(2026, 2, 28))
    #expect(CivilDay(2026, 3, 28).days(to: CivilDay(2026, 3, 30)) == 2)
    #expect(CivilDay(2026, 8, 18).weekday == 3)
  }

  @Test("minutes go over midnight both ways, and no clock is put forward")
  func minutes() {
    let late = CivilDayTime(CivilDay(2026, 3, 28), CivilTime(23, 59, 7))
    #expect(late.adding(minutes: 1) == CivilDayTime(CivilDay(2026, 3, 29), CivilTime(0, 0, 7)))
    #expect(late.adding(minutes: -1440).day == CivilDay(2026, 3, 27))
    #expect(late.adding(minutes: 120).time == CivilTime(1, 59, 7))
    #expect(CivilDayTime(CivilDay(2026, 1, 1)).adding(minutes: -1).day == CivilDay(2025, 12, 31))
  }

  @Test("what is read back is what was said")
  func components() {
    let at = CivilDayTime(CivilDay(2026, 3, 29), CivilTime(1, 30))
    #expect(CivilDayTime(at.components) == at)
    #expect(CivilDay(DateComponents(year: 2026, month: 3)) == nil)
    #expect(CivilTime(DateComponents(hour: 7)) == nil)
    #expect(at < CivilDayTime(CivilDay(2026, 3, 29), CivilTime(1, 31)))
  }
}

/// What keys make of digits.
struct PadKeyTests {
  private func typing(_ keys: String) -> String {
    keys.reduce(into: "") { digits, key in
      let key = key.wholeNumberValue.map(PadKey.digit) ?? .delete
      digits = key.typed(after: digits, longest: 3)
    }
  }

  @Test("digits follow each other, up to three")
  func digits() {
    #expect(typing("131") == "131")
    #expect(typing("1318") == "131")
  }

  @Test("the last one can be taken back, and nothing more than all")
  func delete() {
    #expect(typing("138<") == "13")
    #expect(typing("1<<<") == "")
  }

  @Test("no number begins with nought")
  func nought() {
    #expect(typing("082") == "82")
    #expect(typing("100") == "100")
    #expect(PadKey.next.typed(after: "13", longest: 3) == "13")
  }
}

/// What is typed in secret stays out of every text.
struct HiddenTests {
  @Test("no description, dump or state shows it")
  func hidden() {
    let state = UnlockState(way: .passphrase, secret: Hidden("apron lantern"))
    var dumped = ""
    dump(state, to: &dumped)
    for text in ["\(state)", String(reflecting: state), dumped] {
      #expect(!text.contains("apron"))
    }
    #expect(Hidden(" \n").isBlank && !Hidden("a").isBlank)
  }
}

/// What screens work out of their states.
struct StateTests {
  private let today = CivilDay(2026, 8, 18)
  private let ana = ShownPerson(id: "1", name: "Ana")
  private let ben = ShownPerson(id: "2", name: "Ben")

  private func entry(_ id: Int) -> ShownEntry {
    ShownEntry(id: "\(id)", kind: "pulse", values: [], at: ShownMoment(day: today))
  }

  private func history(_ counts: [Int], more: Bool = true) -> HistoryState {
    var next = 0
    let days = counts.map { count in
      HistoryDay(
        day: today,
        entries: (0..<count).map { _ in
          next += 1
          return entry(next)
        })
    }
    return HistoryState(today: today, days: days, more: more)
  }

  @Test("more of the history is asked for ten entries before its end, over days")
  func asksAt() {
    #expect(history([20]).asksAt == "11")
    #expect(history([7, 3, 8]).asksAt == "9")
    #expect(history([2, 3]).asksAt == "1")
    #expect(history([20], more: false).asksAt == nil)
    #expect(history([]).asksAt == nil)
  }

  @Test(
    "the main button of what waits follows the first suggestion, and others are offered besides")
  func suggestion() {
    let locked = WaitingGroup(
      id: "a", device: "BM85", user: 1, why: .locked(person: "Ben"), readings: [], suggested: ben)
    let open = WaitingGroup(id: "b", device: "BM85", user: 2, why: .nobodySaid, readings: [])
    var suggested = open
    (suggested.id, suggested.suggested) = ("c", ana)
    let state = WaitingState(today: today, groups: [locked, open, suggested], people: [ana, ben])
    #expect(state.suggestion?.group.id == "c")
    #expect(state.suggestion?.person == ana)
    #expect(state.others(for: suggested) == [ben])
    #expect(state.others(for: open) == [ana, ben])
    #expect(WaitingState(today: today, groups: [locked, open]).suggestion == nil)
  }

  @Test("what receiving needs first is the first that is missing")
  func needs() {
    let needs = [
      Need(what: .bluetooth, met: true), Need(what: .power, met: false),
      Need(what: .notStopped, met: false),
    ]
    #expect(ReceivingState(today: today, needs: needs).first?.what == .power)
    #expect(ReceivingState(today: today, needs: [needs[0]]).first == nil)
  }

  @Test("a lost link goes back a step, and what is finished has all behind it")
  func steps() {
    #expect(TakeStage.looking.stepsDone == 0)
    #expect(TakeStage.linkLost(taken: 2).stepsDone == TakeStage.found(device: "").stepsDone)
    #expect(TakeStage.receiving(taken: 2, of: 5).stepsDone == TakeStage.asking(taken: 2).stepsDone)
    #expect(TakeStage.finishing(taken: 5).stepsDone == TakeStep.allCases.count)
    #expect(TakeStage.nothingNew.stepsDone == nil)
  }

  @Test("a form is saved against doubt only where all that is wrong is doubt")
  func confirmed() {
    let kind = ShownKind(kind: "glucose")
    var field = FormField(name: "glucose", shape: .number(units: ["mmol/L"]))
    #expect(!FormState(today: today, kind: kind, fields: [field]).canBeConfirmed)
    field.problem = .unusual
    #expect(FormState(today: today, kind: kind, fields: [field]).canBeConfirmed)
    #expect(!FormState(today: today, kind: kind, fields: [field], problem: .future).canBeConfirmed)
    let other = FormField(name: "meal", shape: .text(), problem: .missing)
    #expect(!FormState(today: today, kind: kind, fields: [field, other]).canBeConfirmed)
    #expect(FormState(today: today, kind: kind, fields: [], problem: .meanOutside).canBeConfirmed)
  }

  @Test("a locked diary is ready once something is typed, and not while it waits")
  func ready() {
    #expect(UnlockState(way: .phone).isReady)
    #expect(!UnlockState(way: .passphrase).isReady)
    #expect(UnlockState(way: .passphrase, secret: Hidden("apron")).isReady)
    #expect(!UnlockState(way: .phone, problem: .wait(nil)).isReady)
    #expect(!UnlockState(way: .phone, busy: true).isReady)
  }
}
