import Foundation
import HealthDiary

/// What a link tells by itself, with the clocks of the platform's callback.
protocol LinkEars: AnyObject {
  /// It still wants to hear of the link; what comes as a value it takes in any case.
  var isLive: Bool { get }
  func up(at: Clocks)
  func failed(at: Clocks)
  func down(_ end: LinkEnd, at: Clocks)
  /// Whether the value is on the disk now.
  func value(_ uuid: String, _ bytes: Data, at: Clocks) -> Bool
}

/// A value that nobody could take.
struct Unheard {
  let uuid: String
  let bytes: Data
  let at: Clocks
}

/// One device, with all that is known of it kept for as long as the process lives.
///
/// Why it is kept: a cuff that is paired keeps its subscription, and sends what it has measured as soon as a link is up. The platform
/// confirms such an indication whether or not an app hears it, and the cuff forgets the record. An app hears from when it has subscribed
/// on this link. So what the device is subscribed to is remembered over losses, and subscribed to before everything else, what it offers is
/// not waited for, and what comes while nobody talks with it is kept for the next who does.
final class KnownPeripheral {
  /// How links are handled.
  struct Policy {
    /// Keeps what a burst right behind a connection needs; a test shows what is lost otherwise.
    var keep = true
    var quirks = Quirks()
  }

  let id: String
  /// Who hears of it; kept alive by the radio.
  weak var ears: LinkEars?
  private(set) var state = LinkState.down
  private(set) var unheard: [Unheard] = []

  private let central: any Central
  private let phone: any RadioPhone
  private let policy: Policy
  private let operations = Operations()

  /// What the device offers, as far as it was asked on this link or on one before it.
  private var known: [Offered] = []
  /// What it holds a subscription for: over losses, since it keeps it too.
  private var kept: [Named] = []
  /// What the phone listens to on this link.
  private var standing: Set<Named> = []
  private var discovery = Discovery.none
  private var waitingForDiscovery: [([Offered]?) -> Void] = []
  /// A link that was taken down has not been told of yet.
  private var parting = false
  private var giveUp: () -> Void = {}

  private enum Discovery { case none, running, done }

  init(_ id: String, central: any Central, phone: any RadioPhone, policy: Policy) {
    self.id = id
    self.central = central
    self.phone = phone
    self.policy = policy
  }

  /// The device was subscribed to at some time: no question of pairing is to come.
  var wasSubscribed: Bool { !kept.isEmpty }

  // MARK: What a conversation asks for

  /// Brings the link up. Patience waits for the device however long it is away.
  func connect(patient: Bool) {
    // One that the platform restored, or that came up by itself, has no event any more.
    if state == .up {
      ears?.up(at: phone.clocks())
      return
    }
    // Asking before that is an error of the app's; what the state is comes by itself.
    guard central.state == .on else { return }
    guard central.retrieve(id) else {
      ears?.failed(at: phone.clocks())
      return
    }
    state = .coming
    central.connect(id)
    giveUp()
    if !patient {
      giveUp = phone.after(Self.impatienceMs) { [weak self] in self?.gaveUp() }
    }
  }

  private func gaveUp() {
    guard state == .coming else { return }
    state = .down
    central.cancel(id)
    ears?.failed(at: phone.clocks())
  }

  /// Lists what the device offers: from memory where it was asked before.
  func discover(_ ended: @escaping ([Offered]?) -> Void) {
    if !known.isEmpty, policy.keep || discovery == .done { return ended(known) }
    waitingForDiscovery.append(ended)
    discoverAll()
  }

  func read(_ uuid: String, _ ended: @escaping (Answer, Data) -> Void) {
    let send = { [central, id] (name: Named) -> Answer? in
      central.read(id, name)
      return nil
    }
    operate(uuid, Asked.read, send: send, ended: ended)
  }

