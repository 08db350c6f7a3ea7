import Foundation
import HealthDiary

@testable import HealthDiaryModel

/// A phone with the real core: its clocks are the machine's, moved as a test wants, and a passphrase costs next to nothing on it.
@MainActor
final class PhoneOfTest {
  static let passphrase = "seven invented words nobody would guess"
  let folder: String
  let places: Places
  let time = Time()
  private let simulated: SimulatedPhone
  private let opened = Opened()

  init() {
    folder = FileManager.default.temporaryDirectory.path + "/model-" + UUID().uuidString
    places = Places(files: folder + "/files", states: folder + "/states")
    // Never the same randomness twice: a diary that is read again from a disk must not draw the ids that it has.
    simulated = SimulatedPhone(
      stateFolder: places.current().stateFolder, clock: time, seed: .random(in: 0...UInt64.max))
  }

  deinit {
    // Nothing closes a file while the process of the tests ends.
    opened.shut()
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// The diary of this phone, as a new process finds it.
  func home(keys: (any PhoneKeys)? = nil) -> DiaryHome {
    let home = DiaryHome(at: places.current(), keys: keys, here: here)
    home.door.hear { [opened, weak home] door in
      if door == .open, let household = try? home?.opened() { opened.note(household) }
    }
    return home
  }

  /// What was opened on this phone.
  private final class Opened: @unchecked Sendable {
    private let lock = NSLock()
    private var all: [Household] = []

    func note(_ household: Household) { lock.withLock { all.append(household) } }

    func shut() { for household in lock.withLock({ all }) { try? household.shut() } }
  }

  /// How numbers are typed here.
  var locale = Locale(identifier: "en_GB")

  /// Where and when it is.
  var here: Here {
    Here(
      zone: { [time] in TimeZone(identifier: time.zone()) ?? .gmt },
      date: { [time] in Date().addingTimeInterval(Double(time.aheadMs) / 1000) },
      locale: { [locale] in locale })
  }

  /// What the core goes by, from threads of its own.
  final class Time: Clock, @unchecked Sendable {
    private let lock = NSLock()
    private var ahead: Int64 = 0
    private var here: String?

    /// How far its clock is ahead of the machine's, milliseconds.
    var aheadMs: Int64 {
      get { lock.withLock { ahead } }
      set { lock.withLock { ahead = newValue } }
    }

    /// It is somewhere else; the system has not said so yet.
    func move(to zone: String) {
      lock.withLock { here = zone }
    }

    func now() -> Clocks {
      let ms = Int64(Date().timeIntervalSince1970 * 1000)
      let up = UInt64(ProcessInfo.processInfo.systemUptime * 1e9)
      return Clocks(
        wallMs: ms + aheadMs, monotonicNs: up + UInt64(aheadMs) * 1_000_000, boot: "test")
    }

    func zone() -> String {
      lock.withLock { here } ?? TimeZone.current.identifier
    }
  }
}

/// Why something was not done; none where it was.
@MainActor
func trouble(_ call: @MainActor () async throws -> Void) async -> Trouble? {
  do {
    try await call()
    return nil
  } catch {
    return error as? Trouble ?? .failed
  }
}
