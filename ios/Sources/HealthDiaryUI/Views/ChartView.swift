import HealthDiaryModel
import SwiftUI

/// Readings as pictures, or as tables; each with its sentence.
struct ChartView: View {
  let state: ChartState
  let act: @MainActor (ChartAction) -> Void
  @Environment(\.words) private var words

  var body: some View {
    Page(Message(.chartTitle)) {
      if let person = state.person { OnPage { Aside(Message(.historyPerson, .text(person))) } }
      Card {
        Picker(
          words(.chartTitle), selection: .of(state.span) { act(.look($0)) }
        ) {
          ForEach(ChartSpan.allCases, id: \.self) { Said($0.words).tag($0) }
        }
        .pickerStyle(.menu)
        .frame(minHeight: Sizes.target)
        if !drawn.isEmpty {
          SideButton(Message(state.asTable ? .chartPicture : .chartTable)) {
            act(.asTable(!state.asTable))
          }
        }
      }
      if drawn.isEmpty { OnPage { Paragraph(Message(.chartEmpty)) } }
      ForEach(drawn, id: \.what) { chart in
        if state.asTable {
          ChartTable(chart: chart, today: state.today)
        } else {
          ChartPicture(chart: chart, today: state.today)
        }
      }
    }
  }

  private var drawn: [ShownChart] {
    state.charts.filter { !$0.points.isEmpty }
  }
}

/// What a chart shows, in a sentence.
private struct Sentence: View {
  let chart: ShownChart
  let today: CivilDay

  var body: some View {
    Paragraph(chart.sentence(today: today))
    if let converted = chart.converted { Aside(converted) }
  }
}

private struct ChartPicture: View {
  let chart: ShownChart
  let today: CivilDay

  var body: some View {
    Card(chart.what.title) {
      Sentence(chart: chart, today: today)
      ChartDrawing(chart).spoken(chart.sentence(today: today)).accessibilityAddTraits(.isImage)
      legend
    }
  }

  @ViewBuilder private var legend: some View {
    if case .pressure = chart.what {
      Key(.top, Message(.chartLegendTop))
      Key(.bottom, Message(.chartLegendBottom))
    }
    if !chart.stretches.isEmpty { Key(.mean, Message(.chartLegendMean)) }
    if !chart.zoneChanges.isEmpty { Key(.zone, Message(.chartLegendZone)) }
    ForEach(chart.thresholds, id: \.self) { Key(.threshold, $0.words) }
  }
}

/// A sign of a chart, and what it means.
private struct Key: View {
  private let sign: ChartSign
  private let message: Message

  init(_ sign: ChartSign, _ message: Message) {
    self.sign = sign
    self.message = message
  }

  var body: some View {
    HStack(spacing: Sizes.apart) {
      ChartSignView(sign: sign).frame(width: 20, height: 20).accessibilityHidden(true)
      Aside(message)
    }
  }
}

/// The numbers of a chart, the newest first.
private struct ChartTable: View {
  let chart: ShownChart
  let today: CivilDay

  var body: some View {
    Card(chart.what.title) {
      Sentence(chart: chart, today: today)
      line(Aside(Message(.chartColumnWhen)), Aside(Message(.chartColumnValue)))
      ForEach(Array(chart.points.reversed().enumerated()), id: \.offset) { _, point in
        line(Paragraph(point.at.words(today: today)), Paragraph(point.value.written))
      }
    }
  }

  private func line(_ start: some View, _ end: some View) -> some View {
    HStack(alignment: .firstTextBaseline, spacing: Sizes.gap) {
      start
      Spacer(minLength: 0)
      end.monospacedDigit()
    }
    .accessibilityElement(children: .combine)
  }
}
