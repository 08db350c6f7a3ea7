import Foundation

/// What keeps keys on a phone: its Secure Enclave and its keychain. ``PhoneKeyStore`` says when each is asked, and what the
/// answers mean; ``SystemKeyHolder`` is the phone's own.
///
/// Calls block, and those with a reason until a person has answered: they are made off every actor. What is refused throws
/// ``KeyRefusal``, and anything else is taken for a refusal that nobody knows.
public protocol KeyHolder: Sendable {
  /// Whether there is an enclave, which keeps a key to itself. A simulator and some Macs have none.
  var hasEnclave: Bool { get }

  /// Whether a finger or a face can be shown now.
  func biometry() -> Biometry

  /// Makes a key in the enclave that works once the finger or face of now is shown, on this phone and while it is unlocked.
  func makeKey(_ name: String) throws

  /// Seals with a key of the enclave. Nobody is asked.
  func seal(_ secret: Data, with name: String) throws -> Data

  /// Opens with a key of the enclave; the person is asked, and shown the reason.
  func open(_ sealed: Data, with name: String, reason: String) throws -> Data

  /// Keeps a secret in the keychain that comes out once the person is there, on this phone and while it is unlocked.
  func keep(_ secret: Data, as name: String) throws

  /// What is kept in the keychain; the person is asked, and shown the reason.
  func kept(_ name: String, reason: String) throws -> Data

  /// Takes away what has this name, in the enclave and in the keychain; nothing where there is nothing.
  func remove(_ name: String)
}

/// Whether a finger or a face can be shown.
public enum Biometry: Sendable, Equatable {
  /// It can. The mark is another once a finger or a face was added or taken away; a newer system may have another one without.
  case ready(mark: Data)
  /// Too many were not known: the phone wants its code first.
  case lockedOut
  /// The phone has a reader, and nobody has set it up, or the phone's code was taken off.
  case notSetUp
  /// There is no reader, or the person does not let this app use it.
  case none
}

/// Why the phone refused, in its own numbers.
public struct KeyRefusal: Error, Equatable {
  /// Who counts: the keychain or the unlocking of the person.
  public enum Of: Sendable, Equatable { case keychain, person, other }

  public let of: Of
  public let code: Int

  public init(_ of: Of, _ code: Int) {
    self.of = of
    self.code = code
  }

  /// What a refusal means, whoever counted it.
  enum Meaning: Equatable {
    /// The person or the system put the question away, or nobody could be asked.
    case cancelled
    /// It was not the person's, or the key is no longer anybody's: the phone does not say which.
    case notKnown
    case lockedOut
    /// What the key was bound to is there no longer.
    case invalidated
    case missing
    case unknown
  }

  var meaning: Meaning {
    switch (of, code) {
    // LAError: userCancel, userFallback, systemCancel, appCancel, invalidContext, notInteractive.
    case (.person, -2), (.person, -3), (.person, -4), (.person, -9), (.person, -10),
      (.person, -1004):
      .cancelled
    // LAError: authenticationFailed; errSecAuthFailed.
    case (.person, -1), (.keychain, -25293): .notKnown
    // LAError: biometryLockout; biometryNotAvailable, where a person took the leave away and may give it again.
    case (.person, -8), (.person, -6): .lockedOut
    // LAError: passcodeNotSet, biometryNotEnrolled.
    case (.person, -5), (.person, -7): .invalidated
    // errSecUserCanceled, errSecInteractionNotAllowed (the phone is locked).
    case (.keychain, -128), (.keychain, -25308): .cancelled
    // errSecNotAvailable.
    case (.keychain, -25291): .lockedOut
    // errSecItemNotFound.
    case (.keychain, -25300): .missing
    default: .unknown
    }
  }
}
