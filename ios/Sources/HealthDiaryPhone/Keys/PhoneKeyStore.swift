import Foundation
import HealthDiary
import HealthDiaryModel

/// The phone's own way to unlock: it gives a key once the person has shown a finger or a face.
///
/// The key that the core offers is sealed to one that never leaves the Secure Enclave, and works for the fingers or the face of that time
/// alone. Where there is no enclave (a simulator, some Macs) the keychain keeps it for this device, behind the person's being there.
///
/// Nothing is taken away because something failed: what was cancelled, is locked out, is no longer valid or is gone are answers,
/// and the passphrase and the recovery code open as before.
public struct PhoneKeyStore: PhoneKeys {
  private let holder: any KeyHolder
  private let reason: String

  /// - Parameter reason: what the system shows while it asks. It says nothing of health.
  public init(_ holder: any KeyHolder, reason: String) {
    self.holder = holder
    self.reason = reason
  }

  public func state() async -> PhoneKeysState {
    let holder = holder
    return await offActors {
      switch holder.biometry() {
      case .ready: .ready
      case .lockedOut, .notSetUp: .notNow
      // Without an enclave the phone's code will do.
      case .none: holder.hasEnclave ? .none : .ready
      }
    }
  }

  /// Makes a key of the phone and wraps the core's with it; the person is asked once, so that what is kept is proven to open.
  public func wrap(_ key: Data, by name: String) async -> KeyWrapped {
    let (holder, reason) = (holder, reason)
    return await offActors {
      let made = Self.make(holder, key, name, reason)
      // Nothing was given to the core that it could open.
      if case .wrapped = made {} else { holder.remove(name) }
      return made
    }
  }

  public func open(_ blob: Data, by name: String) async -> KeyStoreReply {
    let (holder, reason) = (holder, reason)
    return await offActors { Self.opened(holder, blob, name, reason) }
  }

  public func remove(_ name: String) async {
    let holder = holder
    await offActors { holder.remove(name) }
  }

  private static func make(
    _ holder: any KeyHolder, _ key: Data, _ name: String, _ reason: String
  ) -> KeyWrapped {
    do {
      let blob: KeptBlob
      if holder.hasEnclave {
        switch holder.biometry() {
        case .ready(let mark):
          try holder.makeKey(name)
          blob = KeptBlob(way: .enclave, mark: mark, sealed: try holder.seal(key, with: name))
        case .lockedOut: return .lockedOut
        case .notSetUp, .none: return .notThere
        }
      } else {
        try holder.keep(key, as: name)
        blob = KeptBlob(way: .keychain, mark: Data(), sealed: Data())
      }
      guard let bytes = blob.bytes else { return .notThere }
      var back = try read(holder, blob, name, reason)
      defer { back.resetBytes(in: back.startIndex..<back.endIndex) }
      return back == key ? .wrapped(bytes) : .notThere
    } catch {
      switch meaning(error) {
      case .cancelled, .notKnown: return .cancelled
      case .lockedOut: return .lockedOut
      case .invalidated, .missing, .unknown: return .notThere
      }
    }
  }

  private static func opened(
    _ holder: any KeyHolder, _ bytes: Data, _ name: String, _ reason: String
  ) -> KeyStoreReply {
    guard let blob = KeptBlob(bytes) else { return .gone }
    var isChanged = false
    if blob.way == .enclave {
      switch holder.biometry() {
      case .ready(let mark): isChanged = mark != blob.mark
      case .notSetUp: return .invalidated
      case .lockedOut, .none: return .lockedOut
      }
    }
    do {
      return .opened(key: try read(holder, blob, name, reason))
    } catch {
      switch meaning(error) {
      case .cancelled: return .cancelled
      case .lockedOut: return .lockedOut
      case .invalidated: return .invalidated
      // The enclave gives nothing to other fingers, and says so in a way that could mean anything: the mark tells.
      case .notKnown: return isChanged ? .invalidated : .cancelled
      case .missing, .unknown: return isChanged ? .invalidated : .gone
      }
    }
  }

  private static func read(
    _ holder: any KeyHolder, _ blob: KeptBlob, _ name: String, _ reason: String
  ) throws -> Data {
    switch blob.way {
    case .enclave: try holder.open(blob.sealed, with: name, reason: reason)
    case .keychain: try holder.kept(name, reason: reason)
    }
  }

  private static func meaning(_ error: any Error) -> KeyRefusal.Meaning {
    (error as? KeyRefusal)?.meaning ?? .unknown
  }
}

/// The system's questions wait for people: a thread of their own waits with them.
private let questions = DispatchQueue(label: "org.healthdiary.keys")

/// Calls what blocks on a thread of its own, one at a time: two questions never stand over each other.
private func offActors<Answer: Sendable>(
  _ call: @escaping @Sendable () -> Answer
) async -> Answer {
  await withCheckedContinuation { waiting in questions.async { waiting.resume(returning: call()) } }
}
