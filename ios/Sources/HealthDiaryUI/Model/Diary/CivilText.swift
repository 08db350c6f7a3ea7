import Foundation
import HealthDiary

// Civil days and times of the phone, and as the core writes them.

private let parts: Set<Calendar.Component> = [.year, .month, .day, .hour, .minute, .second]

extension CivilDay {
  /// The day of something of the app's own, where the phone is now; milliseconds since 1970.
  init(atMs: Int64, in zone: TimeZone = .autoupdatingCurrent) {
    self = CivilDayTime(atMs: atMs, in: zone).day
  }

  /// As the core writes days: `2026-08-14`.
  var text: String { Self.digits(year, 4) + "-" + Self.digits(month) + "-" + Self.digits(day) }

  /// A day as the core writes it.
  init?(text: some StringProtocol) {
    let numbers = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 3, let year = numbers[0], let month = numbers[1], let day = numbers[2]
    else { return nil }
    self.init(year, month, day)
  }

  fileprivate static func digits(_ number: Int, _ count: Int = 2) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, count - text.count)) + text
  }
}

extension CivilTime {
  /// As the core writes times: `07:30:00`.
  var text: String {
    CivilDay.digits(hour) + ":" + CivilDay.digits(minute) + ":" + CivilDay.digits(second)
  }

  /// A time as the core writes it, with or without seconds; parts of one are left out.
  init?(text: some StringProtocol) {
    let numbers = text.split(separator: ":", omittingEmptySubsequences: false).map {
      Int($0.prefix { $0 != "." })
    }
    guard (2...3).contains(numbers.count), let hour = numbers[0], let minute = numbers[1] else {
      return nil
    }
    self.init(hour, minute, numbers.count > 2 ? numbers[2] ?? 0 : 0)
  }
}

extension CivilDayTime {
  /// When something of the app's own was, where the phone is now; milliseconds since 1970.
  init(atMs: Int64, in zone: TimeZone = .autoupdatingCurrent) {
    self.init(date: Date(timeIntervalSince1970: Double(atMs) / 1000), in: zone)
  }

  /// What the clock on the wall shows in a zone. The calendar is the Gregorian one, as of everything that is recorded.
  init(date: Date, in zone: TimeZone) {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    // A date has all its parts.
    let found = CivilDayTime(calendar.dateComponents(parts, from: date))
    self = found ?? CivilDayTime(CivilDay(1970, 1, 1))
  }

  /// The whole minute.
  var toTheMinute: CivilDayTime { CivilDayTime(day, CivilTime(time.hour, time.minute)) }

  /// As the core writes it: `2026-08-14T07:30:00`.
  var text: String { day.text + "T" + time.text }

  /// A day with its time as the core writes it.
  init?(text: String) {
    let halves = text.split(separator: "T", maxSplits: 1)
    guard halves.count == 2, let day = CivilDay(text: halves[0]),
      let time = CivilTime(text: halves[1])
    else { return nil }
    self.init(day, time)
  }
}

extension ShownMoment {
  /// When something of the app's own happened, where the phone is now; milliseconds since 1970. What is written down has its own place.
  init(atMs: Int64, in zone: TimeZone = .autoupdatingCurrent) {
    let at = CivilDayTime(atMs: atMs, in: zone)
    self.init(day: at.day, time: at.time)
  }
}
