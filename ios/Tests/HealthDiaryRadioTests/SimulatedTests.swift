import Foundation
import HealthDiary
import Testing

@testable import HealthDiaryRadio

/// The core's own simulated devices, behind what the radio uses of a platform.
@Suite struct SimulatedTests {
  @Test(arguments: [SimulatedModel.andCuff, .beurerCuff, .omronCuff, .noninOximeter])
  func everyClassOfDeviceIsHeardWhole(_ model: SimulatedModel) throws {
    let home = FileManager.default.temporaryDirectory.path + "/radio-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: home) }
    let place = HouseholdPlace(folder: home + "/home", stateFolder: home + "/state")
    let code = try createHousehold(
      place: place, passphrase: "seven invented words nobody would guess")
    let household = try Household.openWithRecoveryCode(place: place, code: code)
    let cuff = try SimulatedDevice(model: model, zone: "Europe/London")
    let central = SimulatedCentral(cuff)
    let radio = Radio(central, phone: central, policy: { _ in .init() }, woken: { _ in })

    func talk(_ sync: Sync) throws -> SyncResult? {
      central.tell { radio.heard($0, at: central.clocks()) }
      _ = central.turn()
      var over: Result<SyncResult, any Error>?
      radio.talk(
        UUID(),
        .init(
          sync: sync, device: "simulated", patient: true, told: { _ in }, ended: { over = $0 }))
      var turns = 0
      while over == nil, turns < 2_000, central.turn() { turns += 1 }
      return try over?.get()
    }

    guard case .paired(let device) = try talk(household.pair()) else {
      Issue.record("it was not paired")
      return
    }
    for n in UInt32(1)...3 {
      if model == .noninOximeter {
        try cuff.measureOxygen(minutesAgo: 10 * n, percent: 97, pulse: UInt16(60 + n))
      } else {
        try cuff.measurePressure(
          minutesAgo: 10 * n, systolic: UInt16(120 + n), diastolic: 80, pulse: 66)
      }
    }
    cuff.cutAfter(values: 1)
    guard case .complete = try talk(household.sync(device: device)) else {
      Issue.record("it did not end")
      return
    }
    let readings = try household.handOn()
    #expect(readings.new.count + Int(readings.waiting) == 3)
    try household.shut()
  }
}
