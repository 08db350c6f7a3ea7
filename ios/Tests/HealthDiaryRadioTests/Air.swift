import Foundation
import HealthDiary
import HealthDiaryRadio

/// A paired cuff, the air between, and CoreBluetooth as far as it is documented, for a test that turns the crank: what would happen by
/// itself waits in ``turn()``.
///
/// The cuff forgets a record once the phone has confirmed it, keeps its subscription over links while it is paired, and begins to send as
/// soon as a link is up, or a subscription is written. The phone confirms whether or not the app has subscribed on this link, and tells
/// only an app that has. When a link ends it makes invalid what it knew of the device, and answers from its own memory when it is asked
/// again; what comes from memory is there before anything that is on the air.
final class Air: Central {
  static let cuff = "5B1E0A52-0C1B-4D8F-9A51-2D3C4E5F6A7B"
  static let measurement = Named(service: "1810", uuid: "2A35")

  /// What the cuff has measured and not yet given.
  var memory: [[UInt8]] = []
  /// Whether the cuff has the phone's subscription.
  var subscribed = false
  /// Every request that reached the platform, in order.
  var asked: [String] = []
  /// What the cuff answers to a request instead, once each.
  var faults: [String: [Fault]] = [:]
  /// The cuff answers nobody whom it is not paired with.
  var wantsPairing = false
  var isPaired = true
  /// What was found stays valid when a link ends, against the documentation.
  var keepsWhatWasFound = false
  /// The platform has no memory of the device: what is asked for goes over the air.
  var hasNoMemory = false
  /// The cuff is out of reach.
  var isAway = false
  var connections = 0
  var scanned: [[String]?] = []
  var isScanning = false

  private(set) var state = CentralState.on
  private var hear: (CentralEvent) -> Void = { _ in }
  private var fromMemory: [() -> Void] = []
  private var onAir: [() -> Void] = []
  private var heldBack: [(yes: () -> Void, no: () -> Void)] = []
  private var isUp = false
  private var isConnecting = false
  private var isSending = false
  private var isListening = false
  private var foundServices: [String] = []
  private var found: Set<String> = []
  private var cutIn = 0
  private let serial: String

  init(serial: String = "A1") {
    self.serial = serial
  }

  /// Who hears of it from now on: the app of this process.
  func tell(_ hear: @escaping (CentralEvent) -> Void) {
    self.hear = hear
  }

  /// Does the next thing that would happen by itself; whether there was one.
  func turn() -> Bool {
    if !fromMemory.isEmpty {
      fromMemory.removeFirst()()
    } else if !onAir.isEmpty {
      onAir.removeFirst()()
    } else {
      return false
    }
    return true
  }

  // MARK: What the phone does by itself

  /// Bluetooth is switched on or off, or forbidden: no word of any link.
  func change(_ to: CentralState) {
    state = to
    if to != .on {
      ended()
      isConnecting = false
    }
    if to == .unknown { foundServices = [] }
    hear(.state(to))
  }

  /// The app is gone, and comes back: the link and what it listened to stay.
  func relaunch(_ hear: @escaping (CentralEvent) -> Void) {
    state = .unknown
    self.hear = hear
    hear(.restored([Self.cuff: isUp ? .up : isConnecting ? .coming : .down]))
  }

  /// The system asks whether to pair.
  var isPairingAsked: Bool { !heldBack.isEmpty }

  func answerPairing(yes: Bool) {
    isPaired = yes
    let all = heldBack
    heldBack = []
    for one in all { onAir.append(yes ? one.yes : one.no) }
  }

  // MARK: What the cuff does by itself

  /// The link is lost in place of the request or record that comes as this number from now on; once.
  func cut(_ number: Int) {
    cutIn = number
  }

  private func cutsNow() -> Bool {
    if cutIn == 0 { return false }
    cutIn -= 1
    if cutIn > 0 { return false }
    lose()
    return true
  }

  func lose(_ fault: Fault = .platform(6)) {
    guard isUp else { return }
    ended()
    onAir.append { [unowned self] in hear(.disconnected(Self.cuff, fault)) }
  }

  func comeBack() {
    isAway = false
    if isConnecting { comeUp() }
  }

  /// The cuff's services are others now: the handles that were known are wrong.
  func modify() {
    found = []
    foundServices = []
    isListening = false
    hear(.modified(Self.cuff))
  }

  private func ended() {
    isUp = false
    isSending = false
    isListening = false
    onAir = []
    fromMemory = []
    heldBack = []
    if !keepsWhatWasFound {
      found = []
      foundServices = []
    }
  }

  private func comeUp() {
    onAir.append { [unowned self] in
      isConnecting = false
      isUp = true
      // The cuff is as quick as can be: its first record is on the air before any request.
      burst()
      hear(.connected(Self.cuff))
    }
  }

