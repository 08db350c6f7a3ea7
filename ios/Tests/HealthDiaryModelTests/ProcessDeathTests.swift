import Foundation
import Testing

@testable import HealthDiaryModel

/// The system ends the process at every place, and somebody comes back to where they were, with what they had typed.
@MainActor
@Suite(.serialized) struct ProcessDeathTests {
  let app: AppOfTest
  let entry: String
  let device: String

  init() async throws {
    app = try await AppOfTest.opened()
    device = try await app.addCuff()
    entry = try await app.write(EntryKind(name: "glucose"), [("glucose", "5.6", "mmol/L")])
  }

  @Test func somebodyComesBackToEveryPlaceThatIsKept() async throws {
    let beforeTheDoor: [Place] = [.welcome, .passphrase, .recoveryCode, .unlock, .restore]
    let places = Place.single + [.entry(id: entry), .users(device: device)]
    for place in places where !beforeTheDoor.contains(place) {
      app.model.ways.begin(.today)
      if place == .form {
        app.model.form.start(ShownKind(kind: "temperature"))
      } else if place != .today {
        app.model.ways.go(place)
      }
      await app.settled()
      try await app.dieAndComeBack()
      #expect(app.place == .unlock)
      await app.unlock()
      #expect(app.place == (place.isKept ? place : .today), "\(place)")
    }
  }

  @Test func theWayBackIsThereToo() async throws {
    app.model.today.act(.openHistory)
    app.model.history.act(.open(entry: entry))
    await app.settled()
    app.model.entry.act(.change)
    await app.settled()
    try await app.dieAndComeBack()
    await app.unlock()
    #expect(app.place == .form)
    app.model.back()
    #expect(app.place == .entry(id: entry))
    await app.settled()
    #expect(app.model.entry.state?.entry?.id == entry)
    app.model.back()
    await app.settled()
    #expect(app.place == .history && app.model.history.state.days.count == 1)
    app.model.back()
    #expect(app.place == .today)
    app.model.back()
    #expect(app.place == .today)
  }

  @Test func aPlaceIsKeptUnderItsName() {
    for place in Place.single + [.entry(id: "a:b"), .users(device: "c")] {
      #expect(Place(key: place.key) == (place.isKept ? place : .today))
    }
    #expect(Place(key: "one of a newer app") == .today)
    #expect(Set(Place.single.map(\.key)).count == Place.single.count)
  }

  @Test func halfAFormOfEveryShapeIsThereAgain() async throws {
    app.model.form.start(ShownKind(kind: "sleep"))
    await app.settled()
    for field in try #require(app.model.form.state).fields {
      var filled = field
      switch field.shape {
      case .number(let units): (filled.text, filled.unit) = ("1.5", units.last)
      case .text: filled.text = "a line,\nand another"
      case .choice(let choices): filled.chosen = [choices[0]]
      case .choices(let choices): filled.chosen = Set(choices.prefix(2))
      case .time: filled.time = CivilDayTime(CivilDay(2026, 8, 14), CivilTime(23, 10))
      }
      app.model.form.act(.fill(filled))
    }
    app.model.form.act(.tags("early, travel"))
    app.model.form.act(.setTime(CivilDayTime(CivilDay(2026, 8, 15), CivilTime(7, 0))))
    let before = app.model.form.state
    try await app.dieAndComeBack()
    await app.unlock()
    #expect(app.model.form.state == before && before != nil)
  }

  @Test func whatIsKeptInAFileIsThereForTheNextProcess() async throws {
    let path = FileManager.default.temporaryDirectory.path + "/kept-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    let kept = Kept(KeptFile(path: path))
    kept["one"] = "7"
    kept[all: "more"] = ["8", nil, ""]
    await kept.saved()
    kept["one"] = nil
    kept["two"] = "9"
    await kept.saved()
    let again = Kept(KeptFile(path: path))
    #expect(again["one"] == nil && again["two"] == "9" && again[all: "more"] == ["8", nil, ""])
    try Data("no longer what it was".utf8).write(to: URL(fileURLWithPath: path))
    #expect(Kept(KeptFile(path: path))["two"] == nil)
  }

  @Test func whatIsTypedHalfIsThereWhereThePhoneLaunchedTheAppWhileItWasLocked() async throws {
    app.model.today.act(.typeReading)
    app.model.typing.act(.set(.top, digits: "131"))
    await app.kept.saved()
    // A cuff calls in the night.
    app.store.isLocked = true
    try await app.dieAndComeBack()
    app.kept["another"] = "of the night"
    await app.kept.saved()
    #expect(app.store.has("131") && app.kept["another"] == "of the night")
    app.store.isLocked = false
    await app.unlock()
    #expect(app.place == .typeReading && app.model.typing.state.numbers[.top] == "131")
    #expect(app.kept["another"] == "of the night")
    await app.kept.saved()
    #expect(app.store.has("131"))
  }

  @Test func whatIsTypedHalfIsForgottenOnceItIsStored() async throws {
    app.model.form.start(ShownKind(kind: "note"))
    await app.settled()
    app.model.form.act(.note("seen nowhere else"))
    await app.kept.saved()
    #expect(app.store.has("seen nowhere else"))
    app.model.form.act(.save(confirmed: true))
    await app.settled()
    if app.place == .form { app.model.form.act(.back) }
    await app.kept.saved()
    #expect(!app.store.has("seen nowhere else"))
  }
}
