import Foundation
import HealthDiary

/// Whether the phone can let a face or a finger unlock.
public enum PhoneKeysState: Sendable, Hashable {
  /// It has no reader for either, and no lock of its own.
  case none
  /// It has one, and nobody has set it up, or it does not work now.
  case notNow
  case ready
}

/// What became of a key that the phone was to wrap.
public enum KeyWrapped: Sendable, Equatable {
  /// What alone this phone opens again, and only once a person agrees.
  case wrapped(Data)
  /// A person was asked, and did not agree.
  case cancelled
  /// The phone takes no finger and no face for a while.
  case lockedOut
  /// The phone made no key.
  case notThere
}

/// The phone's own keys, which leave its hardware never, and work once somebody has shown a face, a finger or the phone's code.
///
/// Nothing here takes a key away because something failed: a key that is no longer valid is an answer, and the diary's other secrets
/// open it. It asks the person itself, in words that say nothing of health.
public protocol PhoneKeys: Sendable {
  /// Whether it can, now.
  func state() async -> PhoneKeysState

  /// Makes a key under a name, and wraps with it what the core offers.
  func wrap(_ key: Data, by name: String) async -> KeyWrapped

  /// Opens what the key of that name has wrapped, once a person has agreed; or why not.
  func open(_ blob: Data, by name: String) async -> KeyStoreReply

  /// Takes a key away, once its slot is gone from the diary.
  func remove(_ name: String) async
}
