import Foundation
import HealthDiary

@testable import HealthDiaryModel

/// The phone's own keys, as a test wants them to answer. What is wrapped is the key, turned around.
final class KeysOfTest: PhoneKeys, @unchecked Sendable {
  typealias Answer = KeyStoreReply

  private let lock = NSLock()
  private var answers: KeyStoreReply?
  private var held: Set<String> = []

  /// What is answered instead of opening.
  var answer: KeyStoreReply? {
    get { lock.withLock { answers } }
    set { lock.withLock { answers = newValue } }
  }

  /// The names that there are keys under.
  var names: Set<String> { lock.withLock { held } }

  func state() async -> PhoneKeysState { .ready }

  func wrap(_ key: Data, by name: String) async -> KeyWrapped {
    lock.withLock { _ = held.insert(name) }
    switch answer {
    case .cancelled: return .cancelled
    case .lockedOut: return .lockedOut
    default: return .wrapped(Data(key.reversed()))
    }
  }

  func open(_ blob: Data, by name: String) async -> KeyStoreReply {
    answer ?? (names.contains(name) ? .opened(key: Data(blob.reversed())) : .gone)
  }

  func remove(_ name: String) async {
    lock.withLock { _ = held.remove(name) }
  }
}
