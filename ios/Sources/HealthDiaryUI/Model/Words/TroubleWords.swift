import HealthDiaryMessages

// What went wrong, in three parts: what happened, what is safe, what to do. What a person ended themselves is no error, and is calm.

extension UnlockProblem {
  /// Why it is not open.
  ///
  /// - Parameter way: what was tried.
  public func words(way: UnlockWay) -> Message {
    switch self {
    case .wrong: Message(way == .recoveryCode ? .unlockWrongCode : .unlockWrongPassphrase)
    case .wait(let left?): Message(.unlockWait, .length(left))
    case .wait(nil): Message(.unlockWaitSome)
    case .cancelled: Message(.unlockCancelled)
    case .lockedOut: Message(.unlockLockedOut)
    case .keyGone: Message(.unlockKeyGone)
    case .newer: Message(.unlockNewer)
    case .damaged: Message(.unlockDamaged)
    case .missing: Message(.unlockMissing)
    case .inUse: Message(.unlockInUse)
    case .noSpace: Message(.unlockNoSpace)
    case .failed: Message(.unlockFailed)
    }
  }

  /// How it is meant.
  public var tone: Tone {
    switch self {
    case .cancelled: .calm
    case .damaged, .missing, .noSpace: .error
    default: .attention
    }
  }

  /// Whether a backup is what helps.
  public var backupHelps: Bool { self == .damaged || self == .missing }
}

extension PassphraseProblem {
  /// Why it is not taken.
  public var words: Message {
    switch self {
    case .weak: Message(.passphraseWeak)
    case .mismatch: Message(.passphraseMismatch)
    case .noSpace: Message(.passphraseNoSpace)
    case .failed: Message(.passphraseFailed)
    }
  }
}

extension BackupTrouble {
  /// Why there is no new backup.
  ///
  /// - Parameter folder: what the person knows the folder by.
  public func words(folder: String?) -> Message {
    switch self {
    case .folderGone: Message(.backupFolderGone, .text(folder ?? ""))
    case .refused: Message(.backupFolderRefused)
    case .proofFailed: Message(.backupProofFailed)
    case .noSpace: Message(.backupNoSpace)
    case .phoneFull: Message(.backupPhoneFull)
    case .ofAnother: Message(.backupOfAnother)
    case .busy: Message(.backupBusy)
    case .stopped: Message(.backupStopped)
    case .failed: Message(.backupFailed)
    }
  }

  /// How it is meant.
  public var tone: Tone {
    switch self {
    case .proofFailed: .error
    case .busy, .stopped: .calm
    default: .attention
    }
  }
}

extension RestoreProblem {
  /// Why the diary is not back.
  public var words: Message {
    switch self {
    case .notThere: Message(.restoreNotThere)
    case .wrong: Message(.restoreWrong)
    case .wait: Message(.restoreWait)
    case .damaged: Message(.restoreDamaged)
    case .newer: Message(.restoreNewer)
    case .noSpace: Message(.restoreNoSpace)
    case .folderGone: Message(.restoreFolderGone)
    case .stopped: Message(.restoreStopped)
    case .failed: Message(.restoreFailed)
    }
  }
}

extension RescueProblem {
  /// Why there is no new diary.
  public var words: Message {
    switch self {
    case .wrong: Message(.rescueWrong)
    case .wait: Message(.restoreWait)
    case .nothing: Message(.rescueNothing)
    case .noSpace: Message(.rescueNoSpace)
    case .stopped: Message(.rescueStopped)
    case .failed: Message(.rescueFailed)
    }
  }
}

extension CheckProblem {
  /// Why nothing is known.
  public var words: Message {
    switch self {
    case .stopped: Message(.checkStopped)
    case .failed: Message(.checkFailed)
    }
  }

  /// How it is meant.
  public var tone: Tone { self == .stopped ? .calm : .attention }
}

extension Compared {
  /// What a note from paper proves; none where it is said beside the line that it was typed into.
  public var words: Message? {
    switch self {
    case .kept(let part, let since): Message(.checkCompareKept, part.words, .count(since))
    case .differs(let part): Message(.checkCompareDiffers, part.words)
    case .locked: Message(.checkCompareLocked)
    case .unknown: Message(.checkCompareUnknown)
    case .noNote: nil
    }
  }

  /// How it is meant.
  public var tone: Tone {
    switch self {
    case .kept: .fine
    case .differs: .error
    case .locked: .calm
    case .unknown, .noNote: .attention
    }
  }
}

extension Damage {
  /// Which part it is.
  public var words: Message {
    switch self {
    case .diary(let person): Message(.checkDamageWhere, .text(person))
    case .household: Message(.checkDamageHousehold)
    case .inbox: Message(.checkDamageInbox)
    case .pictures(let count): .counted(.checkDamagePictures, count)
    }
  }
}

extension FileProblem {
  /// Why a file was not added.
  public var words: Message {
    switch self {
    case .tooLarge: Message(.entryFileTooLarge)
    case .gone: Message(.entryFileGone)
    case .noSpace: Message(.entryFileNoSpace)
    case .failed: Message(.entryFileFailed)
    }
  }
}

extension SettingsProblem {
  /// Why nothing was changed.
  public var words: Message {
    switch self {
    case .cancelled: Message(.settingsBiometricCancelled)
    case .lockedOut: Message(.settingsBiometricLockedOut)
    case .impossible: Message(.settingsBiometricImpossible)
    case .failed: Message(.settingsFailed)
    }
  }
}

extension PeopleProblem {
  /// Why it is not so.
  public var words: Message {
    switch self {
    case .name: Message(.peopleNameTaken)
    case .lastOwner: Message(.peopleLastOwner)
    case .failed: Message(.commonFailed)
    }
  }
}

extension WaitsBecause {
  /// Why readings wait; none where only nobody has said whose they are.
  public var words: Message? {
    switch self {
    case .nobodySaid: nil
    case .locked(let person): Message(.waitingLocked, .text(person))
    case .notReadable: Message(.waitingNotReadable)
    case .newer: Message(.waitingNewer)
    case .notOpened: Message(.waitingNotOpened)
    }
  }

  /// How it is meant.
  public var tone: Tone { self == .newer || self == .notOpened ? .attention : .calm }
}
