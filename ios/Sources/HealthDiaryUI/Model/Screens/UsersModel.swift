import Observation

/// Which person uses which button of a device. What was chosen, and not kept yet, survives the process.
@MainActor
@Observable
public final class UsersModel {
  /// None until the device was read.
  public private(set) var state: UsersState?
  @ObservationIgnored private let devices: Devices
  @ObservationIgnored private let kept: Kept
  @ObservationIgnored private let parts: Care.Parts
  @ObservationIgnored private var device: Device?

  init(_ devices: Devices, _ kept: Kept, _ parts: Care.Parts) {
    (self.devices, self.kept, self.parts) = (devices, kept, parts)
  }

  func begin(_ id: String) {
    state = nil
    parts.work.begin { [self] in
      guard let known = try await devices.known().first(where: { $0.id == id }) else {
        parts.ways.back()
        return
      }
      device = known
      state = UsersState(
        device: known.label, people: parts.whose.people, slots: known.told.map { slot($0, known) })
    }
  }

  private func slot(_ user: UInt8?, _ device: Device) -> UserSlot {
    let now = device.owners[user]
    let owner = kept[Self.key(user)] ?? now
    let person = parts.whose.people.first { $0.id == owner }
    let shownAs = user.map { Int($0) + 1 }
    return UserSlot(
      user: user.map(Int.init), shownAs: shownAs, owner: person.map(SlotOwner.of) ?? .notSet,
      canBeLeft: now == nil)
  }

  public func act(_ action: UsersAction) {
    switch action {
    case .back: leave()
    case .choose(let user, let owner): choose(user, owner)
    case .save: save()
    }
  }

  private func choose(_ user: Int?, _ owner: SlotOwner) {
    guard let place = state?.slots.firstIndex(where: { $0.user == user }) else { return }
    kept[Self.key(user.map { UInt8($0) })] = owner.person?.id
    state?.slots[place].owner = owner
    state?.failed = false
  }

  private func save() {
    guard let device, let state, !parts.work.isBusy(Self.saving) else { return }
    parts.work.only(Self.saving) { [self] in
      do throws(Trouble) {
        for slot in state.slots {
          let user = slot.user.map { UInt8($0) }
          guard let person = slot.owner.person?.id, device.owners[user] != person else { continue }
          try await devices.assign(device.id, user: user, to: person)
        }
        leave()
      } catch {
        self.state?.failed = true
      }
    }
  }

  func leave() {
    for user in device?.told ?? [] { kept[Self.key(user)] = nil }
    parts.ways.back()
  }

  private static func key(_ user: UInt8?) -> String {
    "users." + (user.map { String($0) } ?? "only")
  }
  private static let saving = "save the users"
}

extension SlotOwner {
  fileprivate var person: ShownPerson? {
    if case .of(let person) = self { person } else { nil }
  }
}
