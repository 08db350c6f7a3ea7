import Foundation
import HealthDiaryModel
import HealthDiaryRadio
import Testing

@testable import HealthDiaryPhone

/// A central that notes what is asked of it.
private final class Asked: Central {
  var calls: [String] = []
  var state: CentralState { .on }
  func scan(services: [String]?) { calls.append("scan") }
  func stopScan() { calls.append("stopScan") }
  func retrieve(_ device: String) -> Bool {
    calls.append("retrieve")
    return true
  }
  func connect(_ device: String) { calls.append("connect") }
  func cancel(_ device: String) { calls.append("cancel") }
  func services(_ device: String) -> [String] { ["1810"] }
  func offered(_ device: String) -> [Offered] { [] }
  func discoverServices(_ device: String) { calls.append("discoverServices") }
  func discoverCharacteristics(_ device: String, of service: String) { calls.append("discover") }
  func read(_ device: String, _ characteristic: Named) { calls.append("read") }
  func write(_ device: String, _ characteristic: Named, _ bytes: Data) { calls.append("write") }
  func notify(_ device: String, _ characteristic: Named, on: Bool) { calls.append("notify") }
}

/// What a phone says of itself.
@Suite struct HandsTests {
  private func useAll(_ central: any Central) {
    let name = Named(service: "1810", uuid: "2a35")
    central.scan(services: nil)
    central.stopScan()
    _ = central.retrieve("a")
    central.connect("a")
    central.cancel("a")
    central.discoverServices("a")
    central.discoverCharacteristics("a", of: "1810")
    central.read("a", name)
    central.write("a", name, Data())
    central.notify("a", name, on: true)
  }

  @Test func bluetoothBeginsWhenSomebodyWantsIt() {
    let asked = Asked()
    var made = 0
    let central = LateCentral(atOnce: false) {
      made += 1
      return asked
    }
    #expect(central.state == .unknown)
    useAll(central)
    #expect(!central.retrieve("a"))
    #expect(central.services("a").isEmpty)
    #expect(central.offered("a").isEmpty)
    #expect((made, asked.calls.count) == (0, 0))
    central.begin()
    central.begin()
    #expect(made == 1)
    #expect(central.state == .on)
    useAll(central)
    #expect(central.services("a") == ["1810"])
    #expect(
      asked.calls == [
        "scan", "stopScan", "retrieve", "connect", "cancel", "discoverServices", "discover", "read",
        "write", "notify",
      ])
  }

  @Test func wherePhoneWasAskedBeforeItBeginsAtOnce() {
    var made = 0
    _ = LateCentral(atOnce: true) {
      made += 1
      return Asked()
    }
    #expect(made == 1)
  }

  @MainActor
  @Test func whatBluetoothSaysIsWaitedFor() async {
    let state = BluetoothState()
    #expect(state.isOn == nil)
    let waiting = Task {
      await state.said()
      return state.isOn
    }
    await Task.yield()
    state.heard(.connected("a"))
    state.heard(.state(.unknown))
    state.heard(.state(.off))
    #expect(await waiting.value == false)
    state.heard(.state(.on))
    await state.said()
    #expect(state.isOn == true)
    state.heard(.state(.unauthorized))
    #expect(state.isOn == nil)
  }

  @Test func aListOfLicencesIsReadLineByLine() {
    let read = Licences.read(
      "aead 0.6.1\tMIT OR Apache-2.0\r\n\nno tab here\nSQLite\tPublic domain")
    #expect(read.map(\.name) == ["aead 0.6.1", "SQLite"])
    #expect(read.map(\.licence) == ["MIT OR Apache-2.0", "Public domain"])
    #expect(Licences.all.isEmpty)
  }
}
