// swift-format-ignore-file
// What SystemKeyHolder.swift uses of LocalAuthentication, declared as Apple documents it, so that its types are checked where there is none.
// It does nothing, and is part of no package. Each comment is the page below developer.apple.com/documentation that it is after.
import Foundation

// localauthentication/lapolicy
public enum LAPolicy: Int, @unchecked Sendable { case deviceOwnerAuthenticationWithBiometrics = 1, deviceOwnerAuthentication }
// localauthentication/lacontext
open class LAContext: NSObject {
  // canevaluatepolicy(_:error:)
  open func canEvaluatePolicy(_ policy: LAPolicy, error: UnsafeMutablePointer<NSError?>?) -> Bool { false }
  // evaluatedpolicydomainstate
  open var evaluatedPolicyDomainState: Data? { nil }
  // localizedreason
  open var localizedReason: String = ""
}
// localauthentication/laerror-swift.struct
public let LAErrorDomain: String = ""
public struct LAError: Error {
  public enum Code: Int { case authenticationFailed = -1, passcodeNotSet = -5, biometryNotAvailable = -6, biometryNotEnrolled = -7, biometryLockout = -8 }
}
