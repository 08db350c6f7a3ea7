/// Readings as pictures and as tables.
public struct ChartState: Sendable, Equatable {
  public var today: CivilDay
  public var span: ChartSpan
  public var charts: [ShownChart]
  public var asTable: Bool
  public var person: String?

  public init(
    today: CivilDay, span: ChartSpan = .week, charts: [ShownChart] = [], asTable: Bool = false,
    person: String? = nil
  ) {
    self.today = today
    self.span = span
    self.charts = charts
    self.asTable = asTable
    self.person = person
  }
}

/// How far back is looked, in days.
public enum ChartSpan: Int, Sendable, Hashable, CaseIterable {
  case week = 7
  case month = 30
  case quarter = 90
  case year = 365

  public var days: Int { rawValue }
}

/// One chart: what was measured in the days from the first to the last.
public struct ShownChart: Sendable, Equatable {
  public var what: Charted
  public var first: CivilDay
  public var last: CivilDay
  /// In the order of time.
  public var points: [ChartPoint]
  public var means: [DayMean]
  /// Days on which the zone was another than before.
  public var zoneChanges: [CivilDay]
  public var thresholds: [Threshold]
  /// None where there are no points.
  public var summary: ChartSummary?
  /// The unit that some were entered in, where it is another than the one shown.
  public var convertedFrom: String?

  public init(
    what: Charted, first: CivilDay, last: CivilDay, points: [ChartPoint], means: [DayMean] = [],
    zoneChanges: [CivilDay] = [], thresholds: [Threshold] = [], summary: ChartSummary? = nil,
    convertedFrom: String? = nil
  ) {
    self.what = what
    self.first = first
    self.last = last
    self.points = points
    self.means = means
    self.zoneChanges = zoneChanges
    self.thresholds = thresholds
    self.summary = summary
    self.convertedFrom = convertedFrom
  }
}

/// What a chart shows, with its unit's name in the core.
public enum Charted: Sendable, Hashable {
  case pressure(unit: String = "mmHg")
  case pulse
  case oxygen
  /// Any field with a number.
  case other(field: String, unit: String)

  public var unit: String {
    switch self {
    case .pressure(let unit), .other(_, let unit): unit
    case .pulse: "/min"
    case .oxygen: "%"
    }
  }
}

/// A value, in digits with a dot; a blood pressure has two.
public struct ChartValue: Sendable, Hashable {
  public var top: String
  public var bottom: String?

  public init(top: String, bottom: String? = nil) {
    self.top = top
    self.bottom = bottom
  }
}

/// A reading in a chart.
public struct ChartPoint: Sendable, Hashable {
  public var at: ShownMoment
  public var value: ChartValue

  public init(at: ShownMoment, value: ChartValue) {
    self.at = at
    self.value = value
  }
}

/// The mean of a day, and of how many readings; a line only where there are enough of them.
public struct DayMean: Sendable, Hashable {
  public var day: CivilDay
  public var readings: Int
  public var value: ChartValue

  public init(day: CivilDay, readings: Int, value: ChartValue) {
    self.day = day
    self.readings = readings
    self.value = value
  }

  /// So many readings of a day make its mean worth a line.
  public static let enough = 3
}

/// A line in a chart, with where it comes from: "NICE, home averages".
public struct Threshold: Sendable, Hashable {
  public var value: ChartValue
  public var source: String

  public init(value: ChartValue, source: String) {
    self.value = value
    self.source = source
  }
}

/// A chart in numbers.
public struct ChartSummary: Sendable, Equatable {
  public var readings: Int
  public var days: Int
  public var mean: ChartValue
  /// The highest; of oxygen, the lowest.
  public var extreme: ChartValue
  public var extremeAt: ShownMoment

  public init(
    readings: Int, days: Int, mean: ChartValue, extreme: ChartValue, extremeAt: ShownMoment
  ) {
    self.readings = readings
    self.days = days
    self.mean = mean
    self.extreme = extreme
    self.extremeAt = extremeAt
  }
}

/// What can be done with charts.
public enum ChartAction: Sendable, Equatable {
  case back
  case look(ChartSpan)
  case asTable(Bool)
}
