import Foundation
import Observation

/// Where a phone keeps what a person has set, and what the app was told once: texts, each under a name. It says nothing of what is written
/// down, and can be read while the phone is locked.
public protocol SettingStore: Sendable {
  subscript(name: String) -> String? { get nonmutating set }
}

/// The settings of the app as the system keeps them.
public struct SystemSettings: SettingStore {
  private let suite: String?

  /// - Parameter suite: whose they are; none for those of the app itself.
  public init(suite: String? = nil) {
    self.suite = suite
  }

  public subscript(name: String) -> String? {
    get { defaults.string(forKey: name) }
    nonmutating set { defaults.set(newValue, forKey: name) }
  }

  private var defaults: UserDefaults { suite.flatMap(UserDefaults.init(suiteName:)) ?? .standard }
}

/// What a person has set, and what the app was told once; one for the process.
@MainActor
@Observable
public final class Preferences {
  @ObservationIgnored private let store: any SettingStore

  /// How long nobody looks before the diary is locked.
  public var lockAfter: Duration {
    didSet { store[Self.lockAfter] = String(lockAfter.components.seconds) }
  }

  /// Whether the phone shall say that an entry waits.
  public var notices: Bool {
    didSet { store[Self.notices] = notices ? nil : Self.off }
  }

  /// Whether the app is covered where the phone shows all open apps.
  public var hideScreen: Bool {
    didSet { store[Self.hideScreen] = hideScreen ? nil : Self.off }
  }

  /// The unit that each quantity is shown and typed in, where a person has chosen one; names as in the core.
  public var units: [Measure: String] {
    didSet { for measure in Measure.allCases { store[Self.unit(measure)] = units[measure] } }
  }

  /// When the backup was made that the diary was restored from, milliseconds since 1970, until somebody has read it.
  public var restoredFrom: Int64? {
    didSet { store[Self.restored] = restoredFrom.map { String($0) } }
  }

  public init(_ store: any SettingStore) {
    self.store = store
    lockAfter = .seconds(store[Self.lockAfter].flatMap { Int64($0) } ?? 60)
    notices = store[Self.notices] != Self.off
    hideScreen = store[Self.hideScreen] != Self.off
    restoredFrom = store[Self.restored].flatMap { Int64($0) }
    // One that this app does not know is none.
    let known = Measure.allCases.compactMap { measure in
      store[Self.unit(measure)].flatMap { measure.units.contains($0) ? (measure, $0) : nil }
    }
    units = Dictionary(uniqueKeysWithValues: known)
  }

  private static func unit(_ measure: Measure) -> String { "unit-" + measure.rawValue }

  private static let lockAfter = "lock-after"
  private static let notices = "notices"
  private static let hideScreen = "hide-screen"
  private static let restored = "restored-from"
  private static let off = "off"
}
