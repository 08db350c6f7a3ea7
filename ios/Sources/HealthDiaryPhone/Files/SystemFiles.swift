#if canImport(UIKit)
  import UIKit

  /// The classes of protection of this phone.
  public struct SystemFiles: PhoneFiles {
    public init() {}

    public func setGuard(_ guarded: Guard, of url: URL) throws {
      let type: FileProtectionType =
        switch guarded {
        case .afterFirstUnlock: .completeUntilFirstUserAuthentication
        case .whileUnlocked: .complete
        }
      try FileManager.default.setAttributes([.protectionKey: type], ofItemAtPath: url.path)
    }

    public func leaveOutOfBackups(_ url: URL) throws {
      var (url, values) = (url, URLResourceValues())
      values.isExcludedFromBackup = true
      try url.setResourceValues(values)
    }
  }
#endif
