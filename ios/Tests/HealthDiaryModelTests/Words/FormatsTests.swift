import Foundation
import HealthDiaryModel
import Testing

/// Numbers, days and times as they are written in several places.
@Suite struct FormatsTests {
  private let britain = Formats(locale: Locale(identifier: "en_GB"))
  private let america = Formats(locale: Locale(identifier: "en_US"))
  private let germany = Formats(locale: Locale(identifier: "de_DE"))
  private let egypt = Formats(locale: Locale(identifier: "ar_EG"))

  @Test func digitsStayAsManyAsWereGiven() {
    #expect(britain.number("36.60") == "36.60")
    #expect(germany.number("36.60") == "36,60")
    #expect(germany.number("5.0") == "5,0")
    #expect(germany.number("131") == "131")
    #expect(egypt.number("36.60") == "٣٦٫٦٠")
    #expect(britain.number("-0.5") == "-0.5")
    #expect(britain.number("0.12345678901234567890") == "0.12345678901234567890")
  }

  @Test func largeNumbersAreGroupedAsHere() {
    #expect(britain.number("12345.5") == "12,345.5")
    #expect(germany.number(12345) == "12.345")
  }

  @Test func whatIsNoNumberStaysAsItIs() {
    for text in ["", "-", ".", "1.2.3", "12abc", "1e5", "١٢", "NaN", "1."] {
      #expect(germany.number(text) == text)
    }
  }

  @Test func timesAreThoseOfTheWall() {
    let time = CivilTime(8, 5, 59)
    #expect(britain.time(time) == "08:05")
    #expect(germany.time(CivilTime(0, 0)) == "00:00")
    // Newer data have a narrow space before it.
    #expect(["8:05 AM", "8:05\u{202F}AM"].contains(america.time(time)))
    #expect(["12:00 AM", "12:00\u{202F}AM"].contains(america.time(.midnight)))
  }

  @Test func theDayHasTwiceTwelveHoursWhereThePersonWantsIt() {
    var habits = Locale.Components(identifier: "en_US")
    habits.hourCycle = .zeroToTwentyThree
    #expect(Formats(locale: Locale(components: habits)).time(CivilTime(20, 5)) == "20:05")
  }

  @Test func daysHaveTheirYearOnlyWhereItIsAnother() {
    let day = CivilDay(2026, 8, 18)
    #expect(britain.day(day, .near(CivilDay(2026, 1, 1))) == "Tuesday 18 August")
    #expect(britain.day(day, .near(CivilDay(2027, 1, 1))) == "Tuesday 18 August 2026")
    #expect(germany.day(day, .near(day)) == "Dienstag, 18. August")
    #expect(germany.day(day, .long) == "Dienstag, 18. August 2026")
    #expect(america.day(day, .near(day)) == "Tuesday, August 18")
    #expect(britain.day(day, .short) == "Tue 18")
    #expect(britain.day(day, .ofMonth) == "18 Aug")
    #expect(germany.day(day, .month) == "August 2026")
  }

  @Test func noZoneMovesADay() {
    // Neither the phone's zone nor a change of its clocks: the first and the last moment of a day are of that day.
    for day in [CivilDay(2026, 3, 29), CivilDay(2026, 10, 25), CivilDay(2024, 2, 29)] {
      #expect(britain.day(day, .ofMonth).hasPrefix("\(day.day) "))
    }
    #expect(britain.time(CivilTime(2, 30)) == "02:30")
  }
}
