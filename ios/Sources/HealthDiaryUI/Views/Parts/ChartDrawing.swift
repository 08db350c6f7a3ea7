import Charts
import HealthDiaryModel
import SwiftUI

/// A chart. Blood pressure is a bar from the bottom number to the top one with a triangle at each end; everything else is dots.
/// Time runs in the direction of writing, by days of the calendar.
struct ChartDrawing: View {
  private let chart: ShownChart
  private let scale: ChartScale
  @Environment(\.words) private var words
  @ScaledMetric(relativeTo: .footnote) private var room: CGFloat = 24

  init(_ chart: ShownChart) {
    self.chart = chart
    scale = ChartScale(chart)
  }

  var body: some View {
    Chart {
      zones
      means
      points
      thresholds
    }
    .chartXScale(domain: 0...Double(scale.days))
    .chartYScale(domain: scale.values)
    .chartXAxis { days }
    .chartYAxis { numbers }
    .chartLegend(.hidden)
    .frame(height: 200 + room)
    .padding(.vertical, Sizes.apart)
  }

  /// So wide that the days stay apart.
  private var sign: CGFloat { scale.days > 31 ? 4 : 10 }

  private var points: some ChartContent {
    ForEach(Array(chart.points.enumerated()), id: \.offset) { _, point in
      if let along = scale.along(point.at), let top = point.value.numbers.first {
        if point.value.numbers.count > 1, let bottom = point.value.numbers.last {
          BarMark(
            x: .value(day, along), yStart: .value(value, bottom), yEnd: .value(value, top),
            width: .fixed(sign / 4)
          )
          .foregroundStyle(Role.secondary)
          PointMark(x: .value(day, along), y: .value(value, top))
            .symbol { ChartSignView(sign: .top, size: sign) }
          PointMark(x: .value(day, along), y: .value(value, bottom))
            .symbol { ChartSignView(sign: .bottom, size: sign) }
        } else {
          PointMark(x: .value(day, along), y: .value(value, top))
            .symbol { ChartSignView(sign: .dot, size: sign, role: chart.what.role) }
        }
      }
    }
  }

  /// A line through the means of days that follow each other, for each number; one day alone is a stroke.
  private var means: some ChartContent {
    ForEach(lines, id: \.name) { line in
      ForEach(line.points, id: \.along) { point in
        if line.points.count > 1 {
          LineMark(
            x: .value(day, point.along), y: .value(value, point.value),
            series: .value(value, line.name)
          )
          .foregroundStyle(Role.text)
          .lineStyle(StrokeStyle(lineWidth: 2, lineCap: .round))
        } else {
          PointMark(x: .value(day, point.along), y: .value(value, point.value))
            .symbol { ChartSignView(sign: .mean, size: sign) }
        }
      }
    }
  }

  private var lines: [MeanLine] {
    chart.stretches.enumerated().flatMap { index, stretch in
      (0..<(stretch.first?.value.numbers.count ?? 0)).map { number in
        MeanLine(
          name: "\(index) \(number)",
          points: stretch.map {
            MeanPoint(along: scale.middle($0.day), value: $0.value.numbers[number])
          })
      }
    }
  }

  private var zones: some ChartContent {
    ForEach(chart.zoneChanges, id: \.self) { change in
      RuleMark(x: .value(day, scale.start(change)))
        .foregroundStyle(Role.attention)
        .lineStyle(StrokeStyle(lineWidth: 1, dash: [4, 4]))
        .annotation(position: .overlay, alignment: .top) { ChartSignView(sign: .zone, size: sign) }
    }
  }

  private var thresholds: some ChartContent {
    ForEach(chart.thresholds.flatMap(\.value.numbers), id: \.self) { number in
      RuleMark(y: .value(value, number))
        .foregroundStyle(Role.secondary)
        .lineStyle(StrokeStyle(lineWidth: 1.5, dash: [4, 4]))
        .annotation(position: .top, alignment: .trailing, spacing: 0) { axis(number) }
    }
  }

  private var days: some AxisContent {
    let labelled = scale.labelled(atMost: 7)
    return AxisMarks(values: labelled.map(scale.middle)) { value in
      AxisValueLabel {
        Said(.day(labelled[value.index], scale.days > 7 ? .ofMonth : .short))
          .font(.axis)
          .foregroundStyle(Role.secondary)
      }
    }
  }

  private var numbers: some AxisContent {
    AxisMarks(position: .leading, values: scale.ticks) { value in
      AxisGridLine().foregroundStyle(Role.grid)
      AxisValueLabel { axis(scale.ticks[value.index]) }
    }
  }

  private func axis(_ number: Double) -> some View {
    Said(.number(Self.digits(number))).font(.axis).foregroundStyle(Role.secondary)
  }

  /// Without decimals where there are none.
  private static func digits(_ number: Double) -> String {
    number.rounded() == number ? "\(Int(number))" : "\(number)"
  }

  // A chart is read aloud as its sentence; these name its axes for whoever asks it for more.
  private var day: String { words(.chartColumnWhen) }
  private var value: String { words(.chartColumnValue) }
}

private struct MeanLine {
  let name: String
  let points: [MeanPoint]
}

private struct MeanPoint {
  let along: Double
  let value: Double
}

extension Charted {
  /// The colour of its dots.
  fileprivate var role: Role {
    switch self {
    case .oxygen: .oxygen
    case .pressure: .systolic
    case .pulse, .other: .pulse
    }
  }
}
