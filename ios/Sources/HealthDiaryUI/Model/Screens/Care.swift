import Observation

/// Devices, people, and the settings with what they lead to; wired by hand.
@MainActor
public final class Care {
  /// What all of its models are made with.
  @MainActor
  public final class Parts {
    let whose: Whose
    let ways: Navigator
    let work: Work
    let preferences: Preferences
    /// What the phone can do; none while there is no screen.
    public weak var hands: (any PhoneHands)?

    public init(
      whose: Whose, ways: Navigator, work: Work, preferences: Preferences,
      hands: (any PhoneHands)? = nil
    ) {
      (self.whose, self.ways, self.work) = (whose, ways, work)
      (self.preferences, self.hands) = (preferences, hands)
    }

    /// Where and when the phone is.
    var here: Here { whose.here }

    /// Asks whether the app may say that an entry waits; where the phone never asks again, it leads to where that is set.
    func askForNotices() async {
      guard let hands else { return }
      if await hands.notices() == .refused {
        hands.open(.notifications)
      } else {
        _ = await hands.askForNotices()
      }
    }
  }

  /// What is between the models and the core.
  @MainActor
  public struct Diary {
    let home: DiaryHome
    let devices: Devices
    let background: Background
    let backups: Backups
    let aside: Aside

    public init(
      home: DiaryHome, places: Places, radio: any DeviceRadio, background: Background,
      backups: Backups
    ) {
      (self.home, self.background, self.backups) = (home, background, backups)
      aside = Aside(home: home, places: places)
      devices = Devices(home: home, radio: radio, background: background)
    }
  }

  public let arrived: ArrivedModel
  public let take: TakeModel
  public let adding: AddDeviceModel
  public let devices: DevicesModel
  public let users: UsersModel
  public let waiting: WaitingModel
  public let people: PeopleModel
  public let settings: SettingsModel
  public let phoneKey: PhoneKeyModel
  public let secrets: SecretsModel
  public let backup: BackupModel
  public let restore: RestoreModel
  public let rescue: RescueModel
  public let check: CheckModel
  public let receiving: ReceivingModel
  public let about: AboutModel
  let background: Background
  private let parts: Parts

  public init(_ diary: Diary, _ parts: Parts, kept: Kept, doing: Doing) {
    (background, self.parts) = (diary.background, parts)
    let (home, checks) = (diary.home, Checks(home: diary.home))
    home.show(in: ChosenUnits(parts.preferences.units))
    arrived = ArrivedModel(home, doing, parts)
    take = TakeModel(diary.devices, arrived, parts)
    adding = AddDeviceModel(diary.devices, parts)
    devices = DevicesModel(diary.devices, parts)
    users = UsersModel(diary.devices, kept, parts)
    waiting = WaitingModel(Inbox(home: home), parts)
    people = PeopleModel(People(home: home), kept, parts)
    settings = SettingsModel(home, diary.backups, parts)
    phoneKey = PhoneKeyModel(home, parts)
    secrets = SecretsModel(home, parts)
    backup = BackupModel(diary.backups, diary.aside, parts)
    restore = RestoreModel(diary.backups, home, parts)
    rescue = RescueModel(diary.aside, parts)
    check = CheckModel(checks, kept, parts)
    receiving = ReceivingModel(diary.background, parts)
    about = AboutModel(checks, parts)
    diary.background.arrived = { [weak home, weak parts] _ in
      // Whoever looks at an open diary sees it there.
      guard let home, let parts, home.atWork == nil, parts.preferences.notices else { return }
      await parts.hands?.sayThatSomethingWaits()
    }
  }

  /// What a screen shows is read when somebody comes to it.
  func entered(_ place: Place) {
    switch place {
    case .take: take.begin()
    case .addDevice: adding.begin()
    case .devices: devices.begin()
    case .users(let device): users.begin(device)
    case .waiting: waiting.begin()
    case .people: people.begin()
    case .settings: settings.begin()
    case .backup: backup.begin()
    case .restore: restore.begin()
    case .check: check.begin()
    case .receiving: receiving.begin()
    case .about: about.begin()
    default: break
    }
  }

  /// Somebody comes back to the app, perhaps from the phone's settings.
  func returned() {
    switch parts.ways.place {
    case .take: take.returned()
    case .addDevice: adding.returned()
    case .settings: settings.begin()
    case .receiving: receiving.begin()
    default: break
    }
  }

  /// Somebody goes back by the phone's own way; whether that is seen to here.
  func back() -> Bool {
    switch parts.ways.place {
    case .take: take.act(.back)
    case .addDevice: adding.act(.back)
    case .users: users.leave()
    case .people: people.back()
    case .check: check.act(.back)
    case .restore: restore.back()
    case .rescue: rescue.back()
    case .newPassphrase, .newCode: secrets.back()
    default: return false
    }
    return true
  }
}
