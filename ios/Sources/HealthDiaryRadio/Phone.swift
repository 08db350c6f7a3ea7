import Dispatch
import Foundation
import HealthDiary

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What a radio needs of a phone besides its Bluetooth. Used on the radio's queue only.
public protocol RadioPhone: AnyObject {
  /// The clocks now.
  func clocks() -> Clocks
  /// Does something on the radio's queue after so many milliseconds, unless what it gives back is called before.
  func after(_ ms: UInt64, _ action: @escaping () -> Void) -> () -> Void
}

/// This phone, with timers on the radio's queue. While it sleeps a timer is late, which changes no outcome: to a session they are hints.
public final class ThisPhone: RadioPhone {
  private let queue: DispatchQueue

  public init(queue: DispatchQueue) {
    self.queue = queue
  }

  public func clocks() -> Clocks { Self.clocksNow() }

  public func after(_ ms: UInt64, _ action: @escaping () -> Void) -> () -> Void {
    let waiting = DispatchWorkItem(block: action)
    queue.asyncAfter(
      deadline: .now() + .milliseconds(Int(clamping: ms)), execute: waiting)
    return { waiting.cancel() }
  }

  /// The clocks now, for a callback of the platform: read them first thing in it.
  public static func clocksNow() -> Clocks {
    Clocks(
      wallMs: Int64((Date().timeIntervalSince1970 * 1000).rounded()), monotonicNs: monotonic(),
      boot: boot)
  }

  #if canImport(Darwin)
    /// As `mach_continuous_time`, which counts sleep: clock_gettime_nsec_np(3).
    private static func monotonic() -> UInt64 { clock_gettime_nsec_np(CLOCK_MONOTONIC_RAW) }

    private static let boot: String = {
      var size = 0
      sysctlbyname("kern.bootsessionuuid", nil, &size, nil, 0)
      var text = [UInt8](repeating: 0, count: size)
      sysctlbyname("kern.bootsessionuuid", &text, &size, nil, 0)
      return String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
    }()
  #else
    private static func monotonic() -> UInt64 {
      var now = timespec()
      clock_gettime(CLOCK_BOOTTIME, &now)
      return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
    }

    private static let boot =
      (try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8))?
      .trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
  #endif
}
