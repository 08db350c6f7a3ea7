import Foundation
import HealthDiaryPhone

/// A phone's keys, played: what is sealed is what was given, turned round.
final class PlayedHolder: KeyHolder, @unchecked Sendable {
  private let lock = NSLock()
  private var enclave = true
  private var now = Biometry.ready(mark: Data([1, 2, 3]))
  private var keys: Set<String> = []
  private var chain: [String: Data] = [:]
  private var refuses: [String: any Error] = [:]
  private var asked = 0

  var hasEnclave: Bool { lock.withLock { enclave } }
  /// How often the person was asked.
  var questions: Int { lock.withLock { asked } }
  /// How many keys there are.
  var count: Int { lock.withLock { keys.count + chain.count } }

  func set(enclave: Bool) { lock.withLock { self.enclave = enclave } }
  func set(_ biometry: Biometry) { lock.withLock { now = biometry } }
  /// What a call answers with from now on: `makeKey`, `seal`, `open`, `keep`, `kept`.
  func refuse(_ call: String, _ error: (any Error)?) { lock.withLock { refuses[call] = error } }
  /// As a phone that was set up anew.
  func loseEverything() {
    lock.withLock {
      keys = []
      chain = [:]
    }
  }

  func biometry() -> Biometry { lock.withLock { now } }

  func makeKey(_ name: String) throws {
    try called("makeKey") { _ = keys.insert(name) }
  }

  func seal(_ secret: Data, with name: String) throws -> Data {
    try called("seal") {
      guard keys.contains(name) else { throw KeyRefusal(.keychain, -25300) }
      return Data(secret.reversed())
    }
  }

  func open(_ sealed: Data, with name: String, reason: String) throws -> Data {
    try called("open") {
      asked += 1
      guard keys.contains(name) else { throw KeyRefusal(.keychain, -25300) }
      return Data(sealed.reversed())
    }
  }

  func keep(_ secret: Data, as name: String) throws {
    try called("keep") { chain[name] = secret }
  }

  func kept(_ name: String, reason: String) throws -> Data {
    try called("kept") {
      asked += 1
      guard let secret = chain[name] else { throw KeyRefusal(.keychain, -25300) }
      return secret
    }
  }

  func remove(_ name: String) {
    lock.withLock {
      keys.remove(name)
      chain[name] = nil
    }
  }

  private func called<Answer>(_ call: String, _ then: () throws -> Answer) throws -> Answer {
    try lock.withLock {
      if let error = refuses[call] { throw error }
      return try then()
    }
  }
}
