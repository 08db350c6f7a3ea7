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
  var now = ContinuousClock.now
  var lockAfter = Duration.seconds(60)

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
    for tell in over { tell() }
  }
}

/// The diary rests before the app is suspended, however the system's words come.
@MainActor
@Suite struct LifeCycleTests {
  private let diary = Sleeper()
  private let clock = Clock()
  private let life: LifeCycle

  init() {
    let clock = clock
    life = LifeCycle(
      diary, time: clock, lockAfter: { clock.lockAfter }, now: { clock.now })
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
    life.wentAway()
    await life.settled()
    life.filesWillGo()
    await life.settled()
    #expect(diary.asked == ["shut", "pause", "shut"])
    life.cameBack()
    await life.settled()
    // What is shut is asked to go on, and has nothing to.
    #expect(diary.asked == ["shut", "pause", "shut", "resume"])
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

  @Test func whatWasToBeShutIsShutAlsoIfSomebodyComesBackAtOnce() async {
    diary.hold()
    life.wentAway()
    await diary.waits()
    life.filesWillGo()
    life.cameBack()
    diary.letGo()
    await life.settled()
    #expect(diary.asked == ["pause", "shut"])
  }

  @Test func whoStaysAwayLongerThanTheyHaveSetHasToUnlock() async {
    life.wentAway()
    await life.settled()
    clock.now += .seconds(60)
    life.cameBack()
    await life.settled()
    #expect(diary.asked == ["pause", "resume"])
    life.wentAway()
    await life.settled()
    clock.now += .seconds(30)
    // Away is away from the first word on.
    life.wentAway()
    clock.now += .seconds(31)
    life.cameBack()
    await life.settled()
    #expect(diary.asked == ["pause", "resume", "pause", "shut"])
  }

  @Test func whoWantsItLockedAtOnceFindsItShut() async {
    clock.lockAfter = .zero
    life.wentAway()
    await life.settled()
    #expect(diary.asked == ["shut"])
  }

  @Test func whatCannotRestIsShut() async {
    diary.fails = ["pause"]
    life.wentAway()
    await life.settled()
    #expect(diary.asked == ["pause", "shut"])
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
      let life = LifeCycle(diary, time: clock, lockAfter: { .seconds(60) })
      var (rest, shuts, last) = (order, 0, "up")
      for _ in 0..<6 {
        switch rest % 3 {
        case 0:
          life.wentAway()
          last = "resting"
        case 1:
          life.cameBack()
          last = "up"
        default:
          life.filesWillGo()
          shuts += 1
        }
        if rest % 2 == 0 { await Task.yield() }
        rest /= 3
      }
      await life.settled()
      #expect(clock.begun.count == clock.ended)
      let asked = diary.asked
      // Two rests never follow each other, and neither do two goings on.
      let moves = asked.filter { $0 != "shut" }
      for (one, next) in zip(moves, moves.dropFirst()) where one == next {
        // Only what was shut between needed none to go on, or to rest.
        #expect(shuts > 0, "\(order): \(asked)")
      }
      #expect(shuts == 0 || asked.contains("shut"), "\(order): \(asked)")
      // It does not stay up while the app is away, nor at rest while somebody looks.
      let end = asked.last ?? "resume"
      #expect(end == "shut" || end == (last == "up" ? "resume" : "pause"), "\(order): \(asked)")
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

  @Test func workInTheBackgroundEndsWithWhoeverWantedIt() async {
    let clock = clock
    let working = Task {
      await clock.during("receive") {
        while !Task.isCancelled { await Task.yield() }
        return true
      }
    }
    await Task.yield()
    working.cancel()
    #expect(await working.value)
    #expect(clock.ended == 1)
  }
}
