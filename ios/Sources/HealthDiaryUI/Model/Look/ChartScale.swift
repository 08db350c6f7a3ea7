/// Where values and days lie in a chart: days from 0 on, with fractions; values as they are.
///
/// Days are those of the calendar, so that no zone moves a reading to another one.
public struct ChartScale: Sendable, Equatable {
  private let first: CivilDay

  /// How many days there are.
  public let days: Int

  /// The numbers of the axis, from the lowest.
  public let ticks: [Double]

  public init(_ chart: ShownChart) {
    first = chart.first
    days = chart.first.days(to: chart.last) + 1
    let values =
      (chart.points.map(\.value) + chart.thresholds.map(\.value) + chart.means.map(\.value))
      .flatMap(\.numbers)
    let oxygen = chart.what == .oxygen
    let low = values.min() ?? 0
    let high = values.max() ?? 1
    let step = oxygen ? Self.oxygenStep : Self.step(max(high - low, high * Self.leastShare))
    let below = (low / step).rounded(.down) * step
    let from = oxygen ? min(Self.oxygen.lowerBound, below) : below
    let to =
      oxygen ? Self.oxygen.upperBound : max((high / step).rounded(.up) * step, from + step)
    ticks = (0...Int(((to - from) / step).rounded())).map { from + Double($0) * step }
  }

  /// The lowest and the highest number of the axis.
  public var values: ClosedRange<Double> {
    (ticks.first ?? 0)...(ticks.last ?? 1)
  }

  /// Where the middle of a day lies.
  public func middle(_ day: CivilDay) -> Double {
    start(day) + 0.5
  }

  /// Where a day begins.
  public func start(_ day: CivilDay) -> Double {
    Double(first.days(to: day))
  }

  /// Where a reading lies: by the clock on the wall; in the middle of its day where no more is known, and nowhere without a day.
  public func along(_ moment: ShownMoment) -> Double? {
    guard let day = moment.day else { return nil }
    let time = moment.time ?? .noon
    let seconds = (time.hour * 60 + time.minute) * 60 + time.second
    return start(day) + Double(seconds) / 86_400
  }

  /// The days that get a label: at most so many, as far apart from each other.
  public func labelled(atMost most: Int) -> [CivilDay] {
    let every = max((days + most - 1) / max(most, 1), 1)
    return stride(from: 0, to: days, by: every).map { first.adding(days: $0) }
  }

  private static let oxygen = 85.0...100.0
  private static let oxygenStep = 5.0
  private static let mostSteps = 6.0

  /// Values that lie close together are not drawn further apart than so, as a share of the highest.
  private static let leastShare = 0.1

  private static func step(_ range: Double) -> Double {
    let steps = [
      0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000,
    ]
    return steps.first { range / $0 <= mostSteps } ?? range / mostSteps
  }
}

extension ChartValue {
  /// Its numbers, the top one first; empty where they are none.
  public var numbers: [Double] {
    [Double(top), bottom.flatMap(Double.init)].compactMap { $0 }
  }
}

extension ShownChart {
  /// The means that are worth a line, in stretches of days that follow each other: gaps stay gaps.
  public var stretches: [[DayMean]] {
    let worth = means.filter { $0.readings >= DayMean.enough }.sorted { $0.day < $1.day }
    return worth.reduce(into: []) { all, mean in
      if let before = all.last?.last, before.day.adding(days: 1) == mean.day {
        all[all.count - 1].append(mean)
      } else {
        all.append([mean])
      }
    }
  }
}
