#if canImport(Security) && canImport(LocalAuthentication)
  import Foundation
  import LocalAuthentication
  import Security

  /// The Secure Enclave and the keychain of this phone.
  public struct SystemKeyHolder: KeyHolder {
    private static let cipher = SecKeyAlgorithm.eciesEncryptionCofactorX963SHA256AESGCM
    private static let service = "org.healthdiary.keys"

    public init() {}

    public var hasEnclave: Bool {
      #if targetEnvironment(simulator)
        false
      #else
        SystemEnclave.isThere
      #endif
    }

    public func biometry() -> Biometry {
      let context = LAContext()
      var refused: NSError?
      if context.canEvaluatePolicy(.deviceOwnerAuthenticationWithBiometrics, error: &refused) {
        return .ready(mark: context.evaluatedPolicyDomainState ?? Data())
      }
      switch refused.flatMap({ LAError.Code(rawValue: $0.code) }) {
      case .biometryLockout: return .lockedOut
      case .biometryNotEnrolled, .passcodeNotSet: return .notSetUp
      default: return .none
      }
    }

    public func makeKey(_ name: String) throws {
      let access = try access([.privateKeyUsage, .biometryCurrentSet])
      let wanted: [CFString: Any] = [
        kSecAttrKeyType: kSecAttrKeyTypeECSECPrimeRandom,
        kSecAttrKeySizeInBits: 256,
        kSecAttrTokenID: kSecAttrTokenIDSecureEnclave,
        kSecPrivateKeyAttrs: [
          kSecAttrIsPermanent: true,
          kSecAttrApplicationTag: Data(name.utf8),
          kSecAttrAccessControl: access,
        ] as [CFString: Any],
      ]
      var refused: Unmanaged<CFError>?
      guard SecKeyCreateRandomKey(wanted.asCFDictionary, &refused) != nil else {
        throw refusal(refused)
      }
    }

    public func seal(_ secret: Data, with name: String) throws -> Data {
      guard let open = SecKeyCopyPublicKey(try key(name, LAContext())) else {
        throw KeyRefusal(.keychain, Int(errSecItemNotFound))
      }
      var refused: Unmanaged<CFError>?
      guard
        let sealed = SecKeyCreateEncryptedData(open, Self.cipher, secret.asCFData, &refused)
      else { throw refusal(refused) }
      return sealed.asData
    }

    public func open(_ sealed: Data, with name: String, reason: String) throws -> Data {
      let key = try key(name, asking(reason))
      var refused: Unmanaged<CFError>?
      guard let secret = SecKeyCreateDecryptedData(key, Self.cipher, sealed.asCFData, &refused)
      else { throw refusal(refused) }
      return secret.asData
    }

    public func keep(_ secret: Data, as name: String) throws {
      var item = item(name)
      item[kSecAttrAccessControl] = try access(.userPresence)
      item[kSecValueData] = secret
      try check(SecItemAdd(item.asCFDictionary, nil))
    }

    public func kept(_ name: String, reason: String) throws -> Data {
      var question = item(name)
      question[kSecReturnData] = true
      question[kSecUseAuthenticationContext] = asking(reason)
      var found: CFTypeRef?
      try check(SecItemCopyMatching(question.asCFDictionary, &found))
      guard let secret = found as? Data else {
        throw KeyRefusal(.keychain, Int(errSecItemNotFound))
      }
      return secret
    }

    public func remove(_ name: String) {
      SecItemDelete(item(name).asCFDictionary)
      SecItemDelete(keyItem(name).asCFDictionary)
    }

    private func key(_ name: String, _ context: LAContext) throws -> SecKey {
      var question = keyItem(name)
      question[kSecReturnRef] = true
      question[kSecUseAuthenticationContext] = context
      var found: CFTypeRef?
      try check(SecItemCopyMatching(question.asCFDictionary, &found))
      guard let found, CFGetTypeID(found) == SecKeyGetTypeID() else {
        throw KeyRefusal(.keychain, Int(errSecItemNotFound))
      }
      return unsafeDowncast(found, to: SecKey.self)
    }

    private func item(_ name: String) -> [CFString: Any] {
      [
        kSecClass: kSecClassGenericPassword,
        kSecAttrService: Self.service,
        kSecAttrAccount: name,
        kSecUseDataProtectionKeychain: true,
      ]
    }

    private func keyItem(_ name: String) -> [CFString: Any] {
      [
        kSecClass: kSecClassKey,
        kSecAttrKeyType: kSecAttrKeyTypeECSECPrimeRandom,
        kSecAttrApplicationTag: Data(name.utf8),
        kSecUseDataProtectionKeychain: true,
      ]
    }

    private func access(_ flags: SecAccessControlCreateFlags) throws -> SecAccessControl {
      var refused: Unmanaged<CFError>?
      guard
        let access = SecAccessControlCreateWithFlags(
          nil, kSecAttrAccessibleWhenUnlockedThisDeviceOnly, flags, &refused)
      else { throw refusal(refused) }
      return access
    }

    private func asking(_ reason: String) -> LAContext {
      let context = LAContext()
      context.localizedReason = reason
      return context
    }

    private func check(_ status: OSStatus) throws {
      if status != errSecSuccess { throw KeyRefusal(.keychain, Int(status)) }
    }

    private func refusal(_ refused: Unmanaged<CFError>?) -> KeyRefusal {
      guard let error = refused?.takeRetainedValue() else { return KeyRefusal(.other, 0) }
      let code = CFErrorGetCode(error)
      switch CFErrorGetDomain(error).asString {
      case LAErrorDomain: return KeyRefusal(.person, code)
      case NSOSStatusErrorDomain: return KeyRefusal(.keychain, code)
      default: return KeyRefusal(.other, code)
      }
    }
  }
#endif
