import Foundation
import HealthDiary
import Observation

/// Whether the diary is there, and open.
public enum Door: Sendable, Hashable {
  case none, shut, open
}

/// The diary on this phone: made, unlocked, paused and shut here, and nowhere else. One for the process.
///
/// Every function comes back once the disk has it, and throws nothing but ``Trouble``. No call of the core is made on the main actor.
@MainActor
public final class DiaryHome {
  /// Whether the diary is there, and open.
  public let door: Followed<Door>
  /// Counts what may change everything that shows: what arrived, who lives here, a lock, going on after a rest.
  let moved = Followed(0)
  /// Where it lies.
  private(set) var place: HouseholdPlace
  let keys: (any PhoneKeys)?
  /// Where and when the phone is.
  let here: Here

  /// Whether something arrived while the diary was shut, and nobody has opened it since.
  let somethingWaits = Followed(false)
  /// Has whoever talks with devices make room before the diary is opened, taken up again, rests or is shut, and go on behind that.
  var makeRoom: @MainActor () async -> Void = {}
  var goOn: @MainActor () -> Void = {}

  /// The units that numbers are shown in.
  private(set) var units = ChosenUnits()

  /// What became entries when the diary went on after its last rest.
  private(set) var cameWhileAway: [NewEntry] = []

  private let turn = Turn()
  private var household: Household?
  private var paused = false

  /// - Parameters:
  ///   - place: where it lies, or is to be made.
  ///   - keys: the phone's own keys; none where it has none to offer.
  ///   - here: where and when the phone is.
  public init(at place: HouseholdPlace, keys: (any PhoneKeys)? = nil, here: Here = Here()) {
    self.place = place
    self.keys = keys
    self.here = here
    door = Followed(Self.isThere(place) ? .shut : .none)
  }

  /// Everything that shows is asked for again.
  func lookAgain() {
    moved.set(moved.value + 1)
  }

  /// Everything is shown in these units from now on.
  func show(in units: ChosenUnits) {
    guard self.units != units else { return }
    self.units = units
    lookAgain()
  }

  /// The open household; ``Trouble/shut`` where there is none.
  func opened() throws(Trouble) -> Household {
    guard let household else { throw .shut }
    return household
  }

  /// The household, unless it is shut or paused: then only the inbox takes anything.
  var atWork: Household? { paused ? nil : household }

  /// Asks the open household off the main actor.
  func asking<Answer: Sendable>(
    _ call: @escaping @Sendable (Household) throws -> Answer
  ) async throws(Trouble) -> Answer {
    let household = try opened()
    return try await core { try call(household) }
  }

  /// Asks a person's diary off the main actor.
  func asking<Answer: Sendable>(
    _ person: String, _ call: @escaping @Sendable (Diary) throws -> Answer
  ) async throws(Trouble) -> Answer {
    try await asking { household in try call(household.diary(person: person)) }
  }

  // MARK: Made

  /// Makes the diary and its first person, opens it, and gives the recovery code, which is shown once.
  public func make(name: String, passphrase: String) async throws(Trouble) -> String {
    try await turn.take { () async throws(Trouble) in
      let (place, owed) = (place, owed)
      do throws(Trouble) {
        let (code, household) = try await core {
          try Self.note(owed)
          let code = try createHousehold(place: place, passphrase: passphrase)
          return (code, try Self.opened(place, passphrase, withFirst: name))
        }
        // Whoever hears that it is open finds somebody in it.
        took(household)
        return code
      } catch {
        // It was made all the same, and whoever unlocks it goes on from there.
        let isMade = try? await core { try !slotsOf(place: place).isEmpty }
        if isMade == true { door.set(.shut) }
        throw error
      }
    }
  }

  private nonisolated static func opened(
    _ place: HouseholdPlace, _ passphrase: String, withFirst name: String
  ) throws -> Household {
    let household = try Household.openWithPassphrase(place: place, passphrase: passphrase)
    do { _ = try household.addPerson(name: name) } catch {
      try? household.shut()
      throw error
    }
    return household
  }

  /// Whether nobody has said yet that the recovery code is written down: the process may have ended while it was shown.
  public var codeIsOwed: Bool { FileManager.default.fileExists(atPath: owed) }

  /// Somebody has the recovery code.
  public func codeIsWritten() async throws(Trouble) {
    let owed = owed
    try await core { try Self.forget(owed) }
  }

  /// A new recovery code in place of the one there was; it is shown once, and owed until somebody has written it down.
  public func newCode() async throws(Trouble) -> String {
    let owed = owed
    return try await asking { household in
      try Self.note(owed)
      return try household.changeRecoveryCode()
    }
  }

  /// Sets another passphrase in place of the one there was.
  public func changePassphrase(to typed: String) async throws(Trouble) {
    _ = try await asking { try $0.changePassphrase(slot: nil, passphrase: typed) }
  }

  // MARK: Unlocked

