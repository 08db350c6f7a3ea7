import HealthDiaryPhone
import Testing

/// A diary that takes as long as a test wants, and notes what was asked of it.
@MainActor
private final class Sleeper: Resting {
  private(set) var asked: [String] = []
  var fails: Set<String> = []
  /// Whoever asks waits here while it is set.
  private var gate: CheckedContinuation<Void, Never>?
  private var holds = false
  private var arrived: CheckedContinuation<Void, Never>?

  struct Failed: Error {}

  func pause() async throws { try await ask("pause") }
  func resume() async throws { try await ask("resume") }
  func shut() async { try? await ask("shut") }

  func hold() { holds = true }

  /// Waits until somebody has asked and waits.
  func waits() async {
    if gate == nil { await withCheckedContinuation { arrived = $0 } }
  }

  func letGo() {
    holds = false
    gate?.resume()
    gate = nil
  }

  private func ask(_ name: String) async throws {
    asked.append(name)
    if holds {
      await withCheckedContinuation {
        gate = $0
        arrived?.resume()
        arrived = nil
      }
    }
    if fails.contains(name) { throw Failed() }
  }
}

/// A phone that gives time, and counts what was given back.
@MainActor
private final class Clock: BackgroundTime {
  private(set) var begun: [String] = []
  private(set) var ended = 0
  private var over: [@MainActor @Sendable () -> Void] = []
  var gives = true

  nonisolated init() {}

  func begin(_ name: String, over: @escaping @MainActor @Sendable () -> Void) -> (
    @MainActor @Sendable () -> Void
  )? {
    guard gives else { return nil }
    begun.append(name)
    self.over.append(over)
    return { self.ended += 1 }
  }

  func isOver() {
    over.forEach { $0() }
  }
}

/// The diary rests before the app is suspended, however the system's words come.
@MainActor
@Suite struct LifeCycleTests {
  private let diary = Sleeper()
  private let clock = Clock()
  private let life: LifeCycle

  init() {
    life = LifeCycle(diary, time: clock)
  }

  @Test func itRestsInTheTimeThatThePhoneGivesAndGoesOn() async {
    life.wentAway()
    #expect(clock.begun == ["rest"])
    await life.settled()
    #expect(diary.asked == ["pause"])
    #expect(clock.ended == 1)
    life.cameBack()
    await life.settled()
    #expect(diary.asked == ["pause", "resume"])
    #expect(clock.ended == 2)
  }

  @Test func wordsThatComeTwiceDoNothingTwice() async {
    for _ in 0..<3 { life.wentAway() }
    await life.settled()
    life.wentAway()
    await life.settled()
    #expect(diary.asked == ["pause"])
    for _ in 0..<3 { life.cameBack() }
    await life.settled()
    #expect(diary.asked == ["pause", "resume"])
    #expect(clock.begun.count == clock.ended)
  }

  @Test func comingBackWhileItIsStillGoingToRestEndsUp() async {
    diary.hold()
    life.wentAway()
    await diary.waits()
    life.cameBack()
    life.wentAway()
    life.cameBack()
    diary.letGo()
    await life.settled()
    #expect(diary.asked == ["pause", "resume"])
    #expect(clock.begun.count == clock.ended)
  }

  @Test func comingBackBeforeItBeganDoesNothingAtAll() async {
    life.wentAway()
    life.cameBack()
    await life.settled()
    #expect(diary.asked == [])
    #expect(clock.begun.count == clock.ended)
  }

  @Test func aPhoneThatIsBeingLockedShutsItWhereverItStands() async {
    life.filesWillGo()
    await life.settled()
    #expect(diary.asked == ["shut"])
    // Away and locked, in either order: it stays shut, and is not paused besides.
    life.wentAway()
    life.filesWillGo()
    await life.settled()
    #expect(diary.asked == ["shut"])
    life.cameBack()
    await life.settled()
    #expect(diary.asked == ["shut"])
  }

  @Test func lockingWhileItGoesToRestShutsItAfterwards() async {
    diary.hold()
    life.wentAway()
    await diary.waits()
    life.filesWillGo()
    diary.letGo()
    await life.settled()
    #expect(diary.asked == ["pause", "shut"])
  }

  @Test func whatCannotRestIsShut() async {
    diary.fails = ["pause"]
    life.wentAway()
    await life.settled()
    #expect(diary.asked == ["pause", "shut"])
    diary.fails = []
    life.cameBack()
    life.wentAway()
    await life.settled()
    #expect(diary.asked == ["pause", "shut"] || diary.asked == ["pause", "shut", "pause"])
    #expect(clock.begun.count == clock.ended)
  }

  @Test func whatCannotGoOnIsUpAndBehindItsDoor() async {
    diary.fails = ["resume"]
    life.wentAway()
    await life.settled()
    life.cameBack()
    await life.settled()
    life.wentAway()
    await life.settled()
    #expect(diary.asked == ["pause", "resume", "pause"])
  }

  @Test func timeThatIsOverIsGivenBackOnce() async {
    diary.hold()
    life.wentAway()
    await diary.waits()
    clock.isOver()
    clock.isOver()
    #expect(clock.ended == 1)
    diary.letGo()
    await life.settled()
    #expect(clock.ended == 1)
    #expect(diary.asked == ["pause"])
  }

  @Test func aPhoneThatGivesNoTimeIsNotWaitedFor() async {
    clock.gives = false
    life.wentAway()
    await life.settled()
    #expect(diary.asked == ["pause"])
    #expect(clock.ended == 0)
  }

  @Test func anyOrderOfWordsEndsAsTheLastOneWants() async {
    // Every order of six words, with the diary slow at some of them.
    for order in 0..<729 {
      let (diary, clock) = (Sleeper(), Clock())
      let life = LifeCycle(diary, time: clock)
      var (rest, shut) = (order, false)
      for _ in 0..<6 {
        switch rest % 3 {
        case 0: life.wentAway()
        case 1:
          life.cameBack()
          shut = false
        default:
          life.filesWillGo()
          shut = true
        }
        if rest % 2 == 0 { await Task.yield() }
        rest /= 3
      }
      await life.settled()
      #expect(clock.begun.count == clock.ended)
      // Two rests never follow each other, and nothing goes on that did not rest.
      for (one, next) in zip(diary.asked, diary.asked.dropFirst()) {
        #expect(one != next || one == "shut", "\(order): \(diary.asked)")
        #expect(next != "resume" || one == "pause", "\(order): \(diary.asked)")
      }
      if shut { #expect(diary.asked.last == "shut", "\(order): \(diary.asked)") }
    }
  }

  @Test func workInTheBackgroundEndsWithItsTime() async {
    let answer = await clock.during("receive") { 42 }
    #expect(answer == 42)
    #expect(clock.ended == 1)
    let clock = clock
    let stopped = await clock.during("receive") {
      clock.isOver()
      return Task.isCancelled
    }
    #expect(stopped)
    #expect(clock.ended == 2)
  }
}
