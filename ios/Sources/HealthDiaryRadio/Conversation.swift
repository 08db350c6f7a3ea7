import Foundation
import HealthDiary

/// One conversation with one device: hands in what happens, and carries out what the core says.
///
/// It decides nothing about readings. What arrives is handed in inside the platform's callback, and is on the disk when that returns.
final class Conversation: LinkEars {
  private let sync: Sync
  private let link: KnownPeripheral
  private let phone: any RadioPhone
  private let patient: Bool
  private let told: (SyncProgress) -> Void
  private let ended: (Result<SyncResult, any Error>) -> Void

  private var events: [(RadioEvent, Clocks)] = []
  private var isHanding = false
  private var isOver = false
  private var takesNoMore = false
  /// Whether its device was ever there.
  private(set) var wasUp = false
  /// The values that were handed in last.
  private var latest: [Unheard] = []
  private var timer: () -> Void = {}
  private var tidying: () -> Void = {}
  /// When the request was sent that has no answer yet.
  private var askedAt: Clocks?
  /// What the device answers on this link since somebody declined to pair: nobody is asked twice.
  private var declined: UInt8?

  init(
    _ sync: Sync, with link: KnownPeripheral, phone: any RadioPhone, patient: Bool,
    told: @escaping (SyncProgress) -> Void,
    ended: @escaping (Result<SyncResult, any Error>) -> Void
  ) {
    self.sync = sync
    self.link = link
    self.phone = phone
    self.patient = patient
    self.told = told
    self.ended = ended
  }

  var isLive: Bool { !isOver }

  /// Begins, with what came while nobody listened.
  func begin() {
    link.ears = self
    happened(.start)
    for one in link.takeUnheard() where !value(one.uuid, one.bytes, at: one.at) {
      link.keepUnheard(one)
    }
  }

  /// Something happened, at the moment that these clocks show.
  func happened(_ event: RadioEvent, at: Clocks? = nil) {
    events.append((event, at ?? phone.clocks()))
    // What happens while a command is carried out is handed in behind it.
    if isHanding { return }
    isHanding = true
    while !events.isEmpty {
      let (next, then) = events.removeFirst()
      handIn(next, then)
    }
    isHanding = false
  }

  private func handIn(_ event: RadioEvent, _ at: Clocks) {
    if case .value(let uuid, let bytes) = event {
      latest.append(Unheard(uuid: uuid, bytes: bytes, at: at))
      latest = latest.suffix(Self.mostInFlight)
    }
    do {
      for command in try sync.handle(event: event, now: at) { carryOut(command) }
    } catch {
      if case .value = event { leave(1) }
      end(.failure(error))
    }
  }

  private func carryOut(_ command: RadioCommand) {
    switch command {
    case .connect:
      declined = nil
      link.connect(patient: patient)
    case .discover:
      link.discover { [weak self] found in
        guard let self else { return }
        guard let found else { return broken(remembersWrongly: false) }
        happened(.discovered(characteristics: found.map(DeviceService.init)))
      }
    case .read(let uuid): read(uuid)
    case .write(let uuid, let bytes):
      asking { error in
        .writeDone(uuid: uuid, attError: error)
      } with: { [link] heard in
        link.write(plain(uuid), bytes, heard)
      }
    case .subscribe(let uuid, _):
      asking { error in
        .subscribed(uuid: uuid, attError: error)
      } with: { [link] heard in
        link.subscribe(plain(uuid), heard)
      }
    case .setTimer(let id, let afterMs):
      timer()
      timer = phone.after(afterMs) { [weak self] in self?.ranOut(id) }
    case .report(let progress): told(progress)
    case .disconnect: hangUp()
    case .done(let result):
      if case .notStored(let inFlight) = result { leave(Int(inFlight)) }
      end(.success(result))
    }
  }

  /// What could not be stored is for whoever talks next: the phone was full, or the household was shut and a receiver will be open. One
  /// that was stored all the same is known by the core when it comes again.
  private func leave(_ count: Int) {
    for one in latest.suffix(count) { link.keepUnheard(one) }
    latest = []
    takesNoMore = true
  }

  private func read(_ uuid: String) {
    let asked = phone.clocks()
    var read = Data()
    asking { error in
      error.map { .readRefused(uuid: uuid, attError: $0, asked: asked) }
        ?? .readDone(uuid: uuid, bytes: read, asked: asked)
    } with: { [link] heard in
      link.read(plain(uuid)) { answer, bytes in
        read = bytes
        heard(answer)
      }
    }
  }

