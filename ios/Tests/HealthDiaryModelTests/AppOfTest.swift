import Foundation
import HealthDiary
import Testing

@testable import HealthDiaryModel

/// Somebody at the app: what is behind the screens over the real core, on a phone of a test.
@MainActor
final class AppOfTest {
  let phone = PhoneOfTest()
  let store = MemoryStore()
  let settings = KeptSettings()
  let radio = SimulatedRadio()
  let hands = ScriptedHands()
  let card = Card()
  /// The cuff that is in the air.
  private(set) var cuff: SimulatedDevice?
  private(set) var home: DiaryHome
  private(set) var kept: Kept
  private(set) var preferences: Preferences
  private(set) var model: DiaryModel
  private let keys: (any PhoneKeys)?

  init(keys: (any PhoneKeys)? = nil, locale: String = "en_GB") {
    self.keys = keys
    phone.locale = Locale(identifier: locale)
    (home, kept) = (phone.home(keys: keys), Kept(store))
    preferences = Preferences(settings)
    model = DiaryModel(
      Self.diary(home, phone, radio, card, settings), kept: kept, preferences: preferences,
      hands: hands)
  }

  /// What is between the models and the core.
  private static func diary(
    _ home: DiaryHome, _ phone: PhoneOfTest, _ radio: SimulatedRadio, _ card: Card,
    _ settings: KeptSettings
  ) -> Care.Diary {
    Care.Diary(
      home: home, places: phone.places, radio: radio,
      background: Background(home: home, radio: radio, store: settings),
      backups: Backups(
        home: home, places: phone.places, memory: card, store: settings,
        scratch: phone.folder + "/scratch"))
  }

  /// An app whose diary is Ana's, and open.
  static func opened(locale: String = "en_GB") async throws -> AppOfTest {
    let app = AppOfTest(locale: locale)
    _ = try await app.home.make(name: "Ana", passphrase: PhoneOfTest.passphrase)
    try await app.home.codeIsWritten()
    await app.settled()
    app.model.ways.enter()
    await app.settled()
    return app
  }

  var place: Place { model.ways.place }

  /// The id of whose diary is shown.
  var person: String {
    get throws { try #require(model.whose.person).id }
  }

  func settled() async {
    await model.settled()
  }

  /// Waits until something is so; whether it ever was. What changes a diary is told on a thread of the core.
  func until(_ isSo: @MainActor () -> Bool) async -> Bool {
    for _ in 0..<2_000 {
      await settled()
      if isSo() { return true }
      try? await Task.sleep(for: .milliseconds(5))
    }
    return false
  }

  /// Unlocks the shut diary, by what stands on the screen.
  func unlock(_ passphrase: String = PhoneOfTest.passphrase) async {
    model.unlocking.act(.use(.passphrase))
    model.unlocking.act(.type(Hidden(passphrase)))
    model.unlocking.act(.unlock)
    await settled()
  }

  /// The system ends the process while nobody looks, and somebody comes back. Left is what was on the disk, and what was kept.
  func dieAndComeBack() async throws {
    await model.end()
    let (files, disk) = (phone.folder, phone.folder + "-as-it-was")
    if FileManager.default.fileExists(atPath: files) {
      try FileManager.default.copyItem(atPath: files, toPath: disk)
    }
    await home.shut()
    if FileManager.default.fileExists(atPath: disk) {
      // What an orderly end wrote is taken away again.
      try FileManager.default.removeItem(atPath: files)
      try FileManager.default.moveItem(atPath: disk, toPath: files)
    }
    start()
    await settled()
  }

  /// A new process on this phone.
  func start() {
    (home, kept) = (phone.home(keys: keys), Kept(store))
    preferences = Preferences(settings)
    model = DiaryModel(
      Self.diary(home, phone, radio, card, settings), kept: kept, preferences: preferences,
      hands: hands)
  }

  /// Every entry of whose diary is shown, the newest first, as the core has them.
  func entries(_ question: EntryQuestion = EntryQuestion()) async throws -> [DiaryEntry] {
    let person = try person
    return try await home.asking(person) { try $0.page(question: question, atMost: 500).entries }
  }

  /// Types a blood pressure, and saves it.
  func type(_ top: String, _ bottom: String, pulse: String? = nil, confirmed: Bool = false) async {
    let typing = model.typing
    if place != .typeReading { model.today.act(.typeReading) }
    typing.act(.set(.top, digits: top))
    typing.act(.set(.bottom, digits: bottom))
    if let pulse { typing.act(.set(.pulse, digits: pulse)) }
    typing.act(.save(confirmed: confirmed))
    await settled()
  }

  /// Writes a draft as the app does; the entry's id.
  @discardableResult
  func write(
    _ kind: EntryKind, _ values: [(String, String, String?)], at: CivilDayTime? = nil,
    note: String? = nil, of person: String? = nil
  ) async throws -> String {
    let draft = Draft(
      kind: kind, values: values.map { DraftedValue(field: $0.0, text: $0.1, unit: $0.2) }, at: at,
      second: false, note: note)
    let person = try person ?? self.person
    let typed = try await home.write(draft, of: person, confirmed: true)
    guard case .kept(let entry) = typed else { throw NotKept() }
    return entry
  }

  struct NotKept: Error {}

  /// Puts a cuff into the air and pairs it, as somebody does; its id.
  func addCuff() async throws -> String {
    let cuff = try SimulatedDevice(model: .andCuff, zone: phone.time.zone())
    self.cuff = cuff
    radio.put(cuff)
    let adding = model.care.adding
    model.ways.go(.addDevice)
    for _ in 0..<2_000 where adding.state.found.isEmpty {
      try await Task.sleep(for: .milliseconds(5))
    }
    adding.act(.pair(address: try #require(adding.state.found.first).address))
    await settled()
    model.ways.home()
    await settled()
    return try await home.asking { try #require(try $0.devices().first).id }
  }

  /// Adds somebody to the household.
  func add(_ name: String) async throws -> ShownPerson {
    let id = try await home.asking { try $0.addPerson(name: name) }
    model.whose.live(try await home.residents())
    return ShownPerson(id: id, name: name)
  }
}

/// What survives a process, in the memory of a test.
final class MemoryStore: KeptStore, @unchecked Sendable {
  private let lock = NSLock()
  private var kept: Data?

  private var locked = false

  var bytes: Data { lock.withLock { kept } ?? Data() }

  /// Whether the phone is locked: nothing can be read.
  var isLocked: Bool {
    get { lock.withLock { locked } }
    set { lock.withLock { locked = newValue } }
  }

  func read() throws -> Data? {
    try lock.withLock {
      if locked { throw CocoaError(.fileReadNoPermission) }
      return kept
    }
  }

  func write(_ kept: Data) { lock.withLock { self.kept = kept } }

  func has(_ text: String) -> Bool { bytes.range(of: Data(text.utf8)) != nil }
}
