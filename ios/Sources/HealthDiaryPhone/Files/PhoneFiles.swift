import Foundation

/// When files can be read on a phone.
public enum Guard: Sendable, Hashable {
  /// Once the phone was unlocked after it was switched on, and from then on also while it is locked: what receiving needs.
  case afterFirstUnlock
  /// While the phone is unlocked, and no longer.
  case whileUnlocked
}

/// What a phone does with files besides reading and writing. ``SystemFiles`` is the phone's own.
public protocol PhoneFiles: Sendable {
  /// Says when a file or folder can be read. What is made in a folder later is guarded as the folder is.
  func setGuard(_ guarded: Guard, of url: URL) throws

  /// Leaves a file or folder, with all that is in it, out of the phone's backups.
  func leaveOutOfBackups(_ url: URL) throws
}
