import Observation

/// What a person can set, and where everything else is.
@MainActor
@Observable
public final class SettingsModel {
  public private(set) var state: SettingsState
  @ObservationIgnored private let home: DiaryHome
  @ObservationIgnored private let backups: Backups
  @ObservationIgnored private let parts: Care.Parts

  init(_ home: DiaryHome, _ backups: Backups, _ parts: Care.Parts) {
    (self.home, self.backups, self.parts) = (home, backups, parts)
    state = SettingsState(today: parts.whose.today)
  }

  /// Somebody comes here, perhaps back from the phone's own settings.
  func begin() {
    state.today = parts.whose.today
    state.lockAfter = parts.preferences.lockAfter
    state.hideScreen = parts.preferences.hideScreen
    state.units = parts.preferences.units
    state.problem = nil
    parts.work.begin { [self] in
      state.notices = await notices()
      state.biometric = await isThere ? try await home.phoneUnlocks() : nil
      let last = try await backups.last()
      state.backup = last.map { .last(parts.here.shown(atMs: $0.atMs)) } ?? .never
    }
  }

  private func notices() async -> Notices {
    guard parts.preferences.notices else { return .off }
    return await parts.hands?.notices() == .given ? .on : .refused
  }

  /// Whether the phone has a face, a finger or a lock of its own to unlock with.
  private var isThere: Bool {
    get async { (await home.keys?.state() ?? .none) != .none }
  }

  public func act(_ action: SettingsAction) {
    switch action {
    case .back: parts.ways.back()
    case .open(let link): open(link)
    case .setBiometric(let on): setBiometric(on)
    case .setLockAfter(let after):
      parts.preferences.lockAfter = after
      state.lockAfter = after
    case .setNotices(let on): setNotices(on)
    case .setHideScreen(let on):
      parts.preferences.hideScreen = on
      state.hideScreen = on
    case .setUnit(let measure, let unit):
      parts.preferences.units[measure] = unit
      state.units = parts.preferences.units
      home.show(in: ChosenUnits(state.units))
    }
  }

  private func open(_ link: SettingsLink) {
    switch link {
    case .devices: parts.ways.go(.devices)
    case .people: parts.ways.go(.people)
    case .receiving: parts.ways.go(.receiving)
    case .backup: parts.ways.go(.backup)
    case .check: parts.ways.go(.check)
    case .about: parts.ways.go(.about)
    case .passphrase: parts.ways.go(.newPassphrase)
    case .recoveryCode: parts.ways.go(.newCode)
    case .language: parts.hands?.open(.app)
    }
  }

  private func setBiometric(_ on: Bool) {
    guard !parts.work.isBusy(Self.keys) else { return }
    state.problem = nil
    parts.work.only(Self.keys) { [self] in
      state.problem = on ? await home.switchPhoneOn() : await home.switchPhoneOff()
      state.biometric = try await home.phoneUnlocks()
    }
  }

  /// Where the phone never asks again, its own settings are opened.
  private func setNotices(_ on: Bool) {
    parts.preferences.notices = on
    parts.work.begin { [self] in
      if on { await parts.askForNotices() }
      state.notices = await notices()
    }
  }

  private static let keys = "let the phone unlock"
}

/// Whether the phone may unlock: asked at the end of the first run, where the phone can.
@MainActor
@Observable
public final class PhoneKeyModel {
  public private(set) var state = PhoneKeyState()
  @ObservationIgnored private let home: DiaryHome
  @ObservationIgnored private let parts: Care.Parts

  init(_ home: DiaryHome, _ parts: Care.Parts) {
    (self.home, self.parts) = (home, parts)
  }

  /// The first run is over.
  func goOn() async {
    if await home.keys?.state() == .ready {
      parts.ways.begin(.phoneKey)
    } else {
      parts.ways.enter()
    }
  }

  public func act(_ action: PhoneKeyAction) {
    switch action {
    case .notNow: parts.ways.enter()
    case .use: use()
    }
  }

  private func use() {
    guard !state.busy else { return }
    state = PhoneKeyState(busy: true)
    parts.work.begin { [self] in
      let problem = await home.switchPhoneOn()
      state = PhoneKeyState(problem: problem)
      if problem == nil { parts.ways.enter() }
    }
  }
}

extension DiaryHome {
  /// Lets the phone unlock from now on; why it does not.
  fileprivate func switchPhoneOn() async -> SettingsProblem? {
    do throws(Trouble) {
      return switch try await letPhoneUnlock() {
      case .wrapped: nil
      case .cancelled: .cancelled
      case .lockedOut: .lockedOut
      case .notThere: .impossible
      }
    } catch {
      return error == .keyGone ? .impossible : .failed
    }
  }

  fileprivate func switchPhoneOff() async -> SettingsProblem? {
    do throws(Trouble) {
      try await letPhoneUnlockNoMore()
      return nil
    } catch {
      return .failed
    }
  }
}