  /// Asks something of the device and hands the answer in.
  ///
  /// The platform pairs by itself where a request needs it, holds the request back while it asks the person, and answers with the device's
  /// error where they say no (Accessory Design Guidelines for Apple Devices, Bluetooth, pairing; openradar 15971420).
  private func asking(
    _ event: @escaping (UInt8?) -> RadioEvent, with ask: (@escaping (Answer) -> Void) -> Void
  ) {
    if let declined { return happened(event(declined)) }
    let asked = phone.clocks()
    askedAt = asked
    ask { [weak self] answer in
      guard let self else { return }
      askedAt = nil
      switch answer {
      case .done: happened(event(nil))
      case .broken(let remembersWrongly): broken(remembersWrongly: remembersWrongly)
      case .refused(let error):
        // An answer that took so long was a person's.
        if answer.needsPairing, since(asked) > Self.personMs { declined = error }
        happened(event(error))
      }
    }
  }

  /// A timer of the core: held back while a person may be reading the system's question.
  private func ranOut(_ id: UInt32) {
    if let askedAt, !link.wasSubscribed, since(askedAt) < Self.patienceMs {
      timer = phone.after(Self.lookAgainMs) { [weak self] in self?.ranOut(id) }
    } else {
      happened(.timer(id: id))
    }
  }

  private func since(_ then: Clocks) -> UInt64 {
    let now = phone.clocks().monotonicNs
    return now > then.monotonicNs ? (now - then.monotonicNs) / 1_000_000 : 0
  }

  /// The link is of no use: it is taken down, and the core brings it up again.
  private func broken(remembersWrongly: Bool) {
    link.hangUp()
    if remembersWrongly { link.beginAnew() }
    happened(.disconnected(end: .lost))
  }

  /// Subscriptions go first, or a device that keeps them sends into the void the next time; but nobody waits for that long.
  private func hangUp() {
    askedAt = nil
    guard link.state == .up else { return hungUp() }
    tidying = phone.after(Self.tidyingMs) { [weak self] in
      if self?.link.state == .up { self?.hungUp() }
    }
    link.giveBack { [weak self] in self?.hungUp() }
  }

  private func hungUp() {
    tidying()
    link.hangUp()
    happened(.disconnected(end: .phone))
  }

  func up(at: Clocks) {
    wasUp = true
    happened(.connected, at: at)
  }

  func failed(at: Clocks) {
    happened(.connectFailed, at: at)
  }

  func down(_ end: LinkEnd, at: Clocks) {
    tidying()
    askedAt = nil
    declined = nil
    happened(.disconnected(end: end), at: at)
  }

  func value(_ uuid: String, _ bytes: Data, at: Clocks) -> Bool {
    // One that could not store takes no more; one that is done does.
    if takesNoMore { return false }
    happened(.value(uuid: uuid, bytes: bytes), at: at)
    return true
  }

  /// Bluetooth was switched off.
  func adapterOff(at: Clocks) {
    tidying()
    askedAt = nil
    link.adapterOff()
    happened(.adapterOff, at: at)
  }

  private func end(_ result: Result<SyncResult, any Error>) {
    if case .failure = result { takesNoMore = true }
    guard !isOver else { return }
    isOver = true
    timer()
    tidying()
    // One that is still up, or coming up, is of no use to anybody. What the phone still has of values is heard all the same.
    link.hangUp()
    ended(result)
  }

  /// How long giving subscriptions back may take; the core waits for longer.
  private static let tidyingMs: UInt64 = 3_000
  /// How long a person may take to answer the system's question.
  private static let patienceMs: UInt64 = 120_000
  /// An answer that took longer than this was a person's: a device answers within a few intervals of the link.
  private static let personMs: UInt64 = 1_000
  private static let lookAgainMs: UInt64 = 1_000
  /// Values that the core may have in hand at one time.
  private static let mostInFlight = 64
}

extension DeviceService {
  fileprivate init(_ offered: Offered) {
    self.init(
      uuid: offered.name.uuid, readable: offered.readable, notify: offered.notify,
      indicate: offered.indicate, writable: offered.writable)
  }
}
