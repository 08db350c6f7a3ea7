import Foundation
import HealthDiary
import HealthDiaryModel
import HealthDiaryPhone
import Testing

/// What a phone's keys answer, and what the core and the person make of it.
@Suite struct PhoneKeyStoreTests {
  private let holder = PlayedHolder()
  private let store: PhoneKeyStore
  private let key = Data((0..<32).map { $0 })

  init() {
    store = PhoneKeyStore(holder, reason: "Unlock your diary")
  }

  private func wrapped() async throws -> Data {
    guard case .wrapped(let blob) = await store.wrap(key, by: "slot") else {
      throw CocoaError(.featureUnsupported)
    }
    return blob
  }

  @Test func whatIsWrappedOpensAndThePersonIsAskedEachTime() async throws {
    let blob = try await wrapped()
    #expect(holder.questions == 1)
    #expect(await store.open(blob, by: "slot") == .opened(key: key))
    #expect(holder.questions == 2)
    // The key itself does not stand in it.
    #expect(blob.range(of: key) == nil)
    #expect(blob.count <= 1024)
  }

  @Test func withoutAnEnclaveTheKeychainKeepsIt() async throws {
    holder.set(enclave: false)
    holder.set(.none)
    #expect(await store.state() == .ready)
    let blob = try await wrapped()
    #expect(blob.count == 3)
    #expect(await store.open(blob, by: "slot") == .opened(key: key))
    holder.loseEverything()
    #expect(await store.open(blob, by: "slot") == .gone)
  }

  @Test func whetherItCanIsAsThePhoneSaysIt() async {
    #expect(await store.state() == .ready)
    for biometry in [Biometry.lockedOut, .notSetUp] {
      holder.set(biometry)
      #expect(await store.state() == .notNow)
    }
    holder.set(.none)
    #expect(await store.state() == PhoneKeysState.none)
  }

  @Test func otherFingersMakeItWorthless() async throws {
    let blob = try await wrapped()
    holder.set(.ready(mark: Data([9])))
    for refusal in [
      KeyRefusal(.person, -1), KeyRefusal(.keychain, -25293), KeyRefusal(.keychain, -25300),
      KeyRefusal(.keychain, -50),
    ] {
      holder.refuse("open", refusal)
      #expect(await store.open(blob, by: "slot") == .invalidated)
    }
    // Whoever only put the question away is asked again.
    holder.refuse("open", KeyRefusal(.person, -2))
    #expect(await store.open(blob, by: "slot") == .cancelled)
    holder.set(.notSetUp)
    #expect(await store.open(blob, by: "slot") == .invalidated)
    // Nothing was taken away: the finger of then opens again.
    holder.refuse("open", nil)
    holder.set(.ready(mark: Data([1, 2, 3])))
    #expect(await store.open(blob, by: "slot") == .opened(key: key))
  }

  @Test func aMarkThatANewerSystemMakesOtherwiseShutsNobodyOut() async throws {
    let blob = try await wrapped()
    holder.set(.ready(mark: Data([9])))
    #expect(await store.open(blob, by: "slot") == .opened(key: key))
  }

  @Test func aLockOutIsToldBeforeAnybodyIsAsked() async throws {
    let blob = try await wrapped()
    holder.set(.lockedOut)
    #expect(await store.open(blob, by: "slot") == .lockedOut)
    // Also where the person took the leave for Face ID away.
    holder.set(.none)
    #expect(await store.open(blob, by: "slot") == .lockedOut)
    #expect(holder.questions == 1)
    #expect(holder.count == 1)
  }

  @Test(arguments: [
    (KeyRefusal(.person, -2), KeyStoreReply.cancelled), (KeyRefusal(.person, -3), .cancelled),
    (KeyRefusal(.person, -4), .cancelled), (KeyRefusal(.person, -9), .cancelled),
    (KeyRefusal(.person, -1), .cancelled), (KeyRefusal(.keychain, -128), .cancelled),
    (KeyRefusal(.keychain, -25308), .cancelled), (KeyRefusal(.person, -8), .lockedOut),
    (KeyRefusal(.person, -5), .invalidated), (KeyRefusal(.person, -7), .invalidated),
    (KeyRefusal(.keychain, -25300), .gone), (KeyRefusal(.keychain, -50), .gone),
    (KeyRefusal(.other, 7), .gone),
  ])
  func aRefusalIsAnAnswerAndTakesNothingAway(_ refusal: KeyRefusal, _ reply: KeyStoreReply)
    async throws
  {
    let blob = try await wrapped()
    holder.refuse("open", refusal)
    #expect(await store.open(blob, by: "slot") == reply)
    #expect(holder.count == 1)
    holder.refuse("open", nil)
    #expect(await store.open(blob, by: "slot") == .opened(key: key))
  }

