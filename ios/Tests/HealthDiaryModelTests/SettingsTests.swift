import Foundation
import HealthDiary
import Testing

@testable import HealthDiaryModel

/// What a person sets, and the secrets that they change.
@MainActor
@Suite(.timeLimit(.minutes(5))) struct SettingsTests {
  /// The phone's keys, with whatever a person answers.
  private final class Keys: PhoneKeys, @unchecked Sendable {
    private let lock = NSLock()
    private var kept: Set<String> = []
    private var answers = KeyWrapped.wrapped(Data())
    let isThere: Bool

    init(isThere: Bool = true) { self.isThere = isThere }

    var names: Set<String> { lock.withLock { kept } }
    var answer: KeyWrapped {
      get { lock.withLock { answers } }
      set { lock.withLock { answers = newValue } }
    }

    func state() async -> PhoneKeysState { isThere ? .ready : .none }

    func wrap(_ key: Data, by name: String) async -> KeyWrapped {
      guard case .wrapped = answer else { return answer }
      lock.withLock { _ = kept.insert(name) }
      return .wrapped(Data(key.map { $0 ^ 0x5A }))
    }

    func open(_ blob: Data, by name: String) async -> KeyStoreReply {
      names.contains(name) ? .opened(key: Data(blob.map { $0 ^ 0x5A })) : .gone
    }

    func remove(_ name: String) async { lock.withLock { _ = kept.remove(name) } }
  }

  @Test func whatIsSetIsKeptForTheNextProcess() async throws {
    let at = AtCare()
    try await at.made()
    at.ways.go(.settings)
    await at.work.settled()
    let settings = at.care.settings
    #expect(settings.state.backup == .never && settings.state.biometric == nil)
    settings.act(.setHideScreen(false))
    settings.act(.setLockAfter(.zero))
    settings.act(.setNotices(false))
    await at.work.settled()
    #expect(settings.state.notices == .off)
    let next = Preferences(at.settings)
    #expect(!next.hideScreen && next.lockAfter == .zero && !next.notices)
    settings.act(.setNotices(true))
    await at.work.settled()
    #expect(Preferences(at.settings).notices && settings.state.notices == .on)
    await at.end()
  }

  @Test func everyWayLeadsSomewhere() async throws {
    let at = AtCare()
    try await at.made()
    let places: [SettingsLink: Place] = [
      .devices: .devices, .people: .people, .receiving: .receiving, .backup: .backup,
      .check: .check, .about: .about, .passphrase: .newPassphrase, .recoveryCode: .newCode,
    ]
    for link in SettingsLink.allCases {
      at.ways.home()
      at.care.settings.act(.open(link))
      #expect(at.ways.place == places[link] ?? .today)
    }
    #expect(at.hands.did == [.opened(.app)], "the language is set on the app's own page")
    await at.end()
  }

  @Test func whatThePhoneRefusesToSayLeadsToItsSettings() async throws {
    let at = AtCare()
    try await at.made()
    at.hands.noticesLeave = .refused
    at.ways.go(.settings)
    await at.work.settled()
    #expect(at.care.settings.state.notices == .refused)
    at.care.settings.act(.setNotices(true))
    await at.work.settled()
    #expect(at.hands.did == [.opened(.notifications)])
    // Somebody allowed it there.
    at.hands.noticesLeave = .given
    at.care.returned()
    await at.work.settled()
    #expect(at.care.settings.state.notices == .on)
    await at.end()
  }

  @Test func aFaceIsLetInAndTakenOutAgainAndANoChangesNothing() async throws {
    let keys = Keys()
    let at = AtCare(keys: keys)
    try await at.made()
    at.ways.go(.settings)
    await at.work.settled()
    let settings = at.care.settings
    #expect(settings.state.biometric == false)
    let refused: [(KeyWrapped, SettingsProblem)] = [
      (.cancelled, .cancelled), (.lockedOut, .lockedOut), (.notThere, .impossible),
    ]
    for (answer, problem) in refused {
      keys.answer = answer
      settings.act(.setBiometric(true))
      await at.work.settled()
      #expect(settings.state.problem == problem && settings.state.biometric == false)
    }
    keys.answer = .wrapped(Data())
    settings.act(.setBiometric(true))
    await at.work.settled()
    #expect(settings.state.problem == nil && settings.state.biometric == true)
    #expect(keys.names.count == 1)
    await at.home.shut()
    try await at.home.openByPhone()
    settings.act(.setBiometric(false))
    await at.work.settled()
    #expect(settings.state.biometric == false && keys.names.isEmpty)
    await at.end()
  }

  @Test func afterTheFirstRunTheFaceIsOfferedWhereThereIsOne() async throws {
    let without = AtCare(keys: Keys(isThere: false))
    try await without.made()
    await without.care.phoneKey.goOn()
    #expect(without.ways.place == .today)
    await without.end()
    let at = AtCare(keys: Keys())
    try await at.made()
    await at.care.phoneKey.goOn()
    #expect(at.ways.place == .phoneKey)
    at.care.phoneKey.act(.use)
    await at.work.settled()
    #expect(at.ways.place == .today)
    #expect(try await at.home.phoneUnlocks())
    await at.end()
  }

  @Test func aPassphraseIsSetAnewAndTheNewOneOpens() async throws {
    let at = AtCare()
    try await at.made()
    let secrets = at.care.secrets
    at.ways.go(.newPassphrase)
    secrets.act(.first(Hidden("one")))
    secrets.act(.again(Hidden("another")))
    secrets.act(.goOn)
    #expect(secrets.passphrase.problem == .mismatch)
    secrets.act(.again(Hidden("one")))
    secrets.act(.goOn)
    await at.work.settled()
    #expect(secrets.passphrase.problem == .weak && at.ways.place == .newPassphrase)
    let new = "quite another seven words of nobody here"
    secrets.act(.first(Hidden(new)))
    secrets.act(.again(Hidden(new)))
    secrets.act(.goOn)
    await at.work.settled()
    #expect(at.ways.place == .today && secrets.passphrase.first == .nothing)
    await at.home.shut()
    #expect(
      await trouble { try await at.home.open(passphrase: PhoneOfTest.passphrase) } == .wrongSecret)
    try await at.home.open(passphrase: new)
    await at.end()
  }

  @Test func aCodeIsSetAnewAskedBackAndNobodyLeavesBefore() async throws {
    let at = AtCare()
    try await at.made()
    let secrets = at.care.secrets
    at.ways.go(.newCode)
    secrets.act(.make)
    await at.work.settled()
    let groups = secrets.code.groups
    #expect(groups.count > 2 && at.home.codeIsOwed)
    #expect(at.care.back() && at.ways.place == .newCode, "the old one opens nothing any more")
    secrets.act(.written)
    secrets.act(.type(group: 1, Hidden("wrong")))
    secrets.act(.type(group: groups.count - 2, groups[groups.count - 2]))
    secrets.act(.check)
    #expect(secrets.code.wrong == [1])
    secrets.act(.seeAgain)
    secrets.act(.written)
    secrets.act(.type(group: 1, Hidden(" " + groups[1].text.lowercased())))
    secrets.act(.type(group: groups.count - 2, groups[groups.count - 2]))
    secrets.act(.check)
    await at.work.settled()
    #expect(at.ways.place == .today && !at.home.codeIsOwed && secrets.code.groups.isEmpty)
    await at.home.shut()
    try await at.home.open(either: groups.map(\.text).joined(separator: " "))
    await at.end()
  }

  @Test func aCodeThatWasTypedIsToldFromAPassphrase() {
    let code = "4F7K2-9QWER-TYU3P-ASD8F-GHJ5K-ZXC6V-BNM7Q-1"
    #expect(secret(of: code) == .recoveryCode(text: code))
    #expect(secret(of: PhoneOfTest.passphrase) == .passphrase(text: PhoneOfTest.passphrase))
    let words = "sevenwordsthattogetherhavethirtysix"
    #expect(secret(of: words + "x") == .passphrase(text: words + "x"), "no digit is in it")
  }
}
