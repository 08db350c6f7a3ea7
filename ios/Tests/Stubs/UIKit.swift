// swift-format-ignore-file
// What the app uses of UIKit, and of Foundation on Apple's systems alone, declared as Apple documents it, so that its types are checked where
// there is none. It does nothing, and is part of no package. Each comment is the page below developer.apple.com/documentation that it is after.
@_exported import Foundation
import UniformTypeIdentifiers

// uikit/uibackgroundtaskidentifier
public struct UIBackgroundTaskIdentifier: Hashable, Sendable { public static let invalid = UIBackgroundTaskIdentifier() }
// uikit/uibackgroundrefreshstatus
public enum UIBackgroundRefreshStatus: Int, @unchecked Sendable { case restricted, denied, available }
// uikit/uiresponder
@MainActor open class UIResponder: NSObject {}
// uikit/uiapplication
@MainActor open class UIApplication: UIResponder {
  open class var shared: UIApplication { UIApplication() }
  // beginbackgroundtask(withname:expirationhandler:)
  open func beginBackgroundTask(
    withName taskName: String?, expirationHandler handler: (@MainActor @Sendable () -> Void)? = nil
  ) -> UIBackgroundTaskIdentifier { .invalid }
  open func endBackgroundTask(_ identifier: UIBackgroundTaskIdentifier) {}
  open var backgroundRefreshStatus: UIBackgroundRefreshStatus { .denied }
  // open(_:options:completionhandler:)
  open func open(_ url: URL, options: [OpenExternalURLOptionsKey: Any] = [:], completionHandler completion: (@MainActor @Sendable (Bool) -> Void)? = nil) {}
  public struct OpenExternalURLOptionsKey: Hashable, Sendable {}
  public struct LaunchOptionsKey: Hashable, Sendable {}
  // opensettingsurlstring, opennotificationsettingsurlstring
  nonisolated public static let openSettingsURLString: String = ""
  nonisolated public static let openNotificationSettingsURLString: String = ""
  open var connectedScenes: Set<UIScene> { [] }
  // protecteddatawillbecomeunavailablenotification
  nonisolated public static let protectedDataWillBecomeUnavailableNotification = NSNotification.Name("a")
  // significanttimechangenotification
  nonisolated public static let significantTimeChangeNotification = NSNotification.Name("b")
}
// uikit/uiapplicationdelegate
@MainActor public protocol UIApplicationDelegate: NSObjectProtocol {}
// uikit/uiscene, uikit/uiwindowscene
@MainActor open class UIScene: UIResponder {}
open class UIWindowScene: UIScene { open var keyWindow: UIWindow? { nil } }
// uikit/uiview, uikit/uiwindow
@MainActor open class UIView: UIResponder {}
open class UIWindow: UIView { open var rootViewController: UIViewController? }
// uikit/uiviewcontroller
@MainActor open class UIViewController: UIResponder {
  open var presentedViewController: UIViewController? { nil }
  // present(_:animated:completion:)
  open func present(_ viewControllerToPresent: UIViewController, animated flag: Bool, completion: (() -> Void)? = nil) {}
  // dismiss(animated:completion:)
  open func dismiss(animated flag: Bool, completion: (() -> Void)? = nil) {}
}
// uikit/uiimage
open class UIImage: NSObject, @unchecked Sendable {
  // init(data:)
  public init?(data: Data) { if data.isEmpty { return nil } }
  open var size: CGSize { CGSize(width: 1, height: 1) }
  open var scale: CGFloat { 1 }
  // preparingthumbnail(of:)
  open func preparingThumbnail(of size: CGSize) -> UIImage? { self }
  // jpegdata(compressionquality:)
  open func jpegData(compressionQuality: CGFloat) -> Data? { nil }
}
// uikit/uidocumentpickerviewcontroller
open class UIDocumentPickerViewController: UIViewController {
  public convenience init(forOpeningContentTypes contentTypes: [UTType]) { self.init() }
  open weak var delegate: (any UIDocumentPickerDelegate)?
}
// uikit/uidocumentpickerdelegate: its functions are optional there.
@MainActor public protocol UIDocumentPickerDelegate: NSObjectProtocol {
  func documentPicker(_ controller: UIDocumentPickerViewController, didPickDocumentsAt urls: [URL])
  func documentPickerWasCancelled(_ controller: UIDocumentPickerViewController)
}

// foundation/processinfo/islowpowermodeenabled: not in Foundation elsewhere.
extension ProcessInfo { public var isLowPowerModeEnabled: Bool { false } }
// foundation/url
extension URL {
  // applicationsupportdirectory
  public static var applicationSupportDirectory: URL { URL(fileURLWithPath: "") }
  // bookmarkdata(options:includingresourcevaluesforkeys:relativeto:)
  public struct BookmarkCreationOptions: OptionSet, Sendable {
    public let rawValue: UInt
    public init(rawValue: UInt) { self.rawValue = rawValue }
  }
  public struct BookmarkResolutionOptions: OptionSet, Sendable {
    public let rawValue: UInt
    public init(rawValue: UInt) { self.rawValue = rawValue }
  }
  public func bookmarkData(
    options: BookmarkCreationOptions = [], includingResourceValuesForKeys keys: Set<URLResourceKey>? = nil, relativeTo url: URL? = nil
  ) throws -> Data { Data() }
  // init(resolvingbookmarkdata:options:relativeto:bookmarkdataisstale:)
  public init(
    resolvingBookmarkData data: Data, options: BookmarkResolutionOptions = [], relativeTo url: URL? = nil, bookmarkDataIsStale: inout Bool
  ) throws { self.init(fileURLWithPath: "") }
  public func startAccessingSecurityScopedResource() -> Bool { false }
  public func stopAccessingSecurityScopedResource() {}
}
// foundation/nsitemprovider: it has no Sendable there.
open class NSItemProvider: NSObject {
  open var registeredTypeIdentifiers: [String] { [] }
  open var suggestedName: String?
  // hasitemconformingtotypeidentifier(_:), loaddatarepresentation(fortypeidentifier:completionhandler:)
  open func hasItemConformingToTypeIdentifier(_ typeIdentifier: String) -> Bool { false }
  @discardableResult open func loadDataRepresentation(
    forTypeIdentifier typeIdentifier: String, completionHandler: @escaping @Sendable (Data?, (any Error)?) -> Void
  ) -> Progress { Progress(totalUnitCount: 1) }
}
// foundation/filemanager/startdownloadingubiquitousitem(at:)
extension FileManager { public func startDownloadingUbiquitousItem(at url: URL) throws {} }
// foundation/nsfilecoordinator
open class NSFileCoordinator: NSObject {
  public struct ReadingOptions: OptionSet, Sendable {
    public let rawValue: UInt
    public init(rawValue: UInt) { self.rawValue = rawValue }
  }
  public struct WritingOptions: OptionSet, Sendable {
    public let rawValue: UInt
    public init(rawValue: UInt) { self.rawValue = rawValue }
  }
  // coordinate(readingitemat:options:error:byaccessor:), coordinate(writingitemat:options:error:byaccessor:)
  open func coordinate(
    readingItemAt url: URL, options: ReadingOptions = [], error outError: UnsafeMutablePointer<NSError?>?, byAccessor reader: (URL) -> Void
  ) {}
  open func coordinate(
    writingItemAt url: URL, options: WritingOptions = [], error outError: UnsafeMutablePointer<NSError?>?, byAccessor writer: (URL) -> Void
  ) {}
}
