import HealthDiaryMessages

extension Done {
  /// What was just done.
  public var words: Message {
    switch self {
    case .saved: Message(.todaySaved)
    case .changed: Message(.todayChanged)
    case .removed: Message(.todayRemoved)
    case .assigned(let person): Message(.todayAssigned, .text(person))
    }
  }
}

extension HistoryDay {
  /// The day, and where it was spent if that was another zone.
  public func words(today: CivilDay) -> Message {
    .beside(.day(day, today: today), place.map { Message(.historyZone, .text($0)) })
  }
}

extension TimeFrom {
  /// How the time of a reading is known.
  public var words: Message {
    switch self {
    case .device: Message(.newTimeKnown)
    case .arrival: Message(.newTimeArrival)
    case .unsure: Message(.newTimeUnsure)
    }
  }
}

extension Strength {
  /// How hard a passphrase is to guess.
  public var words: Message {
    let key: MessageKey =
      switch self {
      case .weak: .passphraseStrengthWeak
      case .fair: .passphraseStrengthFair
      case .good: .passphraseStrengthGood
      case .strong: .passphraseStrengthStrong
      }
    return Message(.commonPair, Message(.passphraseStrength), Message(key))
  }

  /// How it is meant.
  public var tone: Tone { self >= .good ? .fine : .attention }
}

extension Message {
  /// A group of the recovery code as it is read aloud: which, and its letters one by one.
  public static func codeGroup(_ index: Int, _ group: Hidden) -> Message {
    Message(
      .codeGroupSpoken, .count(index + 1), .text(group.text.map(String.init).joined(separator: " "))
    )
  }
}

extension ShownDevice {
  /// Its battery: how much is left, or that it is low; none where the device does not say.
  public func batteryWords(today: CivilDay) -> (tone: Tone, says: Message)? {
    guard let battery else { return nil }
    let percent = Message(.commonPercent, .count(battery))
    if battery < 20 { return (.attention, Message(.devicesBatteryLow, percent)) }
    return (.calm, Message(.devicesBattery, percent, .dayInSentence(batteryOn, today: today)))
  }

  /// What is known of its clock.
  public var clockWords: Message {
    switch clock {
    case .none: Message(.devicesClockNone)
    case .right: Message(.devicesClockRight)
    case .wrong:
      Message(clockOff < .zero ? .devicesClockSlow : .devicesClockFast, .length(clockOff))
    }
  }

  /// What tells it from another of its model.
  public var serialWords: Message? {
    serial.map { Message(.devicesSerial, .text($0)) }
  }

  /// When readings came last, or that none came yet.
  public func lastWords(today: CivilDay) -> Message {
    last.map { Message(.devicesLast, $0.at.inSentence(today: today)) } ?? Message(.devicesNever)
  }
}

extension Proof {
  /// What shows that nothing was left on a device, and how it is meant.
  public var words: (tone: Tone, says: Message) {
    switch self {
    case .count: (.fine, Message(.devicesProofCount))
    case .success: (.fine, Message(.devicesProofSuccess))
    case .peerEnded: (.fine, Message(.devicesProofEnded))
    case .quiet: (.calm, Message(.devicesProofQuiet))
    case .linkEnded: (.calm, Message(.devicesProofLink))
    case .none: (.attention, Message(.devicesProofNone))
    }
  }
}

extension NearDevice {
  /// Below its name: what tells it from others, and that it is very near.
  public var below: Message {
    .beside(tellsApart.map { .code($0) }, veryNear ? Message(.addingSignal) : nil)
  }
}

extension SlotOwner {
  /// Whose readings a user's button takes.
  public var words: Message {
    switch self {
    case .notSet: Message(.usersNotSet)
    case .of(let person): .text(person.name)
    }
  }
}

extension WaitingGroup {
  /// Which device they came from, and which of its users.
  public var from: Message {
    guard let user else { return Message(.waitingFromNobody, .text(device)) }
    return Message(.waitingFrom, .text(device), Message(.usersSlot, .count(user)))
  }

  /// The button that gives all of them to somebody.
  public func assign(to person: ShownPerson) -> Message {
    .counted(.waitingAssign, count, .text(person.name))
  }
}

extension ShownRole {
  /// What a person is in the household.
  public var words: Message {
    switch self {
    case .owner: Message(.peopleRoleOwner)
    case .adult: Message(.peopleRoleAdult)
    case .child: Message(.peopleRoleChild)
    case .guest: Message(.peopleRoleGuest)
    }
  }

  /// What that means.
  public var below: Message {
    switch self {
    case .owner: Message(.peopleRoleOwnerBelow)
    case .adult: Message(.peopleRoleAdultBelow)
    case .child: Message(.peopleRoleChildBelow)
    case .guest: Message(.peopleRoleGuestBelow)
    }
  }
}

extension MemberLock {
  /// Whether a diary has a lock of its own.
  public var words: Message {
    switch self {
    case .none: Message(.peopleLockNone)
    case .open: Message(.peopleLockOpen)
    case .shut: Message(.peopleLockShut)
    }
  }
}

extension Need {
  /// Whether receiving has it.
  public var words: Message {
    switch (what, met) {
    case (.bluetooth, true): Message(.receivingBluetoothOk)
    case (.bluetooth, false): Message(.receivingBluetoothBad)
    case (.permission, true): Message(.receivingPermissionOk)
    case (.permission, false): Message(.receivingPermissionBad)
    case (.notifications, true): Message(.receivingNotificationsOk)
    case (.notifications, false): Message(.receivingNotificationsBad)
    case (.backgroundRefresh, true): Message(.receivingRefreshOk)
    case (.backgroundRefresh, false): Message(.receivingRefreshBad)
    case (.power, true): Message(.receivingPowerOk)
    case (.power, false): Message(.receivingPowerBad)
    case (.notStopped, true): Message(.receivingSwipedOk)
    case (.notStopped, false): Message(.receivingSwipedBad)
    }
  }
}

extension NeedKind {
  /// The button that mends it.
  public var fix: Message {
    switch self {
    case .bluetooth: Message(.takeBluetoothOn)
    case .permission: Message(.receivingFixBluetooth)
    case .notifications: Message(.receivingFixNotifications)
    case .backgroundRefresh: Message(.receivingFixRefresh)
    case .power: Message(.receivingFixPower)
    case .notStopped: Message(.receivingFixStopped)
    }
  }
}

extension BackupKnown {
  /// Below the line that leads to the backup.
  public func words(today: CivilDay) -> Message {
    switch self {
    case .never: Message(.settingsBackupNone)
    case .last(let at): Message(.backupLast, at.inSentence(today: today))
    }
  }
}

extension Measure {
  /// What the unit is of.
  public var words: Message {
    switch self {
    case .weight: Message(.settingsWeight)
    case .temperature: Message(.settingsTemperature)
    case .glucose: Message(.settingsGlucose)
    }
  }
}

extension SettingsLink {
  /// Where it leads.
  public var words: Message {
    switch self {
    case .devices: Message(.devicesTitle)
    case .people: Message(.peopleTitle)
    case .receiving: Message(.receivingTitle)
    case .backup: Message(.backupTitle)
    case .check: Message(.checkTitle)
    case .about: Message(.aboutTitle)
    case .passphrase: Message(.settingsPassphrase)
    case .recoveryCode: Message(.settingsCode)
    case .language: Message(.settingsLanguage)
    }
  }
}
