import HealthDiary

/// Why something was not done. Nothing is lost by any of them, and none names anything of a diary.
public enum Trouble: Error, Sendable, Hashable {
  case wrongSecret
  case weakPassphrase
  case tooManyTries
  /// The phone's key is gone or no longer valid: the passphrase or the recovery code opens.
  case keyGone
  /// The phone takes no finger and no face for a while.
  case lockedOut
  case cancelled
  case noDiary
  case damaged
  case missing
  case newer
  case inUse
  case noSpace
  case shut
  case doubtful
  case invalid
  /// The app may not use Bluetooth.
  case notPermitted
  /// Bluetooth is off, or the phone has none.
  case bluetoothOff
  /// The folder of the backups is not there.
  case folderGone
  /// The app may no longer use the folder of the backups, or not write in it.
  case folderRefused
  case folderFull
  /// A file that a person picked is larger than one may be.
  case tooLarge
  /// A file that a person picked cannot be read.
  case fileGone
  case failed

  init(_ refused: DiaryError) {
    self =
      switch refused {
      case .WrongSecret: .wrongSecret
      case .WeakPassphrase: .weakPassphrase
      case .TooManyTries: .tooManyTries
      // What the key store had to say is known where it was asked.
      case .KeyStoreRefused: .keyGone
      case .NoHousehold: .noDiary
      case .Damaged: .damaged
      case .Missing: .missing
      case .Newer: .newer
      case .InUse: .inUse
      case .NoSpace: .noSpace
      case .Shut: .shut
      case .Doubtful: .doubtful
      case .Cancelled: .cancelled
      case .Invalid, .NotFound, .NotAllowed: .invalid
      case .System, .Fault, .Failed: .failed
      }
  }
}

/// Calls the core off the current actor, and gives its errors as ``Trouble``. A ``Trouble`` that the call throws itself stays what it is.
func core<Answer: Sendable>(
  _ call: @escaping @Sendable () throws -> Answer
) async throws(Trouble) -> Answer {
  let answer: Result<Answer, Trouble>
  do throws(DiaryError) {
    answer = try await asking {
      do { return .success(try call()) } catch let trouble as Trouble { return .failure(trouble) }
    }
  } catch {
    throw Trouble(error)
  }
  return try answer.get()
}
