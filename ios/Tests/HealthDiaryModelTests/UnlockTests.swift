import Foundation
import Testing

@testable import HealthDiaryModel

/// Unlocking, and why it may not be.
@MainActor
@Suite(.serialized) struct UnlockTests {
  let keys = KeysOfTest()
  let app: AppOfTest
  let code: String

  init() async throws {
    app = AppOfTest(keys: keys)
    code = try await app.home.make(name: "Ana", passphrase: PhoneOfTest.passphrase)
    try await app.home.codeIsWritten()
    await app.settled()
  }

  private var state: UnlockState { app.model.unlocking.state }

  private func shut() async {
    await app.home.shut()
    await app.settled()
  }

  @Test func theRightPassphraseGoesInAndIsForgotten() async {
    await shut()
    #expect(app.place == .unlock && state.way == .passphrase && !state.byPhone)
    await app.unlock()
    #expect(app.place == .today && state.secret == .nothing && !state.busy)
  }

  @Test func aWrongOneIsSaidAndStaysToBeMended() async {
    await shut()
    await app.unlock("not this one")
    #expect(state.problem == .wrong && state.secret == Hidden("not this one"))
    #expect(app.place == .unlock)
    app.model.unlocking.act(.type(Hidden("not this on")))
    #expect(state.problem == nil)
    await app.unlock()
    #expect(app.place == .today)
  }

  @Test func theRecoveryCodeOpensAndASlipInItIsSaid() async {
    await shut()
    let unlocking = app.model.unlocking
    unlocking.act(.use(.recoveryCode))
    unlocking.act(.type(Hidden("ABCD-EFGH")))
    unlocking.act(.unlock)
    await app.settled()
    #expect(state.problem == .wrong)
    unlocking.act(.type(Hidden(code.lowercased())))
    unlocking.act(.unlock)
    await app.settled()
    #expect(app.place == .today)
  }

  @Test func afterWrongOnesSomebodyWaitsAndIsToldHowLong() async throws {
    await shut()
    for _ in 0..<8 {
      if case .wait = state.problem { break }
      await app.unlock("not this one")
    }
    guard case .wait(let left?) = state.problem else {
      Issue.record("nobody waits: \(String(describing: state.problem))")
      return
    }
    #expect(left > .zero && left <= .seconds(300) && !state.isReady)
    // To type or to choose another way makes it no shorter.
    app.model.unlocking.act(.use(.recoveryCode))
    app.model.unlocking.act(.type(Hidden(code)))
    app.model.unlocking.act(.unlock)
    #expect(!state.isReady && app.home.door.value == .shut)
    app.phone.time.aheadMs += 3_600_000
    app.model.unlocking.begin()
    await app.settled()
    await app.unlock()
    #expect(app.place == .today)
  }

  @Test func whatIsWaitedForIsOverByItself() async {
    await shut()
    for _ in 0..<8 {
      if case .wait = state.problem { break }
      await app.unlock("not this one")
    }
    #expect(await app.until { state.problem == nil })
  }

  @Test func thePhoneUnlocksOnceSomebodySaidThatItMay() async throws {
    guard case .wrapped = try await app.home.letPhoneUnlock() else {
      Issue.record("it was not wrapped")
      return
    }
    await shut()
    #expect(state.way == .phone && state.byPhone && state.isReady)
    app.model.unlocking.act(.unlock)
    await app.settled()
    #expect(app.place == .today)
    try await app.home.letPhoneUnlockNoMore()
    #expect(keys.names.isEmpty)
    await shut()
    #expect(state.way == .passphrase && !state.byPhone)
    await app.unlock()
    #expect(app.place == .today)
  }

  @Test func whatThePhoneAnswersIsSaidAndTakesNothingAway() async throws {
    _ = try await app.home.letPhoneUnlock()
    let said: [(KeysOfTest.Answer, UnlockProblem)] = [
      (.cancelled, .cancelled), (.lockedOut, .lockedOut), (.invalidated, .keyGone),
      (.gone, .keyGone),
    ]
    for (answer, problem) in said {
      await shut()
      keys.answer = answer
      app.model.unlocking.act(.use(.phone))
      app.model.unlocking.act(.unlock)
      await app.settled()
      #expect(state.problem == problem && app.place == .unlock)
      #expect(keys.names.count == 1)
      await app.unlock()
      #expect(app.place == .today)
    }
    keys.answer = nil
    await shut()
    app.model.unlocking.act(.unlock)
    await app.settled()
    #expect(app.place == .today)
  }

