import Foundation
import HealthDiary

/// Unlocking by the phone: the core says what the phone's key has to open, a person agrees, and the core takes what came of it.
extension DiaryHome {
  /// Whether the phone itself can unlock: somebody has said that it may.
  public func phoneUnlocks() async throws(Trouble) -> Bool {
    guard keys != nil else { return false }
    return try await phoneSlot() != nil
  }

  /// Unlocks by the phone, after a person has agreed.
  public func openByPhone() async throws(Trouble) {
    guard let keys, let slot = try await phoneSlot() else { throw .keyGone }
    let place = place
    let blob = try await core { try keyStoreRequest(place: place, slot: slot).blob }
    let reply = await keys.open(blob, by: Self.name(of: slot))
    do throws(Trouble) {
      try await open { try Household.openWithKeyStore(place: $0, slot: slot, answer: reply) }
    } catch {
      // What the key store answered says more than that it was no key.
      throw Self.trouble(of: reply) ?? error
    }
  }

  /// Lets the phone unlock from now on, after a person has agreed; what they answered.
  public func letPhoneUnlock() async throws(Trouble) -> KeyWrapped {
    guard let keys else { return .notThere }
    let household = try opened()
    let offer = try await core { try household.offerKeyStore() }
    let name = Self.name(of: offer.slot())
    var key = offer.key()
    defer { key.resetBytes(in: key.startIndex..<key.endIndex) }
    let answer = await keys.wrap(key, by: name)
    guard case .wrapped(let blob) = answer else {
      // Nothing was wrapped with it.
      await keys.remove(name)
      return answer
    }
    _ = try await core { try household.addKeyStore(offer: offer, blob: blob) }
    return answer
  }

  /// The phone unlocks no longer: the ways for it are taken out of the diary, then its keys. The other secrets open as before.
  public func letPhoneUnlockNoMore() async throws(Trouble) {
    let slots = try await asking { try $0.slots().filter { $0.kind == .keyStore }.map(\.id) }
    for slot in slots {
      try await asking { try $0.removeSlot(slot: slot) }
      await keys?.remove(Self.name(of: slot))
    }
  }

  private func phoneSlot() async throws(Trouble) -> String? {
    let place = place
    return try await core {
      try slotsOf(place: place).first { $0.kind == .keyStore && $0.usable }?.id
    }
  }

  private static func name(of slot: String) -> String { "health-diary-" + slot }

  private static func trouble(of reply: KeyStoreReply) -> Trouble? {
    switch reply {
    case .opened: nil
    case .cancelled: .cancelled
    case .lockedOut: .lockedOut
    case .invalidated, .gone: .keyGone
    }
  }
}
