import Foundation
import HealthDiary
import Testing

@testable import HealthDiaryModel

/// Readings as pictures and tables.
@MainActor
@Suite(.serialized) struct ChartTests {
  let app: AppOfTest

  init() async throws {
    app = try await AppOfTest.opened()
    for (ago, (top, bottom)) in [("148", "91"), ("128", "80"), ("124", "78")].enumerated() {
      try await pressure(top, bottom, daysAgo: ago)
    }
  }

  private var state: ChartState { app.model.chart.state }

  private func pressure(
    _ top: String, _ bottom: String, unit: String = "mmHg", daysAgo: Int
  ) async throws {
    try await app.write(
      EntryKind(name: "blood-pressure"),
      [("systolic", top, unit), ("diastolic", bottom, unit), ("pulse", "64", "/min")],
      at: CivilDayTime(app.model.whose.today.adding(days: -daysAgo)))
  }

  private func open() async {
    app.model.today.act(.openChart)
    await app.settled()
  }

  @Test func aChartSaysInNumbersWhatItsPictureShows() async throws {
    await open()
    #expect(state.charts.map(\.what) == [.pressure(unit: "mmHg"), .pulse])
    let chart = state.charts[0]
    let summary = try #require(chart.summary)
    #expect(summary.readings == 3 && summary.days == 3)
    #expect(summary.mean == ChartValue(top: "133", bottom: "83"))
    #expect(summary.extreme == ChartValue(top: "148", bottom: "91"))
    #expect(summary.extremeAt.day == state.today)
    #expect(chart.points.map(\.value.top) == ["124", "128", "148"])
    #expect(chart.means.map(\.readings) == [1, 1, 1])
    #expect(chart.means.last?.value == ChartValue(top: "148.0", bottom: "91.0"))
    #expect(chart.first == state.today.adding(days: -6) && chart.last == state.today)
  }

  @Test func readingsInAnotherUnitAreDrawnInOneAndItIsSaid() async throws {
    try await pressure("16", "10", unit: "kPa", daysAgo: 0)
    await open()
    #expect(state.charts[0].points.map(\.value.top).sorted() == ["120", "124", "128", "148"])
    #expect(state.charts[0].convertedFrom == "kPa")
  }

  @Test func ofOxygenTheLowestIsNamedAndOnePulseIsEnough() async throws {
    for percent in ["97", "93", "95"] {
      try await app.write(
        EntryKind(name: "oximetry"), [("saturation", percent, "%"), ("pulse", "70", "/min")])
    }
    await open()
    #expect(state.charts.map(\.what) == [.pressure(unit: "mmHg"), .pulse, .oxygen])
    #expect(state.charts[2].summary?.extreme == ChartValue(top: "93"))
    #expect(
      state.charts[2].means == [
        DayMean(day: state.today, readings: 3, value: ChartValue(top: "95.0"))
      ])
  }

  @Test func howFarBackWasLookedIsThereAfterTheProcessWasEnded() async throws {
    try await pressure("160", "95", daysAgo: 80)
    await open()
    #expect(state.charts[0].points.count == 3)
    app.model.chart.act(.look(.quarter))
    app.model.chart.act(.asTable(true))
    await app.settled()
    #expect(state.charts[0].points.count == 4)
    try await app.dieAndComeBack()
    await app.unlock()
    #expect(app.place == .chart && state.span == .quarter && state.asTable)
    #expect(state.charts[0].points.count == 4)
    app.model.chart.act(.back)
    #expect(app.place == .today)
  }

  @Test func aDayOnWhichTheZoneChangedIsMarked() async throws {
    let person = try app.person
    let today = app.model.whose.today
    try await app.home.asking(person) { diary in
      for (ago, zone) in [(5, "Europe/London"), (4, "Asia/Tokyo"), (3, "Asia/Tokyo")] {
        let at = CivilDayTime(today.adding(days: -ago), CivilTime(7, 0))
        _ = try diary.add(
          draft: EntryDraft(
            kind: "weight", moment: .civil(civil: at.text, zone: zone, which: .first),
            values: [DraftValue(field: "weight", text: "71.4")]), confirmed: true)
      }
    }
    await open()
    let weight = try #require(state.charts.last)
    #expect(weight.what == .other(field: "weight", unit: "kg"))
    #expect(weight.zoneChanges == [today.adding(days: -4)])
    #expect(weight.summary?.mean == ChartValue(top: "71.4"))
  }

  @Test func withoutAnythingThereIsNoChart() async throws {
    let ben = try await app.add("Ben")
    app.model.whose.show(ben)
    await open()
    #expect(state.charts.isEmpty && state.person == "Ben")
  }
}
