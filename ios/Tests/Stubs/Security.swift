// swift-format-ignore-file
// What SystemKeyHolder.swift uses of Security, declared as Apple documents it, so that its types are checked where there is no Security.
// It does nothing, and is part of no package. Each comment is the page below developer.apple.com/documentation that it is after.
import Foundation

// corefoundation: objects. Casts from and to Foundation's types are there on Apple's systems alone; Bridges.swift has them.
public typealias CFTypeRef = AnyObject
public typealias CFTypeID = UInt
public typealias OSStatus = Int32
public final class CFString: Hashable, Sendable {
  public init() {}
  public static func == (one: CFString, other: CFString) -> Bool { one === other }
  public func hash(into hasher: inout Hasher) {}
  public var asString: String { "" }
}
public final class CFData {
  init() {}
  public var asData: Data { Data() }
}
public final class CFDictionary { init() {} }
public final class CFError { init() {} }
extension Data { public var asCFData: CFData { CFData() } }
extension [CFString: Any] { public var asCFDictionary: CFDictionary { CFDictionary() } }
// corefoundation/cferrorgetcode(_:), corefoundation/cferrorgetdomain(_:)
public func CFErrorGetCode(_ err: CFError!) -> Int { 0 }
public func CFErrorGetDomain(_ err: CFError!) -> CFString! { CFString() }
// corefoundation/cfgettypeid(_:)
public func CFGetTypeID(_ cf: CFTypeRef!) -> CFTypeID { 0 }

// security/seckey, security/secaccesscontrol
public final class SecKey { init() {} }
public final class SecAccessControl { init() {} }
public func SecKeyGetTypeID() -> CFTypeID { 0 }
// security/seckeycreaterandomkey(_:_:)
public func SecKeyCreateRandomKey(_ parameters: CFDictionary, _ error: UnsafeMutablePointer<Unmanaged<CFError>?>?) -> SecKey? { nil }
// security/seckeycopypublickey(_:)
public func SecKeyCopyPublicKey(_ key: SecKey) -> SecKey? { nil }
// security/seckeyalgorithm
public struct SecKeyAlgorithm: Hashable, Sendable {
  public static let eciesEncryptionCofactorX963SHA256AESGCM = SecKeyAlgorithm()
}
// security/seckeycreateencrypteddata(_:_:_:_:)
public func SecKeyCreateEncryptedData(
  _ key: SecKey, _ algorithm: SecKeyAlgorithm, _ plaintext: CFData, _ error: UnsafeMutablePointer<Unmanaged<CFError>?>?
) -> CFData? { nil }
// security/seckeycreatedecrypteddata(_:_:_:_:)
public func SecKeyCreateDecryptedData(
  _ key: SecKey, _ algorithm: SecKeyAlgorithm, _ ciphertext: CFData, _ error: UnsafeMutablePointer<Unmanaged<CFError>?>?
) -> CFData? { nil }
// security/secaccesscontrolcreateflags
public struct SecAccessControlCreateFlags: OptionSet, Sendable {
  public let rawValue: CFOptionFlags
  public init(rawValue: CFOptionFlags) { self.rawValue = rawValue }
  public static let userPresence = Self(rawValue: 1), biometryCurrentSet = Self(rawValue: 8), privateKeyUsage = Self(rawValue: 1 << 30)
}
public typealias CFOptionFlags = UInt
public final class CFAllocator { init() {} }
// security/secaccesscontrolcreatewithflags(_:_:_:_:)
public func SecAccessControlCreateWithFlags(
  _ allocator: CFAllocator?, _ protection: CFTypeRef, _ flags: SecAccessControlCreateFlags, _ error: UnsafeMutablePointer<Unmanaged<CFError>?>?
) -> SecAccessControl? { nil }
// security/secitemadd(_:_:), security/secitemcopymatching(_:_:), security/secitemdelete(_:)
public func SecItemAdd(_ attributes: CFDictionary, _ result: UnsafeMutablePointer<CFTypeRef?>?) -> OSStatus { 0 }
public func SecItemCopyMatching(_ query: CFDictionary, _ result: UnsafeMutablePointer<CFTypeRef?>?) -> OSStatus { 0 }
@discardableResult public func SecItemDelete(_ query: CFDictionary) -> OSStatus { 0 }
public var errSecSuccess: OSStatus { 0 }
public var errSecItemNotFound: OSStatus { -25300 }
// security/keychain_services/keychain_items: keys and values of questions.
public let kSecAttrKeyType = CFString(), kSecAttrKeyTypeECSECPrimeRandom = CFString(), kSecAttrKeySizeInBits = CFString(),
  kSecAttrTokenID = CFString(), kSecAttrTokenIDSecureEnclave = CFString(), kSecPrivateKeyAttrs = CFString(), kSecAttrIsPermanent = CFString(),
  kSecAttrApplicationTag = CFString(), kSecAttrAccessControl = CFString(), kSecAttrAccessibleWhenUnlockedThisDeviceOnly = CFString(),
  kSecClass = CFString(), kSecClassKey = CFString(), kSecClassGenericPassword = CFString(), kSecAttrService = CFString(),
  kSecAttrAccount = CFString(), kSecValueData = CFString(), kSecReturnData = CFString(), kSecReturnRef = CFString(),
  kSecUseAuthenticationContext = CFString(), kSecUseDataProtectionKeychain = CFString()
