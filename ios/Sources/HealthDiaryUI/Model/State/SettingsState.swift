/// What a person can set.
public struct SettingsState: Sendable, Equatable {
  public var today: CivilDay
  /// The unit that each quantity is shown and typed in, where a person has chosen one; names as in the core.
  public var units: [Measure: String]
  /// None where the phone has no finger and no face.
  public var biometric: Bool?
  public var lockAfter: Duration
  public var notices: Notices
  /// Whether the app is covered where the phone shows all open apps.
  public var hideScreen: Bool
  /// What it leads to; other ways are not shown.
  public var links: Set<SettingsLink>
  public var backup: BackupKnown?
  /// Why something was not set.
  public var problem: SettingsProblem?

  public init(
    today: CivilDay, units: [Measure: String] = [:], biometric: Bool? = nil,
    lockAfter: Duration = .seconds(60), notices: Notices = .on, hideScreen: Bool = true,
    links: Set<SettingsLink> = Set(SettingsLink.allCases), backup: BackupKnown? = nil,
    problem: SettingsProblem? = nil
  ) {
    self.today = today
    self.units = units
    self.biometric = biometric
    self.lockAfter = lockAfter
    self.notices = notices
    self.hideScreen = hideScreen
    self.links = links
    self.backup = backup
    self.problem = problem
  }
}

/// Whether the phone says that an entry waits; refused where it was asked to, and its own settings say no.
public enum Notices: Sendable, Equatable { case on, off, refused }

/// When the diary was last backed up.
public enum BackupKnown: Sendable, Equatable {
  case never
  case last(ShownMoment)
}

/// Why something was not set. Everything is as it was.
public enum SettingsProblem: Sendable, Equatable { case cancelled, lockedOut, impossible, failed }

/// A quantity whose unit can be chosen.
public enum Measure: String, Sendable, Hashable, CaseIterable {
  case weight, temperature, glucose

  /// The units to choose from; names as in the core.
  public var units: [String] {
    switch self {
    case .weight: ["kg", "lb", "st"]
    case .temperature: ["°C", "°F"]
    case .glucose: ["mmol/L", "mg/dL"]
    }
  }
}

/// What the settings lead to. How large words are is set for the whole phone, and no app can lead there.
public enum SettingsLink: Sendable, Hashable, CaseIterable {
  case devices, people, receiving, backup, check, about, passphrase, recoveryCode, language
}

/// What can be done with settings.
public enum SettingsAction: Sendable, Equatable {
  case back
  case open(SettingsLink)
  /// None shows numbers as they were recorded.
  case setUnit(Measure, unit: String?)
  case setBiometric(Bool)
  case setLockAfter(Duration)
  case setNotices(Bool)
  case setHideScreen(Bool)
}

/// What the app is, and what it is made of.
public struct AboutState: Sendable, Equatable {
  public var version: String
  /// The time-zone database's version, such as 2026a.
  public var zones: String
  /// Where thresholds and questionnaires come from.
  public var sources: [NamedLicence]
  public var licences: [NamedLicence]

  public init(
    version: String, zones: String, sources: [NamedLicence] = [], licences: [NamedLicence] = []
  ) {
    self.version = version
    self.zones = zones
    self.sources = sources
    self.licences = licences
  }
}

/// A work by others, with its licence or place.
public struct NamedLicence: Sendable, Hashable {
  public var name: String
  public var licence: String

  public init(name: String, licence: String) {
    self.name = name
    self.licence = licence
  }
}

/// What can be done there.
public enum AboutAction: Sendable, Equatable {
  case back
}
