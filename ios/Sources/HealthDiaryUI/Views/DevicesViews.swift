import HealthDiaryModel
import SwiftUI

/// Every device, with its battery, its clock, and what shows that nothing was left on it.
struct DevicesView: View {
  let state: DevicesState
  let act: @MainActor (DevicesAction) -> Void

  var body: some View {
    Page(Message(.devicesTitle)) {
      if state.devices.isEmpty { OnPage { Paragraph(Message(.devicesEmpty)) } }
      ForEach(state.devices) { device in
        DeviceCard(
          device: device, today: state.today, asked: state.askingToForget == device.id, act: act)
      }
    } foot: {
      MainButton(Message(.devicesAdd)) { act(.add) }
    }
  }
}

private struct DeviceCard: View {
  let device: ShownDevice
  let today: CivilDay
  /// Whether somebody is asked if it shall be forgotten.
  let asked: Bool
  let act: @MainActor (DevicesAction) -> Void

  var body: some View {
    Card {
      VStack(alignment: .leading, spacing: Sizes.apart) {
        TwoLines(.text(device.label), below: device.serialWords)
        if device.replaced { Aside(Message(.devicesReplaced)) }
        Paragraph(device.lastWords(today: today))
        if let proof = device.last?.proof { Remark(proof.words.tone, proof.words.says) }
        if let battery = device.batteryWords(today: today) { known(battery.tone, battery.says) }
        if device.clock == .wrong {
          Remark(.calm, device.clockWords)
        } else {
          Aside(device.clockWords)
        }
      }
      .padding(.vertical, Sizes.apart)
      if !device.replaced {
        SideButton(Message(.devicesUsers)) { act(.users(device: device.id)) }
      }
      SideButton(Message(.devicesForget)) { act(.askToForget(device: device.id)) }
        .asks(Message(.devicesForgetAsk), yes: Message(.devicesForget), when: asked) {
          act(.keepIt)
        } act: {
          act(.forget(device: device.id))
        }
    }
  }

  @ViewBuilder private func known(_ tone: Tone, _ says: Message) -> some View {
    if tone == .calm { Aside(says) } else { Remark(tone, says) }
  }
}

/// Finding and pairing a device.
struct AddDeviceView: View {
  let state: AddDeviceState
  let act: @MainActor (AddDeviceAction) -> Void

  var body: some View {
    Page(Message(.addingTitle)) {
      switch state.stage {
      case .looking: looking
      case .pairing(let name): Notice(.calm, Message(.addingPairing, .text(name)))
      case .done(let name, let asksForNotices):
        Notice(.fine, Message(.addingDone, .text(name)))
        if asksForNotices {
          Notice(
            .calm, Message(.addingNotices), button: Message(.receivingFixNotifications),
            live: false
          ) { act(.allowNotices) }
        }
      case .refused: Notice(.attention, Message(.addingRefused))
      case .nothingFound:
        Notice(.attention, Message(.addingNone))
        how
      case .bluetoothOff:
        hindered(Message(.takeBluetoothOff), Message(.addingBluetoothDo))
        Card { SideButton(Message(.commonTryAgain)) { act(.tryAgain) } }
      case .notPermitted(let asksAgain):
        hindered(
          Message(.takePermission),
          Message(asksAgain ? .addingPermissionDo : .addingPermissionDeniedDo))
      }
    } foot: {
      if let main { MainButton(main.words) { act(main.act) } }
    }
  }

  /// The main button of a stage, and what it does; none where there is nothing to do.
  private var main: (words: Message, act: AddDeviceAction)? {
    switch state.stage {
    case .done: (Message(.addingWho), .sayWho)
    case .refused, .nothingFound: (Message(.commonTryAgain), .tryAgain)
    case .bluetoothOff: (Message(.takeBluetoothOn), .switchBluetoothOn)
    case .notPermitted(asksAgain: true): (Message(.takePermissionAllow), .allow)
    case .notPermitted(asksAgain: false): (Message(.commonOpenSettings), .openPhoneSettings)
    case .looking, .pairing: nil
    }
  }

  /// What stands in the way, and what to do.
  @ViewBuilder private func hindered(_ what: Message, _ toDo: Message) -> some View {
    Notice(.attention, what)
    OnPage { Paragraph(toDo) }
  }

  private var how: some View {
    OnPage {
      Paragraph(Message(.addingHowCuff))
      Paragraph(Message(.addingHowOximeter))
    }
  }

  @ViewBuilder private var looking: some View {
    how
    if !state.found.isEmpty {
      Card(Message(.addingFound)) {
        ForEach(state.found) { device in
          LinkLine(.text(device.name), below: device.below) { act(.pair(address: device.address)) }
        }
      }
    }
    OnPage { Aside(Message(.addingLooking)) }
  }
}

/// Which person uses which button of a device.
struct UsersView: View {
  let state: UsersState
  let act: @MainActor (UsersAction) -> Void

  var body: some View {
    Page(Message(.usersTitle)) {
      if state.failed { Notice(.error, Message(.commonFailed)) }
      OnPage { Paragraph(Message(several ? .usersWhy : .usersWhyOne, .text(state.device))) }
      ForEach(state.slots, id: \.user) { slot in
        Card(heading(slot)) {
          ChooseOne(owners(slot), chosen: slot.owner) {
            $0.words
          } choose: {
            act(.choose(user: slot.user, $0))
          }
        }
      }
    } foot: {
      MainButton(Message(.commonSave)) { act(.save) }
    }
  }

  private var several: Bool { state.slots.count > 1 }

  private func heading(_ slot: UserSlot) -> Message? {
    guard several, let shown = slot.shownAs else { return nil }
    return Message(.usersSlot, .count(shown))
  }

  private func owners(_ slot: UserSlot) -> [SlotOwner] {
    state.people.map(SlotOwner.of) + (slot.canBeLeft ? [.notSet] : [])
  }
}
