import Foundation
import HealthDiaryCore

extension CivilMoment {
  /// The instant, where it is known as one and not only within bounds or as a day.
  public var date: Date? {
    guard let earliestMs, earliestMs == latestMs else { return nil }
    return Date(timeIntervalSince1970: Double(earliestMs) / 1000)
  }

  /// The bounds that the instant lies in; both the same where it is known.
  public var bounds: ClosedRange<Date>? {
    guard let earliestMs, let latestMs, earliestMs <= latestMs else { return nil }
    let at = { (ms: Int64) in Date(timeIntervalSince1970: Double(ms) / 1000) }
    return at(earliestMs)...at(latestMs)
  }

  /// The zone where it was, with the rules of this phone. Show ``CivilMoment/parts`` rather than working them out again: they
  /// are what was recorded, whatever newer rules say.
  public var timeZone: TimeZone? {
    zone.flatMap(TimeZone.init(identifier:))
  }

  /// What the calendar and the clock on the wall showed, for a formatter of the platform.
  public var components: DateComponents? {
    guard let parts else { return nil }
    var components = DateComponents()
    components.calendar = Calendar(identifier: .gregorian)
    components.year = Int(parts.year)
    components.month = Int(parts.month)
    components.day = Int(parts.day)
    components.hour = parts.hour.map(Int.init)
    components.minute = parts.minute.map(Int.init)
    components.second = parts.second.map(Int.init)
    return components
  }
}

extension SaidMoment {
  /// An instant, in a zone, or in the one that the phone is set to.
  public static func at(_ date: Date, in zone: TimeZone? = nil) -> SaidMoment {
    .at(ms: Int64((date.timeIntervalSince1970 * 1000).rounded()), zone: zone?.identifier)
  }
}
