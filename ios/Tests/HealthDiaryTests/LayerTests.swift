import Foundation
import HealthDiary
import Testing

/// What is written by hand over the generated code, and shells that behave badly.
@Suite struct LayerTests {
  let folder: String
  let household: Household
  let diary: Diary

  init() throws {
    let home = try Home()
    (folder, household, diary) = (home.folder, home.household, home.diary)
  }

  private func pulse(_ rate: Int, minute: Int = 0) -> EntryDraft {
    let civil = "2026-08-14T07:" + (minute < 10 ? "0\(minute)" : "\(minute)")
    return EntryDraft(
      kind: "pulse", moment: .civil(civil: civil, zone: "Europe/London", which: .ask),
      values: [DraftValue(field: "pulse", text: "\(rate)")])
  }

  @Test func aChangeIsToldAndTheStreamEndsWithTheDiary() async throws {
    let changes = try diary.changes()
    let (diary, draft) = (diary, pulse(61))
    let entry = try await asking { try diary.add(draft: draft) }
    var told = changes.makeAsyncIterator()
    guard case .entries(_, let entries, let kinds, _, _) = await told.next() else {
      Issue.record("nothing was told")
      return
    }
    #expect(entries == [entry] && kinds == ["pulse"])
    try household.shut()
    while await told.next() != nil {}
  }

  @Test func entriesComePageByPageEachOnce() async throws {
    for n in 0..<25 { _ = try diary.add(draft: pulse(60 + n, minute: n)) }
    var rates: [Decimal] = []
    for try await entry in diary.entries(atOnce: 10) {
      if case .pulse(let rate) = entry.said.reading { rates.append(rate.digits) }
    }
    #expect(rates == (60...84).reversed().map { Decimal($0) })
  }

  @Test func aMomentIsWhatTheClockOnTheWallShowed() throws {
    let moment = try #require(try diary.entry(entry: diary.add(draft: pulse(64, minute: 10)))).said
      .moment
    #expect(moment.components?.hour == 7 && moment.components?.minute == 10)
    #expect(moment.date == Date(timeIntervalSince1970: 1_786_687_800))
    #expect(moment.timeZone?.identifier == "Europe/London")
    #expect(moment.bounds?.lowerBound == moment.date)
  }

  @Test func whatIsRefusedHasOneType() async throws {
    let diary = diary
    do throws(DiaryError) {
      _ = try await asking {
        try diary.add(
          draft: EntryDraft(
            kind: "no such kind", moment: .now, values: [DraftValue(field: "pulse", text: "61")]))
      }
      Issue.record("it was stored")
    } catch {
      guard case .Invalid = error else {
        Issue.record("\(error)")
        return
      }
    }
  }

  @Test func aCallThatTakesLongSaysHowFarItIsAndStopsWithItsTask() async throws {
    for n in 0..<50 { _ = try diary.add(draft: pulse(60 + n % 30, minute: n)) }
    let (household, file) = (household, folder + "/all.json")
    let done = Seen()
    _ = try await watching(
      { done.see($0.done) },
      { watch in try household.export(form: .json, path: file, watch: watch) })
    // The last step may be heard once the call has come back.
    for _ in 0..<1000 where done.most <= 1000 { try await Task.sleep(for: .milliseconds(10)) }
    #expect(done.most > 1000)
    let never = folder + "/never.json"
    let (begun, begin) = AsyncStream.makeStream(of: Void.self)
    let held = DispatchSemaphore(value: 0)
    let long = Task {
      try await watching { watch in
        begin.yield()
        held.wait()
        _ = try household.export(form: .json, path: never, watch: watch)
      }
    }
    for await _ in begun { break }
    long.cancel()
    held.signal()
    await #expect(throws: DiaryError.self) { try await long.value }
    #expect(!FileManager.default.fileExists(atPath: never))
  }

  @Test func aListenerThatThrowsOrCallsBackInIsToldTheNextChangeAllTheSame() async throws {
    let (told, tell) = AsyncStream.makeStream(of: DiaryChange.self)
    let bad = Bad(of: diary, tell)
    let subscription = try diary.subscribe(listener: bad)
    var changes = told.makeAsyncIterator()
    for n in 0..<2 {
      _ = try diary.add(draft: pulse(61 + n))
      #expect(await changes.next() != nil)
    }
    subscription.end()
    subscription.end()
    try household.shut()
    #expect(throws: DiaryError.self) { try diary.add(draft: pulse(70)) }
  }
}

private final class Bad: ChangeListener {
  private let diary: Diary
  private let tell: AsyncStream<DiaryChange>.Continuation

  init(of diary: Diary, _ tell: AsyncStream<DiaryChange>.Continuation) {
    self.diary = diary
    self.tell = tell
  }

  func changed(change: DiaryChange) throws {
    _ = try diary.latest()
    tell.yield(change)
    throw NotPaired()
  }

  func ended() throws {
    throw NotPaired()
  }
}

private final class Seen: @unchecked Sendable {
  private let lock = NSLock()
  private var highest: UInt64 = 0

  func see(_ done: UInt64) {
    lock.withLock { highest = max(highest, done) }
  }

  var most: UInt64 { lock.withLock { highest } }
}
