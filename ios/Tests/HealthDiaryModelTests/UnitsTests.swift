import Foundation
import HealthDiary
import Testing

@testable import HealthDiaryModel

/// The units that a person chooses: where numbers show, and where they are typed in. What was recorded stays as it is.
@MainActor
@Suite(.serialized, .timeLimit(.minutes(5))) struct UnitsTests {
  let app: AppOfTest
  private let weight = EntryKind(name: "weight")

  init() async throws {
    app = try await AppOfTest.opened()
  }

  private func choose(_ measure: Measure, _ unit: String?) async {
    app.model.ways.go(.settings)
    app.model.care.settings.act(.setUnit(measure, unit: unit))
    app.model.ways.home()
    await app.settled()
  }

  private func end() async {
    await app.model.end()
    await app.home.shut()
  }

  @Test func aNumberShowsInTheUnitThatWasChosenAndWhatWasRecordedBesideIt() async throws {
    let entry = try await app.write(weight, [("weight", "70.0", "kg")])
    await choose(.weight, "lb")
    #expect(app.model.care.settings.state.units == [.weight: "lb"])
    let shown = ShownValue(
      field: "weight", content: .number(digits: "154.3", unit: "lb"),
      recorded: .number(digits: "70.0", unit: "kg"))
    #expect(await app.until { app.model.today.state.entries.first?.values == [shown] })
    app.model.today.act(.open(entry: entry))
    await app.settled()
    #expect(app.model.entry.state?.entry?.values == [shown])
    #expect(
      shown.words(today: app.model.whose.today)
        == Message(
          .entryRecordedIn, .number("154.3", unit: "lb"), .number("70.0", unit: "kg")))
    app.model.entry.act(.back)
    await choose(.weight, nil)
    let recorded = ShownValue(field: "weight", content: .number(digits: "70.0", unit: "kg"))
    #expect(await app.until { app.model.today.state.entries.first?.values == [recorded] })
    #expect(try await app.entries().first?.said["weight"]?.text == "70.0")
    await end()
  }

  @Test func itIsTypedInTheUnitThatWasChosen() async throws {
    await choose(.weight, "lb")
    app.model.form.start(ShownKind(kind: "weight"))
    await app.settled()
    var field = try #require(app.model.form.state?.fields.first { $0.name == "weight" })
    #expect(field.unit == "lb")
    field.text = "154.3"
    app.model.form.act(.fill(field))
    app.model.form.act(.save(confirmed: true))
    await app.settled()
    let said = try #require(try await app.entries().first?.said["weight"])
    #expect(said.text == "154.3" && said.unit == "lb")
    await end()
  }

  @Test func picturesAreInTheUnitThatWasChosen() async throws {
    _ = try await app.write(weight, [("weight", "70.0", "kg")])
    _ = try await app.write(weight, [("weight", "160.0", "lb")])
    await choose(.weight, "lb")
    app.model.today.act(.openChart)
    await app.settled()
    let chart = try #require(app.model.chart.state.charts.first)
    #expect(chart.what == .other(field: "weight", unit: "lb") && chart.convertedFrom == "kg")
    #expect(Set(chart.points.map(\.value.top)) == ["154.3", "160.0"])
    #expect(chart.summary?.mean.top == "157.2")
    await end()
  }

  @Test func whatWasChosenOutlivesTheProcessAndWhatNoAppKnowsIsNothing() async throws {
    _ = try await app.write(EntryKind(name: "glucose"), [("glucose", "5.6", "mmol/L")])
    await choose(.glucose, "mg/dL")
    try await app.dieAndComeBack()
    await app.unlock()
    let shown = Content.number(digits: "101", unit: "mg/dL")
    #expect(await app.until { app.model.today.state.entries.first?.values.first?.content == shown })
    app.settings["unit-weight"] = "stone of Bremen"
    #expect(Preferences(app.settings).units == [.glucose: "mg/dL"])
    await end()
  }
}