  @Test func whatAnotherPhoneOrANewerAppWroteIsGoneHere() async throws {
    let blob = try await wrapped()
    holder.loseEverything()
    #expect(await store.open(blob, by: "slot") == .gone)
    for bytes in [
      Data(), Data([1]), Data([2, 1, 0]), Data([1, 9, 0]), Data([1, 1, 200, 1]), Data("json".utf8),
    ] {
      #expect(await store.open(bytes, by: "slot") == .gone)
    }
  }

  @Test func whoSaysNoToItLeavesNoKeyBehind() async {
    for (call, error, answer) in [
      ("open", KeyRefusal(.person, -2), KeyWrapped.cancelled),
      ("open", KeyRefusal(.person, -8), .lockedOut), ("makeKey", KeyRefusal(.other, 1), .notThere),
      ("seal", KeyRefusal(.keychain, -50), .notThere),
    ] {
      holder.refuse(call, error)
      #expect(await store.wrap(key, by: "slot") == answer)
      #expect(holder.count == 0)
      holder.refuse(call, nil)
    }
    holder.set(.notSetUp)
    #expect(await store.wrap(key, by: "slot") == .notThere)
    holder.set(.lockedOut)
    #expect(await store.wrap(key, by: "slot") == .lockedOut)
    #expect(holder.count == 0)
  }

  @Test func whatIsTakenAwayIsGone() async throws {
    let blob = try await wrapped()
    await store.remove("slot")
    #expect(holder.count == 0)
    #expect(await store.open(blob, by: "slot") == .gone)
    // Twice is as once.
    await store.remove("slot")
  }

  @Test func manyWhoAskAtOnceAreAnsweredEach() async throws {
    let blob = try await wrapped()
    let (store, key) = (store, key)
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<20 {
        group.addTask { await store.open(blob, by: "slot") == .opened(key: key) }
      }
      for await opened in group { #expect(opened) }
    }
  }
}

/// The diary of the core, unlocked by the phone.
@MainActor
@Suite struct PhoneUnlockTests {
  private let holder = PlayedHolder()
  private let home: DiaryHome

  init() async throws {
    let folder = temporaryFolder()
    home = DiaryHome(
      at: HouseholdPlace(folder: folder.path + "/diary", stateFolder: folder.path + "/state"),
      keys: PhoneKeyStore(holder, reason: "Unlock your diary"))
    _ = try await home.make(name: "Ana", passphrase: "seven invented words nobody would guess")
  }

  @Test func theFaceOpensTheDiaryAndWhatGoesWrongLeavesThePassphrase() async throws {
    guard case .wrapped = try await home.letPhoneUnlock() else {
      Issue.record("not wrapped")
      return
    }
    await home.shut()
    holder.refuse("open", KeyRefusal(.person, -2))
    #expect(await trouble() == .cancelled)
    holder.refuse("open", nil)
    holder.set(.lockedOut)
    #expect(await trouble() == .lockedOut)
    holder.set(.ready(mark: Data([7])))
    holder.refuse("open", KeyRefusal(.keychain, -25300))
    #expect(await trouble() == .keyGone)
    holder.refuse("open", nil)
    holder.set(.ready(mark: Data([1, 2, 3])))
    try await home.openByPhone()
    #expect(home.door.value == .open)
    await home.shut()
    holder.loseEverything()
    #expect(await trouble() == .keyGone)
    try await home.open(passphrase: "seven invented words nobody would guess")
    #expect(home.door.value == .open)
    // The slot whose key is gone is taken out, and a new one works.
    try await home.letPhoneUnlockNoMore()
    #expect(try await !home.phoneUnlocks())
    _ = try await home.letPhoneUnlock()
    await home.shut()
    try await home.openByPhone()
  }

  private func trouble() async -> Trouble? {
    do throws(Trouble) {
      try await home.openByPhone()
      return nil
    } catch {
      return error
    }
  }
}
