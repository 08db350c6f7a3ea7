import Foundation
import HealthDiary
import Testing

@testable import HealthDiaryModel

/// The diary on this phone: made, unlocked, paused and shut.
@MainActor
@Suite(.serialized) struct HomeTests {
  let phone = PhoneOfTest()

  @Test func aDiaryThatIsMadeIsOpenWithItsFirstPersonAndOwesItsCode() async throws {
    let home = phone.home()
    #expect(home.door.value == .none)
    let code = try await home.make(name: "Ana", passphrase: PhoneOfTest.passphrase)
    #expect(home.door.value == .open && home.codeIsOwed)
    #expect(try await home.residents().map(\.person.name) == ["Ana"])
    try await home.codeIsWritten()
    #expect(!home.codeIsOwed)
    await home.shut()
    #expect(home.door.value == .shut)
    #expect(await trouble { try await home.open(passphrase: "not this one") } == .wrongSecret)
    try await home.open(code: code)
    #expect(home.door.value == .open)
    await home.shut()
  }

  @Test func whatTheDiaryIsNotOpenForIsSaidAsShut() async throws {
    let home = phone.home()
    #expect(await trouble { _ = try await home.residents() } == .shut)
    #expect(await trouble { _ = try await home.newCode() } == .shut)
    #expect(await trouble { try await home.open(passphrase: PhoneOfTest.passphrase) } == .noDiary)
  }

  @Test func whoComesWhileAnotherIsAtItWaits() async throws {
    let home = phone.home()
    _ = try await home.make(name: "Ana", passphrase: PhoneOfTest.passphrase)
    async let pausing: Void = home.pause()
    async let resuming: Void = home.resume()
    async let moving: Void = home.phoneMoved()
    _ = try await (pausing, resuming, moving)
    async let shutting: Void = home.shut()
    async let again: Void = home.shut()
    _ = await (shutting, again)
    async let first: Void = home.open(passphrase: PhoneOfTest.passphrase)
    async let second: Void = home.open(passphrase: PhoneOfTest.passphrase)
    _ = try await (first, second)
    #expect(home.door.value == .open)
    await home.shut()
  }

  @Test func whatIsRestoredIsTurnedToAndWhatWasThereStays() async throws {
    let places = phone.places
    let home = phone.home()
    _ = try await home.make(name: "Ana", passphrase: PhoneOfTest.passphrase)
    let (old, new) = (places.current(), places.fresh())
    #expect(old != new)
    try await home.turn(to: new) { try places.turn(to: new) }
    #expect(home.door.value == .shut && places.current() == new && !home.codeIsOwed)
    #expect(FileManager.default.fileExists(atPath: old.folder))
  }

  @Test func aValueIsHeardInOrderAndBySlowOnesAtLast() async {
    let followed = Followed(0)
    var heard: [Int] = []
    followed.hear { heard.append($0) }
    let values = followed.values()
    for next in [1, 1, 2, 3] { followed.set(next) }
    #expect(heard == [1, 2, 3])
    var slow = values.makeAsyncIterator()
    #expect(await slow.next() == 3)
    await followed.moved(from: 0)
  }
}
