import Foundation

/// Where and when the phone is: its clock on the wall and the zone that it is set to. Both change under a running app.
public struct Here: Sendable {
  /// The zone that the phone is set to now.
  let zone: @Sendable () -> TimeZone
  /// The phone's clock.
  let date: @Sendable () -> Date
  /// How numbers are typed here.
  let locale: @Sendable () -> Locale

  /// The phone's own; another one in tests.
  public init(
    zone: @escaping @Sendable () -> TimeZone = { .autoupdatingCurrent },
    date: @escaping @Sendable () -> Date = { Date() },
    locale: @escaping @Sendable () -> Locale = { .autoupdatingCurrent }
  ) {
    (self.zone, self.date, self.locale) = (zone, date, locale)
  }

  /// The day that it is here.
  var today: CivilDay { now.day }

  /// What the clock on the wall shows here.
  var now: CivilDayTime { CivilDayTime(date: date(), in: zone()) }

  /// Milliseconds since 1970.
  var nowMs: Int64 { Int64((date().timeIntervalSince1970 * 1000).rounded()) }

  /// The day of something of the app's own; milliseconds since 1970.
  func day(atMs: Int64) -> CivilDay { CivilDay(atMs: atMs, in: zone()) }

  /// When something of the app's own happened, milliseconds since 1970. What is written down has its own place.
  func shown(atMs: Int64) -> ShownMoment { ShownMoment(atMs: atMs, in: zone()) }

  /// The place of the phone's zone, where its clocks show another time than those of a zone that is named.
  func place(besides zone: String?) -> String? {
    guard let zone, let other = TimeZone(identifier: zone) else { return nil }
    let (here, now) = (self.zone(), date())
    return here.secondsFromGMT(for: now) == other.secondsFromGMT(for: now)
      ? nil : placeName(of: here.identifier)
  }
}

/// The place that a zone is called after: "New York" of `America/New_York`.
func placeName(of zone: String) -> String {
  (zone.split(separator: "/").last.map(String.init) ?? zone).replacingOccurrences(
    of: "_", with: " ")
}
