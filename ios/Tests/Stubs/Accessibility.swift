// swift-format-ignore-file
// What the app's views use of Apple's framework Accessibility, declared as Apple documents it. It does nothing, and is part of no package.
import Foundation

// accessibility/accessibilitynotification
public enum AccessibilityNotification {
  // accessibility/accessibilitynotification/announcement
  public struct Announcement {
    public init(_ announcement: String) {}
    @MainActor @preconcurrency public func post() {}
  }
}
