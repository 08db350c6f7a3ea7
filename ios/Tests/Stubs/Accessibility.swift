// swift-format-ignore-file
// What the app's views use of Apple's framework Accessibility, declared as Apple documents it. It keeps what was announced, and is part of no package.
import Foundation

// accessibility/accessibilitynotification
public enum AccessibilityNotification {
  // Not Apple's: what was announced since somebody looked.
  @MainActor public static var announced: [String] = []
  // accessibility/accessibilitynotification/announcement
  public struct Announcement {
    private let announcement: String
    public init(_ announcement: String) { self.announcement = announcement }
    @MainActor @preconcurrency public func post() { AccessibilityNotification.announced.append(announcement) }
  }
}
