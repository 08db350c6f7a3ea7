import Foundation

/// A day of the calendar, without a zone: what was recorded is shown as it was recorded.
public struct CivilDay: Sendable, Hashable, Comparable {
  public let year: Int
  /// From 1.
  public let month: Int
  /// From 1.
  public let day: Int

  public init(_ year: Int, _ month: Int, _ day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The day of components of the Gregorian calendar; none where one of its three parts is missing.
  public init?(_ components: DateComponents) {
    guard let year = components.year, let month = components.month, let day = components.day else {
      return nil
    }
    self.init(year, month, day)
  }

  /// For a calendar or a formatter of the platform.
  public var components: DateComponents {
    DateComponents(year: year, month: month, day: day)
  }

  /// The day that is so many days later, or earlier where it is negative.
  public func adding(days: Int) -> CivilDay {
    let later = noon.addingTimeInterval(Double(days) * 86_400)
    return CivilDay(withoutZone.dateComponents([.year, .month, .day], from: later)) ?? self
  }

  /// How many days it is from here to another day; negative where that is earlier.
  public func days(to other: CivilDay) -> Int {
    Int((other.noon.timeIntervalSince(noon) / 86_400).rounded())
  }

  /// From 1, Sunday, to 7, as calendars of the platform count.
  public var weekday: Int {
    withoutZone.component(.weekday, from: noon)
  }

  public static func < (one: CivilDay, other: CivilDay) -> Bool {
    (one.year, one.month, one.day) < (other.year, other.month, other.day)
  }

  private var noon: Date {
    withoutZone.date(from: DateComponents(year: year, month: month, day: day, hour: 12))
      ?? Date(timeIntervalSince1970: 0)
  }
}

/// What a clock on the wall shows, without a zone.
public struct CivilTime: Sendable, Hashable, Comparable {
  /// From 0 to 23.
  public let hour: Int
  public let minute: Int
  public let second: Int

  public init(_ hour: Int, _ minute: Int, _ second: Int = 0) {
    self.hour = hour
    self.minute = minute
    self.second = second
  }

  /// The time of components; none where no more than the day is known.
  public init?(_ components: DateComponents) {
    guard let hour = components.hour, let minute = components.minute else { return nil }
    self.init(hour, minute, components.second ?? 0)
  }

  /// For a calendar or a formatter of the platform.
  public var components: DateComponents {
    DateComponents(hour: hour, minute: minute, second: second)
  }

  /// Seconds since midnight, by the clock on the wall.
  var ofDay: Int { (hour * 60 + minute) * 60 + second }

  public static let midnight = CivilTime(0, 0)
  public static let noon = CivilTime(12, 0)

  public static func < (one: CivilTime, other: CivilTime) -> Bool {
    (one.hour, one.minute, one.second) < (other.hour, other.minute, other.second)
  }
}

/// A day, and a time on it, without a zone.
public struct CivilDayTime: Sendable, Hashable, Comparable {
  public let day: CivilDay
  public let time: CivilTime

  public init(_ day: CivilDay, _ time: CivilTime = .midnight) {
    self.day = day
    self.time = time
  }

  /// None where the day or the time is missing.
  public init?(_ components: DateComponents) {
    guard let day = CivilDay(components), let time = CivilTime(components) else { return nil }
    self.init(day, time)
  }

  /// For a calendar or a formatter of the platform.
  public var components: DateComponents {
    DateComponents(
      year: day.year, month: day.month, day: day.day,
      hour: time.hour, minute: time.minute, second: time.second)
  }

  /// What a clock that nobody puts forward or back shows so many minutes later, or earlier where it is negative.
  public func adding(minutes: Int) -> CivilDayTime {
    let whole = time.hour * 60 + time.minute + minutes
    let days = Int((Double(whole) / 1440).rounded(.down))
    let left = whole - days * 1440
    return CivilDayTime(
      day.adding(days: days), CivilTime(left / 60, left % 60, time.second))
  }

  /// How many seconds it is from here to another, by the clock on the wall; negative where that is earlier.
  public func seconds(to other: CivilDayTime) -> Int {
    day.days(to: other.day) * 86_400 + other.time.ofDay - time.ofDay
  }

  public static func < (one: CivilDayTime, other: CivilDayTime) -> Bool {
    (one.day, one.time) < (other.day, other.time)
  }
}

/// The Gregorian calendar where no clock is ever put forward or back.
private let withoutZone: Calendar = {
  var calendar = Calendar(identifier: .gregorian)
  calendar.timeZone = TimeZone(secondsFromGMT: 0) ?? calendar.timeZone
  return calendar
}()
