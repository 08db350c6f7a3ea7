import Foundation
import Testing

@testable import HealthDiaryRadio

@Suite struct NearTests {
  private let air = Air()

  @Test func thoseOfHealthAreLookedForByTheirService() {
    let nearby = Nearby(air)
    air.tell { event in
      if case .found(let device, let name, let services, let strength) = event {
        nearby.found(device, name: name, services: services, strength: strength)
      }
    }
    var told: [[String]] = []
    let (one, all) = (UUID(), UUID())
    nearby.look(one, all: false, told: { told.append($0.map(\.device)) }, ended: { _ in })
    #expect(air.scanned == [["1810", "1822", "CDEACB80-5235-4C07-8846-93A37EE6B86D"]])
    air.advertise("far", name: nil, services: ["1810"], strength: -80)
    air.advertise("other", name: "A lamp", services: [], strength: -30)
    air.advertise(
      "near", name: "A cuff", services: ["00001810-0000-1000-8000-00805f9b34fb"], strength: -40)
    air.advertise("far", name: nil, services: [], strength: -70)
    #expect(told == [["far"], ["near", "far"]])
    // A cuff that only shows a name is found without a filter, and for nobody else.
    var named: [[NearDevice]] = []
    nearby.look(all, all: true, told: { named.append($0) }, ended: { _ in })
    #expect(air.scanned.last == .some(nil))
    air.advertise("shy", name: "BLESmart_0000021F", services: [], strength: -50)
    air.advertise("beacon", name: nil, services: [], strength: -20)
    air.advertise("near", name: "A cuff", services: ["1810"], strength: -40)
    air.advertise("shy", name: nil, services: [], strength: -45)
    #expect(named.map { $0.map(\.device) } == [["shy"], ["near", "shy"]])
    #expect(named.last?.last?.name == "BLESmart_0000021F")
    #expect(told.count == 2)
    nearby.stop(all)
    #expect(air.scanned.last == ["1810", "1822", "CDEACB80-5235-4C07-8846-93A37EE6B86D"])
    nearby.stop(one)
    #expect(!air.isScanning)
  }

  @Test func aReasonIsGivenWhereNobodyCanBeLookedFor() {
    for (state, trouble) in [
      (CentralState.off, RadioTrouble.bluetoothOff), (.unauthorized, .notPermitted),
      (.unsupported, .unsupported),
    ] {
      air.tell { _ in }
      air.change(.unknown)
      let nearby = Nearby(air)
      var ended: [RadioTrouble] = []
      nearby.look(UUID(), all: false, told: { _ in }, ended: { ended.append($0) })
      #expect(ended.isEmpty, "what is not known yet is waited for")
      nearby.changed(state)
      #expect(ended == [trouble])
    }
    #expect(air.scanned.isEmpty)
  }
}
