/// Whether readings can arrive by themselves.
public struct ReceivingState: Sendable, Equatable {
  public var today: CivilDay
  /// In the order they are to be mended; those that this phone does not have are left out.
  public var needs: [Need]
  public var lastWake: ShownMoment?

  public init(today: CivilDay, needs: [Need], lastWake: ShownMoment? = nil) {
    self.today = today
    self.needs = needs
    self.lastWake = lastWake
  }
}

extension ReceivingState {
  /// What is to be mended first; none where all is well.
  public var first: Need? { needs.first { !$0.met } }
}

/// Something that receiving needs, and whether it is so.
public struct Need: Sendable, Hashable {
  public var what: NeedKind
  public var met: Bool

  public init(what: NeedKind, met: Bool) {
    self.what = what
    self.met = met
  }
}

/// What receiving needs.
public enum NeedKind: Sendable, Hashable, CaseIterable {
  case bluetooth
  /// The app may use Bluetooth.
  case permission
  case notifications
  /// The phone may wake the app.
  case backgroundRefresh
  /// Low Power Mode is off: while it is on, the phone wakes apps later or not at all.
  case power
  /// Nobody swiped the app away: the phone wakes it no more after that, until it is opened.
  case notStopped
}

/// What can be done about receiving.
public enum ReceivingAction: Sendable, Equatable {
  case back
  case fix(NeedKind)
}
