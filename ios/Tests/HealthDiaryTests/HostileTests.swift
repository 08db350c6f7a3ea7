import Foundation
import HealthDiary
import Testing

/// What a careless or broken app may do: a typed answer, no deadlock, nothing lost, nothing left.
@Suite(.serialized) struct HostileTests {
  let folder: String
  let household: Household
  let diary: Diary

  init() throws {
    let home = try Home()
    (folder, household, diary) = (home.folder, home.household, home.diary)
  }

  private func entries() throws -> Int {
    try diary.page(question: EntryQuestion(), atMost: 1000).entries.count
  }

  private func cycle(_ number: Int, picture: String, elsewhere: (HouseholdPlace, String)) throws {
    let of = try household.diary(person: diary.person())
    _ = try of.page(question: EntryQuestion(), atMost: 1)
    try of.subscribe(listener: Counted()).end()
    _ = try of.readMedia(media: picture).read(offset: 0, length: 8)
    Watch(listener: Counted()).cancel()
    _ = try household.offerKeyStore().slot()
    _ = try household.ownLock(person: diary.person()).isThere()
    _ = try household.pair()
    _ = try SimulatedDevice(model: .andCuff, zone: "Europe/London")
    // What opens files or begins threads takes longer.
    guard number % 50 == 0 else { return }
    _ = try household.verify(watch: Watch(listener: Counted()))
    try household.pause()
    let place = HouseholdPlace(folder: folder + "/home", stateFolder: folder + "/state")
    try Receiver.open(place: place).shut()
    _ = try household.resume()
    try Household.openWithRecoveryCode(place: elsewhere.0, code: elsewhere.1).shut()
    _ = SimulatedPhone(stateFolder: folder + "/phone", clock: Counted(), seed: 7)
    _ = try ScenarioStage(name: "none.json", scenario: noSteps, folder: folder + "/stage")
  }

  @Test func madeAndDroppedObjectsLeaveNothing() async throws {
    let note = EntryDraft(
      kind: "note", moment: .now, values: [DraftValue(field: "text", text: "one")])
    let film = Data(repeating: 7, count: 400)
    let picture = try diary.attachBytes(
      entry: diary.add(draft: note), bytes: film, media: MediaDraft(keepDetails: true)
    ).id
    let place = HouseholdPlace(folder: folder + "/other", stateFolder: folder + "/other-state")
    let code = try createHousehold(
      place: place, passphrase: "eight other invented words, never said")
    for n in 0..<300 { try cycle(n, picture: picture, elsewhere: (place, code)) }
    try await settled()
    let before = residentKb()
    let isLong = ProcessInfo.processInfo.environment["DIARY_LONG"] == "1"
    for n in 0..<(isLong ? 100_000 : 2_000) {
      try cycle(n, picture: picture, elsewhere: (place, code))
    }
    try await settled()
    let grown = residentKb() - before
    #expect(grown < 16_000, "\(grown) kB")
  }

  /// Listeners are let go of on threads of the library.
  private func settled() async throws {
    for _ in 0..<200 where Counted.alive.count > 0 {
      try await Task.sleep(for: .milliseconds(50))
    }
    #expect(Counted.alive.count == 0)
  }

  private func residentKb() -> Int {
    let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
    let pages = text?.split(separator: " ")
    return (pages?.dropFirst().first.flatMap { Int($0) } ?? 0) * 4
  }

  @Test func twoHouseholdsDoNotKnowEachOther() throws {
    let place = HouseholdPlace(folder: folder + "/other", stateFolder: folder + "/state")
    let code = try createHousehold(
      place: place, passphrase: "eight other invented words, never said")
    let other = try Household.openWithRecoveryCode(place: place, code: code)
    do {
      _ = try other.diary(person: diary.person())
      Issue.record("somebody else's")
    } catch DiaryError.NotFound {
    }
    try other.shut()
    #expect(try household.people().count == 1)
  }

  @Test func aTaskThatIsCancelledAtAnyMomentLeavesWhatItWroteWholeOrNotThere() async throws {
    let (household, diary) = (household, diary)
    let done = Tally()
    for wait in 0..<40 {
      let writing = Task {
        _ = try await asking { try diary.add(draft: pulse(60)) }
        done.add()
      }
      let looking = Task {
        async let pages: Void = { for try await _ in diary.entries(atOnce: 1) {} }()
        try await watching { watch in _ = try household.verify(watch: watch) }
        try await pages
      }
      let following = Task { for await _ in try diary.changes() {} }
      try await Task.sleep(for: .milliseconds(wait))
      for task in [writing, looking, following] { task.cancel() }
      for task in [writing, looking, following] { _ = await task.result }
    }
    #expect(try entries() == done.count)
    #expect(try household.verify().sound)
  }

  @Test func aHouseholdThatPausesInTheMiddleOfAConversationLosesNothing() throws {
    let cuff = try SimulatedDevice(model: .andCuff, zone: "Europe/London")
    guard case .paired(let device) = try played(cuff, household.pair()) else {
      Issue.record("not paired")
      return
    }
    try household.assign(device: device, user: nil, person: diary.person())
    let taken = 6
    for n in 0..<taken {
      try cuff.measurePressure(
        minutesAgo: UInt32(10 + n), systolic: UInt16(120 + n), diastolic: 80, pulse: 60)
    }
    var inFlight = 0
    for stop in stride(from: 0, to: 60, by: 4) {
      let result = try played(cuff, household.sync(device: device)) {
        if $0 == stop { try household.pause() }
      }
      if case .notStored(let lost) = result { inFlight += Int(lost) }
      _ = try household.resume()
    }
    _ = try played(cuff, household.sync(device: device))
    _ = try household.handOn()
    let there = try entries()
    #expect((taken - inFlight...taken).contains(there), "\(there), \(inFlight) in flight")
    #expect(try household.verify().sound)
  }

  private func played(
    _ cuff: SimulatedDevice, _ sync: Sync, before: (Int) throws -> Void = { _ in }
  ) throws -> SyncResult? {
    cuff.begin()
    for step in 0..<200 {
      try before(step)
      guard let happened = cuff.next() else { break }
      do {
        try cuff.carryOut(commands: sync.handle(event: happened.event, now: happened.clocks))
      } catch DiaryError.Shut {
        break  // The end of it could not be noted.
      }
    }
    return cuff.result()
  }
}

/// A number that many threads count.
private final class Tally: @unchecked Sendable {
  private let lock = NSLock()
  private var number = 0

  var count: Int { lock.withLock { number } }

  func add(_ one: Int = 1) {
    lock.withLock { number += one }
  }
}

/// A listener that is counted as long as it is there.
private final class Counted: ChangeListener, ProgressListener, Clock {
  static let alive = Tally()

  init() { Self.alive.add() }
  deinit { Self.alive.add(-1) }

  func changed(change: DiaryChange) {}
  func ended() {}
  func reached(done: UInt64, total: UInt64?) {}
  func now() -> Clocks { Clocks(wallMs: 1_786_690_800_000, monotonicNs: 1, boot: "boot") }
  func zone() -> String { "Europe/London" }
}

private let noSteps = """
  {"format": 1, "about": "nothing", "start": {"at": "2026-08-14T07:10:00Z", "zone": "Europe/London"},
   "people": [], "devices": {}, "steps": []}
  """
