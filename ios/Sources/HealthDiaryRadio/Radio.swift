import Foundation
import HealthDiary

/// Every device that the phone has met, and who talks with which. Touched on the radio's queue only.
final class Radio {
  let central: any Central
  let nearby: Nearby
  private let phone: any RadioPhone
  private let policy: (String) -> KnownPeripheral.Policy
  private let woken: (String) -> Void
  private var links: [String: KnownPeripheral] = [:]
  private var conversations: [String: Conversation] = [:]
  private var tickets: [UUID: Ticket] = [:]
  private var turns: [String: [UUID]] = [:]
  private var called: Set<String> = []
  private var cancelled: Set<UUID> = []
  /// Whether the platform handed over what it had kept while the app did not run.
  private(set) var wasKept = false

  /// A conversation that was asked for.
  struct Ticket {
    let sync: Sync
    let device: String
    let patient: Bool
    let told: (SyncProgress) -> Void
    let ended: (Result<SyncResult, any Error>) -> Void
  }

  init(
    _ central: any Central, phone: any RadioPhone,
    policy: @escaping (String) -> KnownPeripheral.Policy, woken: @escaping (String) -> Void
  ) {
    self.central = central
    self.phone = phone
    self.policy = policy
    self.woken = woken
    nearby = Nearby(central)
  }

  // MARK: Conversations, one at a time for each device

  func talk(_ number: UUID, _ ticket: Ticket) {
    if cancelled.remove(number) != nil { return ticket.ended(.failure(CancellationError())) }
    tickets[number] = ticket
    turns[ticket.device, default: []].append(number)
    if turns[ticket.device]?.first == number { start(number, ticket) }
  }

  /// Stops a conversation, or one that has not had its turn yet, or one that was not even asked for yet.
  func cancel(_ number: UUID) {
    guard let ticket = tickets[number] else {
      cancelled.insert(number)
      return
    }
    if turns[ticket.device]?.first == number, isTalking(ticket.device) {
      conversations[ticket.device]?.happened(.cancel)
    } else {
      turns[ticket.device]?.removeAll { $0 == number }
      tickets[number] = nil
      ticket.ended(.failure(CancellationError()))
    }
  }

  /// Nobody waits for it any more.
  func forget(_ number: UUID) {
    cancelled.remove(number)
  }

  private func start(_ number: UUID, _ ticket: Ticket) {
    let conversation = Conversation(
      ticket.sync, with: link(ticket.device), phone: phone, patient: ticket.patient,
      told: ticket.told
    ) { [unowned self] result in
      tickets[number] = nil
      turns[ticket.device]?.removeAll { $0 == number }
      ticket.ended(result)
      if called.contains(ticket.device) {
        let wasThere = conversations[ticket.device]?.wasUp == true
        callLater(ticket.device, after: wasThere ? Self.restMs : Self.momentMs)
      }
      // Behind what goes on at this moment, whose conversation it still is.
      _ = phone.after(0) { [weak self] in self?.nextTurn(ticket.device) }
    }
    conversations[ticket.device] = conversation
    conversation.begin()
    switch central.state {
    case .on: break
    case .unauthorized: conversation.happened(.permissionLost)
    case .off, .unknown, .unsupported: conversation.adapterOff(at: phone.clocks())
    }
  }

  private func nextTurn(_ device: String) {
    guard conversations[device]?.isLive != true, let next = turns[device]?.first,
      let ticket = tickets[next]
    else { return }
    start(next, ticket)
  }

  private func link(_ device: String) -> KnownPeripheral {
    if let link = links[device] { return link }
    let link = KnownPeripheral(device, central: central, phone: phone, policy: policy(device))
    links[device] = link
    return link
  }

  // MARK: Devices that call by themselves

  /// Has the phone bring a link up whenever the device is there, also while the app does not run.
  func call(_ device: String) {
    called.insert(device)
    callNow(device)
  }

  func callNoMore(_ device: String) {
    called.remove(device)
    if !isTalking(device) { links[device]?.hangUp() }
  }

  private func callNow(_ device: String) {
    guard called.contains(device), !isTalking(device) else { return }
    link(device).connect(patient: true)
  }

  /// Not at once: a device that has given everything is switching itself off.
  private func callLater(_ device: String, after ms: UInt64 = Radio.restMs) {
    _ = phone.after(ms) { [weak self] in self?.callNow(device) }
  }

  private func isTalking(_ device: String) -> Bool { conversations[device]?.isLive == true }

  // MARK: What the platform tells

  func heard(_ event: CentralEvent, at: Clocks) {
    switch event {
    case .restored(let devices):
      wasKept = true
      for (device, state) in devices {
        called.insert(device)
        link(device).restored(state)
        if state == .up { woken(device) }
      }
    case .state(let state): changed(state, at)
    case .found(let device, let name, let services, let strength):
      nearby.found(device, name: name, services: services, strength: strength)
    case .connected(let device):
      link(device).connected(at: at)
      if !isTalking(device) { woken(device) }
    case .failed(let device):
      links[device]?.failed(at: at)
      callAfterLoss(device)
    case .disconnected(let device, let fault):
      links[device]?.disconnected(fault, at: at)
      callAfterLoss(device)
    case .services(let device, let fault): links[device]?.answered(.services, fault)
    case .characteristics(let device, let service, let fault):
      links[device]?.answered(.characteristics(plain(service)), fault)
    case .value(let device, let name, let bytes, let fault):
      link(device).value(name, bytes, fault, at: at)
    case .written(let device, let name, let fault): links[device]?.answered(.write(name), fault)
    case .notifying(let device, let name, let fault): links[device]?.answered(.notify(name), fault)
    case .modified(let device): links[device]?.modified()
    }
  }

  private func callAfterLoss(_ device: String) {
    if called.contains(device), !isTalking(device) { callLater(device) }
  }

  private func changed(_ state: CentralState, _ at: Clocks) {
    nearby.changed(state)
    for (device, link) in links {
      let conversation = conversations[device].flatMap { $0.isLive ? $0 : nil }
      switch state {
      case .on:
        link.adapterOn()
        conversation?.happened(.adapterOn, at: at)
        callNow(device)
      case .unauthorized:
        link.adapterOff()
        conversation?.happened(.permissionLost, at: at)
      case .off, .unknown, .unsupported:
        link.adapterOff()
        conversation?.adapterOff(at: at)
      }
    }
  }

  /// How long a device is left alone after a link (the longest that a collector for many devices waits: weliem/pi-health-hub, TaiDoc).
  fileprivate static let restMs: UInt64 = 40_000
  /// One that was never there is waited for at once, or nearly so: the platform has just been told to wait no more.
  private static let momentMs: UInt64 = 500
}
