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

  init() {
    folder = FileManager.default.temporaryDirectory.path + "/model-" + UUID().uuidString
    places = Places(files: folder + "/files", states: folder + "/states")
    // Never the same randomness twice: a diary that is read again from a disk must not draw the ids that it has.
    simulated = SimulatedPhone(
      stateFolder: places.current().stateFolder, clock: time, seed: .random(in: 0...UInt64.max))
  }

  deinit {
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// The diary of this phone, as a new process finds it.
  func home(keys: (any PhoneKeys)? = nil) -> DiaryHome {
    DiaryHome(at: places.current(), keys: keys)
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
