import HealthDiaryModel
import SwiftUI

struct ChartPreviews: PreviewProvider {
  static var previews: some View {
    Gallery(states.map { name, state in Picture(name, ChartView(state: state) { _ in }) })
  }

  private static let states: [(String, ChartState)] = [
    ("chart", ChartState(today: Samples.today, charts: [pressure, pulse, oxygen])),
    (
      "chart-table",
      ChartState(
        today: Samples.today, charts: [pressure], asTable: true, person: Samples.ana.name)
    ),
    ("chart-empty", ChartState(today: Samples.today, span: .month)),
    ("chart-one", ChartState(today: Samples.today, charts: [one])),
    (
      "chart-mixed-units",
      ChartState(today: Samples.today, charts: [with(pressure) { $0.convertedFrom = "kPa" }])
    ),
    ("chart-oxygen", ChartState(today: Samples.today, charts: [oxygen, pulse])),
    ("chart-year", ChartState(today: Samples.today, span: .year, charts: [year])),
  ]

  /// Readings of the days before today: how long ago, hour, top, bottom.
  private static let measured = [
    (6, 8, 138, 86), (6, 13, 133, 84), (6, 20, 129, 79), (5, 8, 141, 88), (5, 14, 128, 80),
    (5, 20, 131, 82), (4, 7, 148, 91), (4, 13, 130, 81), (4, 20, 126, 78), (2, 8, 127, 79),
    (2, 20, 124, 77), (1, 8, 134, 85), (1, 19, 122, 76), (0, 8, 131, 82),
  ]

  private static func day(_ ago: Int) -> CivilDay { Samples.today.adding(days: -ago) }

  private static func at(_ ago: Int, _ hour: Int) -> ShownMoment {
    ShownMoment(day: day(ago), time: CivilTime(hour, 0))
  }

  private static func summary(
    _ readings: Int, _ days: Int, _ mean: ChartValue, _ extreme: ChartValue, _ at: ShownMoment
  ) -> ChartSummary {
    ChartSummary(readings: readings, days: days, mean: mean, extreme: extreme, extremeAt: at)
  }

  private static let mean = ChartValue(top: "131", bottom: "82")
  private static let pressure = ShownChart(
    what: .pressure(), first: day(6), last: day(0),
    points: measured.map { ago, hour, top, bottom in
      ChartPoint(at: at(ago, hour), value: ChartValue(top: "\(top)", bottom: "\(bottom)"))
    },
    means: [
      DayMean(day: day(6), readings: 3, value: ChartValue(top: "133.3", bottom: "83")),
      DayMean(day: day(5), readings: 3, value: ChartValue(top: "133.3", bottom: "83.3")),
      DayMean(day: day(4), readings: 3, value: ChartValue(top: "134.7", bottom: "83.3")),
      DayMean(day: day(1), readings: 2, value: ChartValue(top: "128", bottom: "80.5")),
    ],
    zoneChanges: [day(2)],
    thresholds: [
      Threshold(
        value: ChartValue(top: "135", bottom: "85"), source: "NICE NG136, home averages")
    ],
    summary: summary(14, 7, mean, ChartValue(top: "148", bottom: "91"), at(4, 7)))
  private static let pulse = ShownChart(
    what: .pulse, first: day(6), last: day(0),
    points: measured.map { ago, hour, top, _ in
      ChartPoint(at: at(ago, hour), value: ChartValue(top: "\(top - 66)"))
    },
    summary: summary(14, 7, ChartValue(top: "66"), ChartValue(top: "82"), at(4, 7)))
  private static let oxygen = ShownChart(
    what: .oxygen, first: day(6), last: day(0),
    points: [6, 5, 3, 0].map { ChartPoint(at: at($0, 8), value: ChartValue(top: "\(98 - $0)")) },
    summary: summary(4, 7, ChartValue(top: "95"), ChartValue(top: "92"), at(6, 8)))
  private static let one = ShownChart(
    what: .pressure(), first: day(6), last: day(0), points: Array(pressure.points.suffix(1)),
    summary: summary(1, 1, mean, mean, at(0, 8)))
  private static let year = ShownChart(
    what: .pressure(), first: day(364), last: day(0),
    points: (0..<180).map { index in
      ChartPoint(
        at: at(2 * (180 - index), 8),
        value: ChartValue(top: "\(125 + index * 7 % 19)", bottom: "\(78 + index * 5 % 11)"))
    },
    summary: summary(
      180, 365, ChartValue(top: "134", bottom: "83"), ChartValue(top: "143", bottom: "88"),
      at(4, 7)))
}
