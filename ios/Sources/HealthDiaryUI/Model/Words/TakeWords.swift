import HealthDiaryMessages

/// What a stage of a reading says: what happens, what is safe, what to do, and the one thing that helps.
public struct TakeWords: Sendable, Equatable {
  public let happens: Message
  /// What to do; none where there is nothing to do.
  public let then: Message?
  public let tone: Tone
  /// How many readings are safe on the phone: ``Message/safe(_:)`` says so, where there are any.
  public let safe: Int
  public let button: Button?

  /// The one thing that helps.
  public struct Button: Sendable, Equatable {
    public let words: Message
    public let act: TakeAction
  }

  init(
    _ happens: Message, _ then: Message?, _ tone: Tone = .calm, safe: Int = 0,
    button: (MessageKey, TakeAction)? = nil
  ) {
    self.happens = happens
    self.then = then
    self.tone = tone
    self.safe = safe
    self.button = button.map { Button(words: Message($0.0), act: $0.1) }
  }
}

extension Message {
  /// "The 2 readings received are safe."; none where there is none.
  public static func safe(_ readings: Int) -> Message? {
    readings > 0 ? .counted(.takeLostSafe, readings) : nil
  }
}

extension TakeStage {
  /// The words of a stage; none for those that have a picture of their own.
  public var words: TakeWords? {
    goingOn ?? ended ?? needing
  }

  private var goingOn: TakeWords? {
    switch self {
    case .looking: TakeWords(Message(.takeLooking), Message(.takeLookingDo))
    case .found(let device):
      TakeWords(Message(.takeFound, .text(device)), Message(.takeFoundDo))
    case .receiving(let taken, let of):
      TakeWords(Self.receiving(taken, of), Message(.takeReceivingDo))
    case .linkLost(let taken):
      TakeWords(Message(.takeLost), Message(.takeLostDo), .attention, safe: taken)
    case .asking(let taken):
      TakeWords(Message(.takeAsking), Message(.takeFoundDo), safe: taken)
    case .finishing(let taken):
      TakeWords(Message(.takeFinishing), nil, .fine, safe: taken)
    case .measuring(let pressure, let unit):
      TakeWords(
        Message(.takeInflating, .number(pressure, unit: unit)), Message(.takeInflatingDo))
    default: nil
    }
  }

  private static func receiving(_ taken: Int, _ of: Int?) -> Message {
    if let of { return Message(.takeReceivingOf, .count(taken), .count(of)) }
    return taken > 0 ? .counted(.takeReceivingSome, taken) : Message(.takeReceiving)
  }

  private var ended: TakeWords? {
    switch self {
    case .nothingNew:
      TakeWords(
        Message(.takeNothing), Message(.takeNothingDo), button: (.commonTryAgain, .tryAgain))
    case .missing(let taken, let missing):
      TakeWords(
        Message(.takeFinishing), .counted(.takeMissing, missing), .attention, safe: taken,
        button: (.todayType, .typeInstead))
    case .stopped(let taken):
      TakeWords(
        Message(.takeStopped), Message(.takeStoppedDo), .attention, safe: taken,
        button: (.commonTryAgain, .tryAgain))
    case .noSpace(let taken):
      TakeWords(
        Message(.takeNoSpace), Message(.takeNoSpaceDo), .error, safe: taken,
        button: (.commonTryAgain, .tryAgain))
    case .noDevice:
      TakeWords(
        Message(.takeNoDevice), Message(.takeNoDeviceDo), button: (.takeAddDevice, .addDevice))
    default: nil
    }
  }

  private var needing: TakeWords? {
    switch self {
    case .bluetoothOff(let taken):
      TakeWords(
        Message(.takeBluetoothOff), Message(.takeBluetoothOffDo), .attention, safe: taken,
        button: (.takeBluetoothOn, .switchBluetoothOn))
    case .notPermitted(asksAgain: true, let taken):
      TakeWords(
        Message(.takePermission), Message(.takePermissionDo), .attention, safe: taken,
        button: (.takePermissionAllow, .allow))
    case .notPermitted(asksAgain: false, let taken):
      TakeWords(
        Message(.takePermission), Message(.takePermissionDeniedDo), .attention, safe: taken,
        button: (.commonOpenSettings, .openPhoneSettings))
    case .pairedElsewhere:
      TakeWords(
        Message(.takeElsewhere), Message(.takeElsewhereDo), .attention,
        button: (.takePairAnew, .pairAnew))
    default: nil
    }
  }
}

extension Signal {
  /// What an oximeter says of its signal, and how it is meant.
  public var words: (tone: Tone, says: Message) {
    switch self {
    case .noFinger: (.attention, Message(.takeFinger))
    case .searching: (.calm, Message(.takeSearchingPulse))
    case .weak: (.attention, Message(.takeWeak))
    case .good: (.fine, Message(.takeGood))
    case .fault: (.attention, Message(.takeFault))
    case .demonstration: (.attention, Message(.takeDemonstration))
    }
  }
}
