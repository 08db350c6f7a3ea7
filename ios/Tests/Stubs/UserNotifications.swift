// swift-format-ignore-file
// What SystemHands.swift uses of UserNotifications, declared as Apple documents it, so that its types are checked where there is none.
// It does nothing, and is part of no package. Each comment is the page below developer.apple.com/documentation/usernotifications that it is after.
import Foundation

// unauthorizationstatus, unauthorizationoptions
public enum UNAuthorizationStatus: Int, @unchecked Sendable { case notDetermined, denied, authorized, provisional, ephemeral }
public struct UNAuthorizationOptions: OptionSet, Sendable {
  public let rawValue: UInt
  public init(rawValue: UInt) { self.rawValue = rawValue }
  public static let sound = Self(rawValue: 2), alert = Self(rawValue: 4)
}
// unnotificationsettings
open class UNNotificationSettings: NSObject { open var authorizationStatus: UNAuthorizationStatus { .denied } }
// unnotificationsound
open class UNNotificationSound: NSObject { open class var `default`: UNNotificationSound { UNNotificationSound() } }
// unmutablenotificationcontent
open class UNNotificationContent: NSObject {}
open class UNMutableNotificationContent: UNNotificationContent {
  open var title: String = ""
  open var sound: UNNotificationSound?
}
open class UNNotificationTrigger: NSObject {}
// unnotificationrequest/init(identifier:content:trigger:)
open class UNNotificationRequest: NSObject {
  public convenience init(identifier: String, content: UNNotificationContent, trigger: UNNotificationTrigger?) { self.init() }
}
// unusernotificationcenter
open class UNUserNotificationCenter: NSObject, @unchecked Sendable {
  open class func current() -> UNUserNotificationCenter { UNUserNotificationCenter() }
  // getnotificationsettings(completionhandler:)
  open func getNotificationSettings(completionHandler: @escaping @Sendable (UNNotificationSettings) -> Void) {}
  // requestauthorization(options:)
  open func requestAuthorization(options: UNAuthorizationOptions = []) async throws -> Bool { false }
  // add(_:)
  open func add(_ request: UNNotificationRequest) async throws {}
}
