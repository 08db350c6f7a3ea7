#if canImport(CryptoKit)
  import CryptoKit

  /// Whether this phone or Mac has a Secure Enclave.
  enum SystemEnclave {
    static var isThere: Bool { SecureEnclave.isAvailable }
  }
#endif