  @Test func whoSaysNoToThePhoneLeavesNoKeyBehind() async throws {
    keys.answer = .cancelled
    #expect(try await app.home.letPhoneUnlock() == .cancelled)
    #expect(keys.names.isEmpty)
    keys.answer = nil
    #expect(try await !app.home.phoneUnlocks())
  }

  private var keyFiles: [String] {
    ["keys.json", "keys.copy.json"].map { app.phone.places.current().folder + "/" + $0 }
  }

  private func onDisk() throws -> [String: Data] {
    let folder = app.phone.places.current().folder
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
    return Dictionary(
      uniqueKeysWithValues: names.compactMap { name in
        FileManager.default.contents(atPath: folder + "/" + name).map { (name, $0) }
      })
  }

  /// Shuts it, does something to its files, and sees what is said when somebody unlocks.
  private func refused(_ damage: () throws -> Void) async throws -> UnlockProblem? {
    await shut()
    try damage()
    let before = try onDisk()
    app.start()
    await app.settled()
    await app.unlock()
    #expect(app.place == .unlock && app.home.door.value == .shut)
    #expect(try onDisk() == before, "not a byte of it was changed")
    return state.problem
  }

  @Test func aDamagedDiaryIsLeftAloneAndSaysSo() async throws {
    let problem = try await refused {
      for file in keyFiles {
        var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: URL(fileURLWithPath: file))
      }
    }
    #expect(problem == .damaged)
  }

  @Test func aDiaryOfANewerAppIsLeftAloneAndSaysThatTheAppIsToBeUpdated() async throws {
    let problem = try await refused {
      for file in keyFiles {
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let end = try #require(text.range(of: ",\"checksum\":\"", options: .backwards)).lowerBound
        let newer = String(text[..<end]).replacing(/"version":[0-9]+/, with: "\"version\":99")
        try "\(newer),\"checksum\":\"\(try sha256(newer))\"}\n"
          .write(toFile: file, atomically: false, encoding: .utf8)
      }
    }
    #expect(problem == .newer)
  }

  private func sha256(_ text: String) throws -> String {
    let (sum, typed, said) = (Process(), Pipe(), Pipe())
    sum.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
    (sum.standardInput, sum.standardOutput) = (typed, said)
    try sum.run()
    typed.fileHandleForWriting.write(Data(text.utf8))
    try typed.fileHandleForWriting.close()
    let bytes = try #require(try said.fileHandleForReading.readToEnd())
    return String(decoding: bytes.prefix(64), as: UTF8.self)
  }

  @Test func whoShutsItWhileSomebodyGoesInIsBeforeTheDoor() async {
    for _ in 0..<20 {
      await shut()
      app.model.unlocking.act(.type(Hidden(PhoneOfTest.passphrase)))
      app.model.unlocking.act(.unlock)
      while app.home.door.value != .open { await Task.yield() }
      await shut()
      #expect(app.place == .unlock && app.model.whose.person == nil)
    }
  }

  @Test func aDiaryThatLostAFileIsNotMadeAnew() async throws {
    let problem = try await refused {
      for file in keyFiles { try FileManager.default.removeItem(atPath: file) }
    }
    #expect(problem == .missing)
  }

  @Test func aDiaryThatAnotherProgramHasOpenSaysSo() async throws {
    let other = app.phone.home()
    await shut()
    try await other.open(passphrase: PhoneOfTest.passphrase)
    await app.unlock()
    #expect(state.problem == .inUse)
    await other.shut()
    await app.unlock()
    #expect(app.place == .today)
  }

  @Test func pressedTwiceItIsTriedOnce() async {
    await shut()
    let unlocking = app.model.unlocking
    unlocking.act(.type(Hidden("not this one")))
    for _ in 0..<5 { unlocking.act(.unlock) }
    await app.settled()
    #expect(state.problem == .wrong)
  }
}
