import Foundation
import HealthDiary
import Testing

@testable import HealthDiaryModel

/// What can go wrong under the models: the door shuts, tasks are cancelled, the phone is put away.
@MainActor
@Suite(.serialized) struct BadMomentTests {
  let app: AppOfTest

  init() async throws {
    app = try await AppOfTest.opened()
  }

  @Test func theDoorShutsUnderEverythingThatIsBeingRead() async throws {
    let entry = try await app.write(EntryKind(name: "glucose"), [("glucose", "5.6", "mmol/L")])
    for place in [Place.history, .chart, .addAnything, .entry(id: entry), .typeReading] {
      app.model.ways.go(place)
      await app.home.shut()
      await app.settled()
      #expect(app.place == .unlock, "\(place)")
      await app.unlock()
      #expect(app.place == place)
      app.model.ways.home()
    }
  }

  @Test func whileSomethingIsStoredTheDoorShutsAfterIt() async throws {
    for n in 0..<10 {
      app.model.today.act(.typeReading)
      app.model.typing.act(.set(.top, digits: "13\(n)"))
      app.model.typing.act(.set(.bottom, digits: "84"))
      app.model.typing.act(.save(confirmed: true))
      await Task.yield()
      await app.home.shut()
      await app.settled()
      await app.unlock()
      // Either it is stored, or it is there to be stored: never neither, never both.
      let stored = try await app.entries().count { $0.said["systolic"]?.text == "13\(n)" }
      let there = app.model.typing.state.numbers[.top] == "13\(n)"
      #expect((stored == 1) != there)
      if there { app.model.typing.act(.back) }
      #expect(app.place == .today)
    }
  }

  @Test func aCancelledTaskStopsWhatTheCoreIsAtAndWaitsForIt() async throws {
    let household = try app.home.opened()
    let file = app.phone.folder + "/never.json"
    let (begun, begin) = AsyncStream.makeStream(of: Void.self)
    let held = DispatchSemaphore(value: 0)
    var seen: [ShownProgress] = []
    var ended: Trouble?
    let task = app.model.work.only("long") {
      do throws(Trouble) {
        try await steps({ seen.append($0) }) { watch in
          begin.yield()
          held.wait()
          _ = try household.export(form: .json, path: file, watch: watch)
        }
      } catch {
        ended = error
      }
    }
    for await _ in begun { break }
    app.model.work.cancel("long")
    held.signal()
    await task.value
    #expect(ended == .cancelled && seen.first == ShownProgress(done: 0))
    #expect(!FileManager.default.fileExists(atPath: file))
  }

  @Test func howFarSomethingIsIsToldBeforeItIsDone() async throws {
    for n in 0..<60 {
      try await app.write(
        EntryKind(name: "pulse"), [("pulse", "\(60 + n % 30)", nil)], note: "a note")
    }
    let household = try app.home.opened()
    let file = app.phone.folder + "/all.json"
    var seen: [ShownProgress] = []
    let far: @MainActor (ShownProgress) -> Void = { seen.append($0) }
    _ = try await steps(far) { watch in
      try household.export(form: .json, path: file, watch: watch)
    }
    let told = seen.count
    #expect(told > 1 && seen.first == ShownProgress(done: 0))
    // Nothing is told once it is done.
    for _ in 0..<20 { await Task.yield() }
    #expect(seen.count == told)
  }

  @Test func anUndoThatCannotBeStaysToBeTriedAgain() async throws {
    await app.type("131", "84")
    try await app.home.pause()
    app.model.today.act(.undo)
    await app.settled()
    #expect(app.model.doing.done == .saved)
    try await app.home.resume()
    app.model.today.act(.undo)
    await app.settled()
    #expect(app.model.doing.done == nil)
    #expect(try await app.entries().isEmpty)
  }

  @Test func onlyTheNewestIsTakenBack() async throws {
    await app.type("131", "84")
    await app.type("128", "82", confirmed: true)
    app.model.today.act(.undo)
    await app.settled()
    #expect(try await app.entries().map { $0.said["systolic"]?.text } == ["131"])
    app.model.today.act(.undo)
    await app.settled()
    #expect(try await app.entries().count == 1)
  }

  @Test func workThatIsTakenTheirPlaceOfIsCancelledAndAllIsWaitedFor() async {
    let work = Work()
    var said: [String] = []
    for n in 0..<3 {
      work.only("look") {
        for _ in 0..<20 { await Task.yield() }
        if !Task.isCancelled { said.append("\(n)") }
      }
    }
    work.begin {
      work.begin { said.append("of the first") }
      throw Trouble.shut
    }
    #expect(work.isBusy("look") && !work.isBusy("another"))
    await work.settled()
    #expect(said == ["of the first", "2"] && !work.isBusy("look"))
  }

  @Test func whatEndsWithTheProcessIsLetGo() async throws {
    weak var model: DiaryModel?
    weak var home: DiaryHome?
    do {
      let app = try await AppOfTest.opened()
      await app.type("131", "84")
      (model, home) = (app.model, app.home)
      await app.home.shut()
      await app.settled()
      await app.model.end()
    }
    for _ in 0..<100 where model != nil || home != nil {
      try await Task.sleep(for: .milliseconds(5))
    }
    #expect(model == nil && home == nil)
  }
}
