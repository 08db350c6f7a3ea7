import Foundation

/// How numbers, days and times are written where the phone is set to.
///
/// Days and times are those of the diary: they are written as they were recorded, and no zone moves them.
public struct Formats: Sendable {
  /// The language and the habits of its place; whether the day has twice twelve hours is part of them.
  public let locale: Locale
  private let calendar: Calendar

  public init(locale: Locale = .autoupdatingCurrent) {
    self.locale = locale
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    calendar.locale = locale
    self.calendar = calendar
  }

  /// Digits with a dot, such as the core gives, with the mark that is used here and as many decimals as there were; anything else
  /// as it is.
  public func number(_ digits: String) -> String {
    let unsigned = digits.hasPrefix("-") ? digits.dropFirst() : digits[...]
    let parts = unsigned.split(separator: ".", omittingEmptySubsequences: false)
    let isDigits = { (part: Substring) in
      !part.isEmpty && part.allSatisfy { ("0"..."9").contains($0) }
    }
    guard parts.count <= 2, parts.allSatisfy(isDigits),
      let value = Decimal(string: digits, locale: Locale(identifier: "en_US_POSIX"))
    else { return digits }
    let decimals = parts.count == 2 ? parts[1].count : 0
    return value.formatted(
      Decimal.FormatStyle(locale: locale).precision(.fractionLength(decimals)))
  }

  /// A whole number.
  public func number(_ count: Int) -> String {
    count.formatted(IntegerFormatStyle<Int>(locale: locale))
  }

  /// "8:05" or "8:05 am".
  public func time(_ time: CivilTime) -> String {
    let parts = DateComponents(
      year: 2000, month: 1, day: 1, hour: time.hour, minute: time.minute)
    return written(parts, style.hour().minute())
  }

  /// A day, as long as asked for.
  public func day(_ day: CivilDay, _ form: DayForm) -> String {
    let style =
      switch form {
      case .near(let today) where today.year == day.year:
        style.weekday(.wide).day().month(.wide)
      case .near, .long: style.weekday(.wide).day().month(.wide).year()
      case .short: style.weekday(.abbreviated).day()
      case .ofMonth: style.day().month(.abbreviated)
      case .month: style.month(.wide).year()
      }
    return written(DateComponents(year: day.year, month: day.month, day: day.day), style)
  }

  private var style: Date.FormatStyle {
    Date.FormatStyle(locale: locale, calendar: calendar, timeZone: calendar.timeZone)
  }

  /// Written in the same zone that it is read in: it is no instant, and a date only on the way.
  private func written(_ parts: DateComponents, _ style: Date.FormatStyle) -> String {
    calendar.date(from: parts).map { $0.formatted(style) } ?? ""
  }
}