  func write(_ uuid: String, _ bytes: Data, _ ended: @escaping (Answer) -> Void) {
    let send = { [central, id] (name: Named) -> Answer? in
      central.write(id, name, bytes)
      return nil
    }
    operate(uuid, Asked.write, send: send, ended: { answer, _ in ended(answer) })
  }

  func subscribe(_ uuid: String, _ ended: @escaping (Answer) -> Void) {
    operate(
      uuid, Asked.notify,
      send: { [unowned self] name in listen(name) },
      heard: { [unowned self] name, answer in listened(name, answer) },
      ended: { answer, _ in ended(answer) })
  }

  /// Gives every subscription back, then calls `ended`. What the device refuses is its own affair: the phone hangs up either way.
  func giveBack(_ ended: @escaping () -> Void) {
    let all = policy.quirks.leaveSubscribed ? [] : kept.filter(isListed)
    var left = all.count
    if left == 0 { return ended() }
    for name in all {
      operations.add(
        Operation(
          asked: .notify(name),
          send: { [central, id] in
            central.notify(id, name, on: false)
            return nil
          },
          ended: { [unowned self] answer, _ in
            if answer == .done {
              kept.removeAll { $0 == name }
              standing.remove(name)
            }
            left -= 1
            if left == 0 { ended() }
          }))
    }
  }

  /// Takes the link down, or gives up bringing it up.
  func hangUp() {
    let was = state
    wentDown()
    if was == .up { parting = true }
    if was != .down, central.state == .on { central.cancel(id) }
  }

  /// What is remembered of the device is no longer so.
  func beginAnew() {
    known = []
    kept = []
  }

  /// Bluetooth was switched off: every link is down with it, told or not.
  func adapterOff() {
    wentDown()
    parting = false
  }

  /// What came while nobody could take it, for whoever can now.
  func takeUnheard() -> [Unheard] {
    defer { unheard = [] }
    return unheard
  }

  func keepUnheard(_ value: Unheard) {
    unheard.append(value)
  }

  // MARK: What the platform tells

  /// The platform kept the link while the app did not run. An up one has no ``CentralEvent/connected(_:)`` to come, and one that was
  /// coming up has (github.com/LoopKit/CGMBLEKit/issues/75, github.com/ryanbr/noop/issues/613).
  func restored(_ as: LinkState) {
    state = `as`
    let listed = central.offered(id)
    kept = listed.filter(\.isNotifying).map(\.name)
  }

  /// Bluetooth can be used: what the platform restored listens as it did before.
  func adapterOn() {
    if state == .up { listenToKept() }
  }

  func connected(at: Clocks) {
    giveUp()
    parting = false
    state = .up
    // First of all, before anything is asked: the device may be sending already.
    if policy.keep { listenToKept() }
    ears?.up(at: at)
  }

  func failed(at: Clocks) {
    guard state == .coming else { return }
    wentDown()
    ears?.failed(at: at)
  }

  func disconnected(_ fault: Fault?, at: Clocks) {
    if parting {
      parting = false
      // Somebody asked for the link again before the platform told of the end of the one before.
      if state == .coming { central.connect(id) }
      return
    }
    let was = state
    wentDown()
    switch was {
    case .down: break
    case .coming: ears?.failed(at: at)
    case .up: ears?.down(LinkEnd(fault), at: at)
    }
  }

  /// A record's characteristic is never read, so that a value of one that is being read is the answer.
  func value(_ name: Named, _ bytes: Data, _ fault: Fault?, at: Clocks) {
    if operations.asked == .read(name) {
      operations.answered(.read(name), Answer(fault), bytes)
    } else if fault == nil, ears?.value(name.uuid, bytes, at: at) != true {
      keepUnheard(Unheard(uuid: name.uuid, bytes: bytes, at: at))
    }
  }

  func answered(_ asked: Asked, _ fault: Fault?) {
    operations.answered(asked, Answer(fault))
  }

  /// The device offers something else than before: what is invalid now has to be found again, and listened to.
  func modified() {
    known = []
    standing = []
    discovery = .none
    if state == .up { listenToKept() }
  }

