import HealthDiaryModel
import Testing

/// Days, times and lengths of time in words.
@Suite struct DayWordsTests {
  @Test func daysNearAreSaidByName() {
    #expect(english(.day(today, today: today)) == "Today")
    #expect(german(.day(today.adding(days: -1), today: today)) == "Gestern")
    #expect(english(.day(nil, today: today)) == "Day not known")
    #expect(english(.day(CivilDay(2025, 8, 18), today: today)) == "Monday 18 August 2025")
    #expect(english(.dayInSentence(today, today: today)) == "today")
    #expect(english(.dayInSentence(CivilDay(2026, 8, 16), today: today)) == "Sunday 16 August")
    // The day before the first of a year, and of March.
    #expect(english(.day(CivilDay(2025, 12, 31), today: CivilDay(2026, 1, 1))) == "Yesterday")
    #expect(english(.day(CivilDay(2024, 2, 29), today: CivilDay(2024, 3, 1))) == "Yesterday")
  }

  @Test func theTimeSaysWhereAndHowWellItIsKnown() {
    let berlin = ShownMoment(day: today, time: CivilTime(8, 5), place: "Berlin")
    #expect(english(berlin.words(today: today)) == "Today at 08:05 in Berlin")
    #expect(english(berlin.inSentence(today: today)) == "today at 08:05 in Berlin")
    let about = ShownMoment(day: today, time: CivilTime(8, 5), known: .about)
    #expect(english(about.spoken(today: today)) == "this morning at about 08:05")
    let twice = ShownMoment(day: today, time: CivilTime(2, 30), known: .oneOfTwo)
    #expect(twice.timeWords.map { english($0) } == "02:30, or an hour later")
    let day = ShownMoment(day: today)
    #expect(day.timeWords == nil)
    #expect(english(day.spoken(today: today)) == "today")
    #expect(english(ShownMoment(day: nil).words(today: today)) == "Day not known")
  }

  @Test func thePartsOfTheDayBeginAsPeopleSayThem() {
    let said = { (hour: Int) in
      english(ShownMoment(day: today, time: CivilTime(hour, 0)).spoken(today: today))
    }
    #expect(said(0) == "this morning at 00:00")
    #expect(said(12) == "this afternoon at 12:00")
    #expect(said(18) == "this evening at 18:00")
    let yesterday = ShownMoment(day: today.adding(days: -1), time: CivilTime(9, 0))
    #expect(english(yesterday.spoken(today: today)) == "yesterday at 09:00")
  }

  @Test func aLengthHasItsTwoLargestParts() {
    let day = 86_400
    for (seconds, words) in [
      (0, "1 minute"), (59, "1 minute"), (60, "1 minute"), (120, "2 minutes"),
      (3600, "1 hour"), (3660, "1 hour 1 minute"), (-7200, "2 hours"),
      (day, "1 day"), (3 * day + 3600, "3 days 1 hour"), (day + 60, "1 day"),
      (366 * day, "1 year 1 day"), (730 * day + 7200, "2 years"),
    ] {
      #expect(english(.length(.seconds(seconds))) == words)
    }
    #expect(german(.length(.seconds(2 * day + 3600))) == "2 Tage 1 Stunde")
  }
}