  /// Unlocks with the passphrase.
  public func open(passphrase: String) async throws(Trouble) {
    try await open { try Household.openWithPassphrase(place: $0, passphrase: passphrase) }
  }

  /// Unlocks with the recovery code.
  public func open(code: String) async throws(Trouble) {
    try await open { try Household.openWithRecoveryCode(place: $0, code: code) }
    try await codeIsWritten()
  }

  /// How long nobody may try another secret, after several wrong ones; none where it can be tried now.
  public func waitToOpen() async throws(Trouble) -> Duration? {
    let place = place
    let ms = try await core { try HealthDiary.waitToOpen(place: place) }
    return ms == 0 ? nil : .milliseconds(Int64(clamping: ms))
  }

  // MARK: Paused and shut

  /// Before the app is suspended: everything is on the disk, and what arrives is still received.
  public func pause() async throws(Trouble) {
    try await turn.take { () async throws(Trouble) in
      guard let household else { return }
      await makeRoom()
      defer { goOn() }
      try await core { try household.pause() }
      paused = true
    }
  }

  /// Goes on; where that cannot be, the diary is shut, and has to be unlocked.
  public func resume() async throws(Trouble) {
    try await turn.take { () async throws(Trouble) in
      guard let household else { return }
      await makeRoom()
      defer { goOn() }
      do throws(Trouble) {
        let came = try await core {
          _ = try household.resume()
          return try household.handOn().new
        }
        cameWhileAway = came.map { NewEntry(person: $0.person, entry: $0.entry) }
      } catch {
        await letGo()
        throw error
      }
      paused = false
      lookAgain()
    }
  }

  /// Shuts it: the keys are wiped.
  public func shut() async {
    try? await turn.take { await letGo() }
  }

  /// The phone's zone or clock was changed: noted where the diary is open, else when it is unlocked.
  public func phoneMoved() async throws(Trouble) {
    try await turn.take { () async throws(Trouble) in
      guard let household = atWork else { return }
      try await core { try household.sight() }
    }
  }

  /// Turns to another diary, which is shut; what was open is shut first, and stays as it is.
  ///
  /// - Parameter owesCode: whether nobody has seen its recovery code yet.
  func turn(
    to other: HouseholdPlace, owesCode: Bool = false,
    _ turning: @escaping @Sendable () throws -> Void
  ) async throws(Trouble) {
    try await turn.take { () async throws(Trouble) in
      await letGo()
      let (owed, owedThen) = (owed, Self.owed(of: other))
      try await core {
        // Whoever restores has a secret of what is restored; one that was made anew has a code that nobody has seen.
        if owesCode { try Self.note(owedThen) }
        do { try turning() } catch {
          try? Self.forget(owedThen)
          throw error
        }
        try Self.forget(owed)
      }
      place = other
      door.set(.shut)
    }
  }

  // MARK: Within

  /// Opens it, and hands on what waits.
  func open(
    _ how: @escaping @Sendable (HouseholdPlace) throws -> Household
  ) async throws(Trouble) {
    try await turn.take { () async throws(Trouble) in
      guard household == nil else { return }
      await makeRoom()
      defer { goOn() }
      let place = place
      let opened = try await core {
        let household = try how(place)
        // What waits belongs to somebody now.
        do { _ = try household.handOn() } catch {
          try? household.shut()
          throw error
        }
        return household
      }
      took(opened)
    }
  }

  private func took(_ opened: Household) {
    household = opened
    paused = false
    door.set(.open)
  }

  private func letGo() async {
    guard let household else { return }
    await makeRoom()
    defer { goOn() }
    self.household = nil
    paused = false
    door.set(.shut)
    try? await core { try household.shut() }
  }

  /// Empty; it is there until somebody has the recovery code of the diary in this place.
  private var owed: String { Self.owed(of: place) }

  private static func owed(of place: HouseholdPlace) -> String {
    place.stateFolder + "-code-not-written-down"
  }

  private nonisolated static func note(_ owed: String) throws {
    do {
      let folder = URL(fileURLWithPath: owed).deletingLastPathComponent()
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data().write(to: URL(fileURLWithPath: owed))
    } catch {
      throw Self.trouble(of: error)
    }
  }

  private nonisolated static func forget(_ owed: String) throws {
    guard FileManager.default.fileExists(atPath: owed) else { return }
    do { try FileManager.default.removeItem(atPath: owed) } catch { throw Self.trouble(of: error) }
  }

  private nonisolated static func trouble(of error: any Error) -> Trouble {
    (error as? CocoaError)?.code == .fileWriteOutOfSpace ? .noSpace : .failed
  }

  /// Whatever is there: a household that has lost a file is one that says so, and none that is made anew.
  private static func isThere(_ place: HouseholdPlace) -> Bool {
    let found = try? FileManager.default.contentsOfDirectory(atPath: place.folder)
    return found.map { !$0.isEmpty } ?? false
  }
}
