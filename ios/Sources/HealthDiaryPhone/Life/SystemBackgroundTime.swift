#if canImport(UIKit)
  import UIKit

  /// The time that this phone gives an app which left the screen.
  public struct SystemBackgroundTime: BackgroundTime {
    public init() {}

    @MainActor
    public func begin(_ name: String, over: @escaping @MainActor @Sendable () -> Void) -> (
      @MainActor @Sendable () -> Void
    )? {
      let task = UIApplication.shared.beginBackgroundTask(withName: name) {
        MainActor.assumeIsolated { over() }
      }
      guard task != .invalid else { return nil }
      return { UIApplication.shared.endBackgroundTask(task) }
    }
  }
#endif