  // MARK: Within

  private func wentDown() {
    giveUp()
    state = .down
    operations.forget()
    waitingForDiscovery = []
    standing = []
    discovery = .none
  }

  private func isListed(_ name: Named) -> Bool {
    central.offered(id).contains { $0.name == name }
  }

  private func listenToKept() {
    let missing = kept.filter { !isListed($0) }
    operations.addFirst(kept.filter(isListed).map(listening))
    // The platform makes what it knew of a device invalid when a link ends (`centralManager(_:didDisconnectPeripheral:error:)`). Of a
    // paired device it answers from memory, without asking it (developer.apple.com/forums/thread/45623).
    if !missing.isEmpty { discoverAll() }
  }

  private func listening(_ name: Named) -> Operation {
    Operation(
      asked: .notify(name), send: { [unowned self] in listen(name) },
      ended: { [unowned self] answer, _ in listened(name, answer) })
  }

  private func listen(_ name: Named) -> Answer? {
    if standing.contains(name) { return .done }
    if !kept.contains(name) { kept.append(name) }
    let isNotifying = central.offered(id).contains { $0.name == name && $0.isNotifying }
    central.notify(id, name, on: true)
    // One that notifies already may have no answer to come; asked for again all the same, since a restored one can be deaf.
    return isNotifying ? .done : nil
  }

  private func listened(_ name: Named, _ answer: Answer) {
    switch answer {
    case .done: standing.insert(name)
    case .refused: kept.removeAll { $0 == name }
    case .broken(let remembersWrongly): if remembersWrongly { known = [] }
    }
  }

  private func operate(
    _ uuid: String, _ asked: (Named) -> Asked, send: @escaping (Named) -> Answer?,
    heard: @escaping (Named, Answer) -> Void = { _, _ in },
    ended: @escaping (Answer, Data) -> Void
  ) {
    guard let name = known.first(where: { $0.name.uuid == uuid })?.name else {
      return ended(.refused(unlikely), Data())
    }
    if discovery == .none, !isListed(name) { discoverAll() }
    operations.add(
      Operation(
        asked: asked(name),
        send: { [unowned self] in
          isListed(name) ? send(name) : .broken(remembersWrongly: discovery == .done)
        },
        ended: { answer, bytes in
          heard(name, answer)
          ended(answer, bytes)
        }))
  }

  /// Asks for everything that the device offers, and listens on the way: services with something kept come first.
  private func discoverAll() {
    guard discovery == .none else { return }
    discovery = .running
    let services = Operation(
      asked: .services,
      send: { [central, id] in
        central.discoverServices(id)
        return nil
      },
      ended: { [unowned self] answer, _ in
        guard answer == .done else { return discovered(nil) }
        let found = central.services(id)
        let first = Set(kept.map(\.service))
        let ordered = found.filter(first.contains) + found.filter { !first.contains($0) }
        guard !ordered.isEmpty else { return discovered([]) }
        operations.addFirst(ordered.map { characteristics(of: $0, isLast: $0 == ordered.last) })
      })
    operations.addFirst([services])
  }

  private func characteristics(of service: String, isLast: Bool) -> Operation {
    Operation(
      asked: .characteristics(service),
      send: { [central, id] in
        central.discoverCharacteristics(id, of: service)
        return nil
      },
      ended: { [unowned self] answer, _ in
        if answer == .done, policy.keep {
          operations.addFirst(
            kept.filter { $0.service == service && isListed($0) }.map(listening))
        }
        if isLast || answer != .done {
          discovered(answer == .done ? central.offered(id) : nil)
        }
      })
  }

  private func discovered(_ offered: [Offered]?) {
    discovery = offered == nil ? .none : .done
    if let offered { known = offered }
    let waiting = waitingForDiscovery
    waitingForDiscovery = []
    for one in waiting { one(offered) }
  }

  /// How long an attempt may take where a person waits for it.
  private static let impatienceMs: UInt64 = 30_000
}
