import Foundation
import HealthDiary

@testable import HealthDiaryModel

/// What a phone does for the screens, as a test says.
@MainActor
final class ScriptedHands: PhoneHands {
  var bluetooth = Leave.given
  var bluetoothOn: Bool? = true
  var noticesLeave = Leave.given
  var backgroundRefresh: Bool? = true
  var savesPower = false
  let version = "1.2"

  /// What somebody answers where they are asked.
  var answer = Leave.given
  /// What somebody picks; none where they do not.
  var picks: PickedFolder?
  /// The file, or picture, that somebody picks; none where they do not.
  var picksFile: PickedFile?
  /// Happens while somebody picks.
  var whilePicking: @MainActor () async -> Void = {}
  /// What was done, in its order.
  private(set) var did: [Act] = []

  enum Act: Equatable {
    case askedForBluetooth, showedSwitch, askedForNotices, picked, pickedPicture, pickedFile, said
    case opened(PhonePage)
  }

  func notices() async -> Leave { noticesLeave }
  func licences() async -> [NamedLicence] {
    [NamedLicence(name: "SQLCipher", licence: "BSD-3-Clause")]
  }

  func askForBluetooth() async {
    did.append(.askedForBluetooth)
    bluetooth = answer
  }

  func showBluetoothSwitch() { did.append(.showedSwitch) }

  func askForNotices() async -> Leave {
    did.append(.askedForNotices)
    noticesLeave = answer
    return answer
  }

  func open(_ page: PhonePage) { did.append(.opened(page)) }

  func pickFolder() async -> PickedFolder? {
    did.append(.picked)
    await whilePicking()
    return picks
  }

  func pickPicture() async -> PickedFile? {
    did.append(.pickedPicture)
    await whilePicking()
    return picksFile
  }

  func pickFile() async -> PickedFile? {
    did.append(.pickedFile)
    await whilePicking()
    return picksFile
  }

  /// This phone shows what begins as a PNG does.
  func picture(of bytes: Data) async -> ShownPicture? {
    bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) ? ShownPicture(bytes: bytes) : nil
  }

  func sayThatSomethingWaits() async { did.append(.said) }
}

/// Settings that end with the test; a new process of the same phone finds them.
final class KeptSettings: SettingStore, @unchecked Sendable {
  private let lock = NSLock()
  private var texts: [String: String] = [:]

  subscript(name: String) -> String? {
    get { lock.withLock { texts[name] } }
    set { lock.withLock { texts[name] = newValue } }
  }
}

/// A folder that a person may pick, and what can happen to one: it is gone, full, or nobody may write in it.
final class Card: Folder, FolderMemory, @unchecked Sendable {
  private let lock = NSLock()
  /// Runs into one folder follow each other, also those of other tests.
  private let id = "card:" + UUID().uuidString
  private var pieces: [String: Data] = [:]
  private var written: [String] = []
  private var remembered: PickedFolder?
  private var fails: FolderError?
  private var room = Int.max
  private var slow: (@Sendable () throws -> Void)?

  /// As a person picks it.
  var picking: PickedFolder { PickedFolder(id: id, name: "Diary", folder: self) }

  /// What every call answers; none where all is well.
  var failing: FolderError? {
    get { lock.withLock { fails } }
    set { lock.withLock { fails = newValue } }
  }

  /// So many pieces more can be written.
  func leaveRoom(_ count: Int) { lock.withLock { room = count } }

  /// Is called before every piece that is written.
  func beforeWriting(_ call: (@Sendable () throws -> Void)?) { lock.withLock { slow = call } }

  var names: [String] { lock.withLock { pieces.keys.sorted() } }
  var size: UInt64 { lock.withLock { pieces.values.reduce(0) { $0 + UInt64($1.count) } } }

  /// Everything that was ever written, in its order.
  var made: [String] { lock.withLock { written } }

  /// What lies in the folder.
  var all: [String: Data] { lock.withLock { pieces } }

  /// Changes what lies in the folder.
  func change(_ how: (inout [String: Data]) -> Void) { lock.withLock { how(&pieces) } }

  func picked() -> PickedFolder? { lock.withLock { remembered } }
  func name() -> String? { picked()?.name }

  func remember(_ folder: PickedFolder) throws {
    if failing == .ReadOnly { throw Trouble.folderRefused }
    lock.withLock { remembered = folder }
  }

  func list() throws -> [FolderPiece] {
    try look()
    return lock.withLock { pieces.map { FolderPiece(name: $0.key, size: UInt64($0.value.count)) } }
  }

  func read(name: String, offset: UInt64, most: UInt32) throws -> Data {
    try look()
    guard let bytes = lock.withLock({ pieces[name] }) else { throw FolderError.Missing }
    return Data(bytes.dropFirst(Int(offset)).prefix(Int(most)))
  }

  func write(name: String, bytes: Data) throws {
    try look()
    try lock.withLock({ slow })?()
    try lock.withLock {
      guard pieces[name] == nil else { throw FolderError.Exists }
      guard room > 0 else { throw FolderError.Full }
      room -= 1
      pieces[name] = bytes
      written.append(name)
    }
  }

  func remove(name: String) throws {
    try look()
    lock.withLock { pieces[name] = nil }
  }

  private func look() throws {
    if let failing { throw failing }
  }
}
