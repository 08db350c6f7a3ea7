import HealthDiary

/// "Unlikely error": what a failure is called that has no code of its own.
let unlikely: UInt8 = 0x0E

/// What came of an operation.
enum Answer: Equatable {
  case done
  /// The device refused, with an ATT error.
  case refused(UInt8)
  /// The link is of no use: what is remembered of the device is no longer so, or the platform failed.
  case broken(remembersWrongly: Bool)

  init(_ fault: Fault?) {
    switch fault {
    case nil: self = .done
    case .att(Self.invalidHandle), .att(Self.notFound), .platform(Self.platformInvalidHandle):
      self = .broken(remembersWrongly: true)
    case .att(let error): self = .refused(error)
    case .platform(Self.peerRemovedPairing), .platform(Self.encryptionTimedOut):
      self = .refused(Self.insufficientEncryption)
    case .platform(Self.notConnected), .platform(Self.unknownDevice):
      self = .broken(remembersWrongly: false)
    case .platform, .other: self = .refused(unlikely)
    }
  }

  /// Whether the device would not refuse a paired phone.
  var needsPairing: Bool {
    self == .refused(Self.insufficientAuthentication)
      || self == .refused(Self.insufficientEncryption)
  }

  private static let invalidHandle: UInt8 = 0x01
  private static let insufficientAuthentication: UInt8 = 0x05
  private static let notFound: UInt8 = 0x0A
  private static let insufficientEncryption: UInt8 = 0x0F

  // CBError.Code, from CBError.h.
  private static let platformInvalidHandle = 2
  private static let notConnected = 3
  private static let unknownDevice = 12
  private static let peerRemovedPairing = 14
  private static let encryptionTimedOut = 15
}

extension LinkEnd {
  /// Why a link ended, by `CBError.Code`: 6 is a time-out, 7 the device's own doing.
  init(_ fault: Fault?) {
    switch fault {
    case nil: self = .phone
    case .platform(7): self = .device
    case .platform(6): self = .lost
    default: self = .unknown
    }
  }
}

/// How a device differs from what a phone expects. What it measures and when it is silent the core knows by itself.
public struct Quirks: Sendable {
  /// It does not take it well when a subscription is given back before the phone hangs up.
  public var leaveSubscribed = false

  public init(leaveSubscribed: Bool = false) {
    self.leaveSubscribed = leaveSubscribed
  }
}
