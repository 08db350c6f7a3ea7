import Foundation
import HealthDiary
import Testing

private let wanted = ProcessInfo.processInfo.environment["DIARY_FIGURES"]

/// What calls take from Swift, for `bindings/bench/run`: one line of JSON into the file that DIARY_FIGURES names, every time in microseconds.
@Suite(.enabled(if: wanted != nil)) struct FiguresTests {
  /// How often all pages are read, and how often a change is waited for.
  private let rounds = 25
  private let turns = 300

  private func pressure(_ number: Int) -> EntryDraft {
    let said = [("systolic", 110 + number % 60), ("diastolic", 80), ("pulse", 64)]
    return EntryDraft(
      kind: "blood-pressure", moment: .now,
      values: said.map { DraftValue(field: $0.0, text: "\($0.1)") })
  }

  private func listed(_ times: [UInt64]) -> [Double] { times.map { Double($0) / 1000 } }

  @Test func whatCallsTake() throws {
    let entries = Int(ProcessInfo.processInfo.environment["DIARY_ENTRIES"] ?? "") ?? 10_000
    let folder = FileManager.default.temporaryDirectory.path + "/figures-" + UUID().uuidString
    let place = HouseholdPlace(folder: folder + "/home", stateFolder: folder + "/state")
    let code = try createHousehold(
      place: place, passphrase: "seven invented words nobody would guess")
    let household = try Household.openWithRecoveryCode(place: place, code: code)
    let diary = try household.diary(person: household.addPerson(name: "Ana"))
    let adds = try (0..<entries).map { number in
      let draft = pressure(number)
      let began = nanoseconds()
      _ = try diary.add(draft: draft)
      return nanoseconds() - began
    }
    let pages = try (0..<rounds).map { _ in
      let began = nanoseconds()
      var (after, read): (String?, Int) = (nil, 0)
      repeat {
        let page = try diary.page(question: EntryQuestion(), after: after, atMost: 100)
        read += page.entries.count
        after = page.next
      } while after != nil
      #expect(read == entries)
      return nanoseconds() - began
    }
    let heard = Heard()
    let subscription = try diary.subscribe(listener: heard)
    let events = try (0..<turns).map { number in
      let (draft, began) = (pressure(number), nanoseconds())
      _ = try diary.add(draft: draft)
      return heard.next() - began
    }
    subscription.end()
    try household.shut()
    let line =
      "{\"pages\": \(listed(pages)), \"add\": \(listed(adds)), \"event\": \(listed(events))}"
    try line.write(toFile: try #require(wanted), atomically: false, encoding: .utf8)
    try FileManager.default.removeItem(atPath: folder)
  }
}

private func nanoseconds() -> UInt64 {
  DispatchTime.now().uptimeNanoseconds
}

/// When changes were told, one by one.
private final class Heard: ChangeListener, @unchecked Sendable {
  private let lock = NSLock()
  private let news = DispatchSemaphore(value: 0)
  private var told: [UInt64] = []

  func changed(change: DiaryChange) {
    let now = nanoseconds()
    lock.withLock { told.append(now) }
    news.signal()
  }

  func ended() {}

  func next() -> UInt64 {
    news.wait()
    return lock.withLock { told.removeFirst() }
  }
}