  /// Sends what is there, one record after the other, and hangs up behind the last.
  private func burst() {
    guard isUp, subscribed, isPaired, !isSending, !memory.isEmpty else { return }
    isSending = true
    onAir.append { [unowned self] in send() }
  }

  private func send() {
    isSending = false
    guard isUp, !memory.isEmpty, !cutsNow() else { return }
    // Confirmed by the phone, so that the cuff forgets it, before anybody hears.
    let record = memory.removeFirst()
    if isListening { hear(.value(Self.cuff, Self.measurement, Data(record), nil)) }
    if memory.isEmpty {
      onAir.append { [unowned self] in
        if isUp {
          ended()
          hear(.disconnected(Self.cuff, .platform(7)))
        }
      }
    } else {
      burst()
    }
  }

  // MARK: Central

  func scan(services: [String]?) {
    scanned.append(services)
    isScanning = true
  }

  func stopScan() { isScanning = false }

  func advertise(_ device: String, name: String?, services: [String], strength: Int) {
    hear(.found(device, name: name, services: services, strength: strength))
  }

  func retrieve(_ device: String) -> Bool { device == Self.cuff }

  func connect(_ device: String) {
    precondition(state == .on, "an error of the app's")
    connections += 1
    if isConnecting { return }
    isConnecting = true
    if !isAway { comeUp() }
  }

  func cancel(_ device: String) {
    precondition(state == .on, "an error of the app's")
    isConnecting = false
    guard isUp else { return }
    ended()
    fromMemory.append { [unowned self] in hear(.disconnected(Self.cuff, nil)) }
  }

  func services(_ device: String) -> [String] { foundServices }

  func offered(_ device: String) -> [Offered] {
    Self.all.filter { found.contains($0.service) }.map { name in
      let isMeasurement = name == Self.measurement
      return Offered(
        name: name, readable: !isMeasurement, writable: false, notify: false,
        indicate: isMeasurement, isNotifying: isMeasurement && isListening)
    }
  }

  func discoverServices(_ device: String) {
    ask("services", isOnAir: hasNoMemory) { [unowned self] fault in
      if fault == nil { foundServices = ["180A", "1810"] }
      hear(.services(Self.cuff, fault))
    }
  }

  func discoverCharacteristics(_ device: String, of service: String) {
    ask("characteristics \(service)", isOnAir: hasNoMemory) { [unowned self] fault in
      if fault == nil { found.insert(service) }
      hear(.characteristics(Self.cuff, service: service, fault))
    }
  }

  func read(_ device: String, _ name: Named) {
    let texts = ["2A29": "Invented", "2A24": "Cuff 1", "2A25": serial]
    // 2026-08-20 13:00:01, as London's clocks show it.
    let bytes = texts[name.uuid].map { Data($0.utf8) } ?? Data([0xEA, 0x07, 8, 20, 13, 0, 1])
    ask("read \(name.uuid)", isOnAir: true, isProtected: true) { [unowned self] fault in
      hear(.value(Self.cuff, name, fault == nil ? bytes : Data(), fault))
    }
  }

  func write(_ device: String, _ name: Named, _ bytes: Data) {
    ask("write \(name.uuid)", isOnAir: true, isProtected: true) { [unowned self] fault in
      hear(.written(Self.cuff, name, fault))
    }
  }

  func notify(_ device: String, _ name: Named, on: Bool) {
    precondition(found.contains(name.service), "what is invalid is used")
    if on, isListening { return }
    isListening = on
    ask(
      (on ? "notify " : "ignore ") + name.uuid, isOnAir: true, isProtected: true
    ) { [unowned self] fault in
      if fault == nil { subscribed = on } else { isListening = false }
      hear(.notifying(Self.cuff, name, fault))
      burst()
    }
  }

  private func ask(
    _ what: String, isOnAir: Bool, isProtected: Bool = false,
    _ answer: @escaping (Fault?) -> Void
  ) {
    precondition(isUp, "an error of the app's: \(what)")
    asked.append(what)
    if isOnAir, cutsNow() { return }
    let now = { [unowned self] in
      if faults[what]?.isEmpty == false { return answer(faults[what]?.removeFirst()) }
      answer(nil)
    }
    if isProtected, wantsPairing, !isPaired {
      heldBack.append((yes: now, no: { answer(.att(0x05)) }))
    } else if isOnAir {
      onAir.append(now)
    } else {
      fromMemory.append(now)
    }
  }

  private static let all =
    ["2A29", "2A24", "2A25"].map { Named(service: "180A", uuid: $0) }
    + [Named(service: "1810", uuid: "2A08"), measurement]

  /// Systolic 110 + n, diastolic 70 + n, pulse 60 + n, at minute n of 2026-08-14 07:00 (flags: stamp and pulse; mmHg).
  static func record(_ n: UInt8) -> [UInt8] {
    [0x06, 110 + n, 0, 70 + n, 0, 80 + n, 0, 0xEA, 0x07, 8, 14, 7, n, 0, 60 + n, 0]
  }
}
