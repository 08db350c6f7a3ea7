import Observation

/// Readings as pictures and tables.
@MainActor
@Observable
public final class ChartModel {
  public private(set) var state: ChartState
  @ObservationIgnored private let parts: ModelParts

  init(_ parts: ModelParts) {
    self.parts = parts
    state = ChartState(today: parts.whose.today)
    parts.changes.hear { [weak self] in self?.again() }
  }

  func begin() {
    guard let person = parts.whose.person else { return }
    let (today, kept) = (parts.whose.today, parts.kept)
    state.today = today
    state.span = kept[Self.span].flatMap { Int($0) }.flatMap(ChartSpan.init) ?? .week
    state.asTable = kept[Self.table] != nil
    state.person = parts.whose.named
    let first = today.adding(days: 1 - state.span.days)
    parts.work.only("read the charts") { [self] in
      let figures = try await parts.home.figures(of: person.id, from: first, to: today)
      if !Task.isCancelled { state.charts = figures.map { ShownChart($0, first, today) } }
    }
  }

  public func act(_ action: ChartAction) {
    switch action {
    case .back: parts.ways.back()
    case .look(let span):
      parts.kept[Self.span] = String(span.days)
      begin()
    case .asTable(let table):
      parts.kept[Self.table] = table ? "" : nil
      state.asTable = table
    }
  }

  /// Something was changed: it is counted again where it shows.
  private func again() {
    if parts.whose.person == nil { state.charts = [] }
    if parts.ways.way.contains(.chart) { begin() }
  }

  private static let span = "chart.span"
  private static let table = "chart.table"
}

extension ShownChart {
  fileprivate init(_ figure: Figure, _ first: CivilDay, _ last: CivilDay) {
    let what = Charted(figure)
    self.init(
      what: what, first: first, last: last,
      points: figure.points.map { ChartPoint(at: $0.at, value: .init($0)) },
      means: figure.days.map {
        DayMean(
          day: $0.day, readings: $0.readings, value: ChartValue(top: $0.mean, bottom: $0.second))
      },
      zoneChanges: figure.zoneChanges,
      summary: figure.extreme(of: what).map { ChartSummary(figure, extreme: $0) },
      convertedFrom: figure.convertedFrom)
  }
}

extension Charted {
  fileprivate init(_ figure: Figure) {
    self =
      switch figure.field {
      case "systolic": .pressure(unit: figure.unit)
      case "pulse": .pulse
      case "saturation": .oxygen
      default: .other(field: figure.field, unit: figure.unit)
      }
  }
}

extension ChartValue {
  fileprivate init(_ point: FigurePoint) {
    self.init(top: point.digits, bottom: point.second)
  }
}

extension Figure {
  /// The highest; of oxygen, the lowest. Of several the first.
  fileprivate func extreme(of what: Charted) -> FigurePoint? {
    let number = { (point: FigurePoint) in Double(point.digits) ?? 0 }
    if what == .oxygen { return points.min { number($0) < number($1) } }
    return points.reversed().max { number($0) < number($1) }
  }
}

extension ChartSummary {
  fileprivate init(_ figure: Figure, extreme: FigurePoint) {
    self.init(
      readings: figure.points.count, days: Set(figure.points.compactMap(\.at.day)).count,
      mean: ChartValue(top: figure.mean, bottom: figure.secondMean), extreme: .init(extreme),
      extremeAt: extreme.at)
  }
}
