import Foundation
import HealthDiary
import Testing

@testable import HealthDiaryModel

/// Devices, people and care on a phone of a test: the real core, simulated devices, and hands that are scripted.
@MainActor
final class AtCare {
  let phone = PhoneOfTest()
  let radio = SimulatedRadio()
  let hands = ScriptedHands()
  let card = Card()
  let settings: KeptSettings
  let preferences: Preferences
  let home: DiaryHome
  let kept = Kept()
  let ways: Navigator
  let whose: Whose
  let work = Work()
  let doing: Doing
  let background: Background
  let care: Care
  let devices: Devices
  private let listening = Work()

  init(
    settings: KeptSettings = KeptSettings(), keys: (any PhoneKeys)? = nil,
    limit: Duration = .seconds(25)
  ) {
    self.settings = settings
    preferences = Preferences(settings)
    home = phone.home(keys: keys)
    ways = Navigator(kept)
    whose = Whose(kept, here: home.here)
    doing = Doing(work)
    background = Background(home: home, radio: radio, store: settings, limit: limit)
    let backups = Backups(
      home: home, places: phone.places, memory: card, store: settings,
      scratch: phone.folder + "/scratch")
    let diary = Care.Diary(
      home: home, places: phone.places, radio: radio, background: background, backups: backups)
    devices = diary.devices
    let parts = Care.Parts(
      whose: whose, ways: ways, work: work, preferences: preferences, hands: hands)
    care = Care(diary, parts, kept: kept, doing: doing)
    ways.entered = { [care] in care.entered($0) }
  }

  /// A cuff of one person, in London; it is not put anywhere yet.
  static func cuff(_ model: SimulatedModel = .andCuff) throws -> SimulatedDevice {
    try SimulatedDevice(model: model, zone: "Europe/London")
  }

  /// Makes the diary, of Ana and whoever else, and goes in; the recovery code.
  @discardableResult
  func made(also others: String...) async throws -> String {
    let code = try await home.make(name: "Ana", passphrase: PhoneOfTest.passphrase)
    try await home.codeIsWritten()
    for other in others { try await People(home: home).add(other, as: .adult) }
    try await goIn()
    return code
  }

  /// Whoever unlocked goes in.
  func goIn() async throws {
    whose.live(try await home.residents())
    ways.begin(.today)
  }

  func person(_ name: String) throws -> ShownPerson {
    try #require(whose.people.first { $0.name == name })
  }

  /// Looks for the cuff and pairs it, as somebody does; then back on the first screen.
  func pair(_ device: SimulatedDevice, at address: String = SimulatedRadio.address) async throws {
    radio.put(device, at: address)
    ways.go(.addDevice)
    try await until("it is found") {
      self.care.adding.state.found.contains { $0.address == address }
    }
    care.adding.act(.pair(address: address))
    await work.settled()
    guard case .done = care.adding.state.stage else { throw NotSo("\(care.adding.state.stage)") }
    ways.home()
  }

  /// Goes to take a reading, and waits until it is over.
  func take() async {
    ways.go(.take)
    await work.settled()
  }

  /// Everything that is in somebody's diary, the top numbers of readings.
  func tops(of name: String) async throws -> [String] {
    let person = try person(name)
    return try await home.asking(person.id) { diary in
      try diary.page(question: EntryQuestion(), atMost: 100).entries.compactMap {
        $0.said["systolic"]?.text ?? $0.said["saturation"]?.text
      }
    }
  }

  /// Waits until something is so.
  func until(_ what: @autoclosure () -> String, _ isSo: @MainActor () -> Bool) async throws {
    for _ in 0..<30_000 {
      if isSo() { return }
      try await Task.sleep(for: .milliseconds(2))
    }
    throw NotSo(what())
  }

  /// Listens in the background, as an app does as long as its process lives.
  func listen() {
    listening.follow { [background] in await background.run() }
  }

  /// Ends what goes on, and shuts the diary.
  func end() async {
    await work.end()
    await listening.end()
    await home.shut()
  }

  struct NotSo: Error, CustomStringConvertible {
    let description: String

    init(_ what: String) { description = "never so: " + what }
  }
}
