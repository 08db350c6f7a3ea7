import HealthDiaryModel
import SwiftUI

struct DevicesPreviews: PreviewProvider {
  static var previews: some View {
    Gallery(states.map { name, state in Picture(name, DevicesView(state: state) { _ in }) })
  }

  private static let cuff = ShownDevice(
    id: "1", label: "A&D Medical UA-651BLE", battery: 80, batteryOn: Samples.today,
    last: ShownSync(at: Samples.at(8, 6), proof: .count), clock: .right)
  private static let beurer = ShownDevice(
    id: "2", label: "Beurer BM85", battery: 12,
    last: ShownSync(at: Samples.yesterday.at, proof: .quiet), clock: .wrong,
    clockOff: .seconds(-73 * 3600))
  private static let several = [
    with(cuff) { $0.serial = "5091" },
    with(cuff) {
      $0.id = "3"
      $0.serial = "2217"
      $0.last = nil
    },
  ]
  private static let proofs: [Proof] = [.success, .peerEnded, .linkEnded, .none]

  private static let states: [(String, DevicesState)] = [
    ("devices", DevicesState(today: Samples.today, devices: [cuff, beurer])),
    ("devices-none", DevicesState(today: Samples.today)),
    ("devices-several-of-a-model", DevicesState(today: Samples.today, devices: several)),
    (
      "devices-replaced",
      DevicesState(today: Samples.today, devices: [with(cuff) { $0.replaced = true }, beurer])
    ),
    (
      "devices-forgetting",
      DevicesState(today: Samples.today, devices: [cuff], askingToForget: cuff.id)
    ),
    (
      "devices-proofs",
      DevicesState(
        today: Samples.today,
        devices: proofs.map { proof in
          with(cuff) {
            $0.id = "\(proof)"
            $0.last = ShownSync(at: Samples.at(8, 6), proof: proof)
            $0.battery = nil
          }
        })
    ),
  ]
}

struct AddDevicePreviews: PreviewProvider {
  static var previews: some View {
    Gallery(states.map { name, state in Picture(name, AddDeviceView(state: state) { _ in }) })
  }

  private static let found = [
    NearDevice(address: "1", name: "BM85", tellsApart: "7C:01", veryNear: true),
    NearDevice(address: "2", name: "BM85", tellsApart: "19:E4"),
    NearDevice(address: "3", name: "Nonin3230"),
  ]

  private static let states: [(String, AddDeviceState)] = [
    ("add-device", AddDeviceState(stage: .looking)),
    ("add-device-found", AddDeviceState(stage: .looking, found: found)),
    ("add-device-pairing", AddDeviceState(stage: .pairing(name: "BM85"))),
    ("add-device-done", AddDeviceState(stage: .done(name: "BM85"))),
    ("add-device-done-notices", AddDeviceState(stage: .done(name: "BM85", asksForNotices: true))),
    ("add-device-bluetooth-off", AddDeviceState(stage: .bluetoothOff)),
    ("add-device-permission", AddDeviceState(stage: .notPermitted(asksAgain: true))),
    ("add-device-permission-for-ever", AddDeviceState(stage: .notPermitted(asksAgain: false))),
    ("add-device-refused", AddDeviceState(stage: .refused)),
    ("add-device-nothing-found", AddDeviceState(stage: .nothingFound)),
  ]
}

struct UsersPreviews: PreviewProvider {
  static var previews: some View {
    Gallery(states.map { name, state in Picture(name, UsersView(state: state) { _ in }) })
  }

  private static let people = [Samples.ana, Samples.ben]
  private static let states: [(String, UsersState)] = [
    (
      "users",
      UsersState(
        device: "Beurer BM85", people: people,
        slots: [
          UserSlot(user: 0, shownAs: 1, owner: .of(Samples.ana)),
          UserSlot(user: 1, shownAs: 2, owner: .notSet),
        ])
    ),
    (
      "users-failed",
      UsersState(
        device: "Beurer BM85", people: people,
        slots: [
          UserSlot(user: 0, shownAs: 1, owner: .of(Samples.ana), canBeLeft: false),
          UserSlot(user: 1, shownAs: 2, owner: .of(Samples.ben)),
        ], failed: true)
    ),
    (
      "users-one",
      UsersState(
        device: "A&D Medical UA-651BLE", people: people,
        slots: [UserSlot(user: nil, shownAs: nil, owner: .of(Samples.ana))])
    ),
  ]
}

struct WaitingPreviews: PreviewProvider {
  static var previews: some View {
    Gallery(states.map { name, state in Picture(name, WaitingView(state: state) { _ in }) })
  }

  private static let people = [Samples.ana, Samples.ben]
  private static let group = WaitingGroup(
    id: "1", device: "Beurer BM85", user: 2, why: .nobodySaid, readings: [Samples.pressure],
    suggested: Samples.ben)
  private static let many = [
    with(group) {
      $0.readings = (0..<5).map { index in with(Samples.pressure) { $0.id = "\(index)" } }
      $0.count = 12
    },
    with(group) {
      $0.id = "2"
      $0.device = "UA-651BLE"
      $0.user = nil
      $0.suggested = nil
    },
  ]
  private static let reasons: [WaitsBecause] = [
    .locked(person: Samples.ben.name), .notReadable, .newer, .notOpened,
  ]

  private static let states: [(String, WaitingState)] = [
    ("waiting", WaitingState(today: Samples.today, groups: [group], people: people)),
    ("waiting-many", WaitingState(today: Samples.today, groups: many, people: people)),
    (
      "waiting-given",
      WaitingState(today: Samples.today, people: people, assigned: Samples.ben.name)
    ),
    (
      "waiting-failed",
      WaitingState(today: Samples.today, groups: [group], people: people, failed: true)
    ),
    ("waiting-none", WaitingState(today: Samples.today)),
    (
      "waiting-why",
      WaitingState(
        today: Samples.today,
        groups: reasons.map { why in
          WaitingGroup(
            id: "\(why)", device: "Beurer BM85", user: 2, why: why, readings: [], count: 1)
        }, people: people)
    ),
  ]
}
