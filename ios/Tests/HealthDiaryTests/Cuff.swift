import Foundation
import HealthDiary

/// A cuff as a platform shows it: it forgets a record once it was confirmed, and the platform confirms before the app hears of it.
final class Cuff {
  static let measurement = "2A35"

  private let serial: String
  private var memory: [[UInt8]]
  // Given to a person now, so that a record has to come later than that to be theirs.
  private let begun = Int64(Date().timeIntervalSince1970 * 1000)
  private var time: UInt64 = 1_000
  /// The link ends after so many records; once.
  var cutAfter: Int?

  init(serial: String, memory: [[UInt8]]) {
    self.serial = serial
    self.memory = memory
  }

  func clocks() -> Clocks {
    time += 10
    return Clocks(wallMs: begun + Int64(time), monotonicNs: time * 1_000_000, boot: "7")
  }

  /// Carries out what the conversation says until it is done.
  func talk(_ sync: Sync) throws -> SyncResult {
    var waiting: [RadioEvent] = [.start]
    var timer: UInt32?
    while true {
      if waiting.isEmpty, let id = timer {
        // Nothing more comes by itself: the timer runs out. Longer than any timer of a cuff that behaves.
        timer = nil
        time += 200_000
        waiting = [.timer(id: id)]
      }
      let event = waiting.removeFirst()
      for command in try sync.handle(event: event, now: clocks()) {
        switch command {
        case .connect: waiting.append(.connected)
        case .discover: waiting.append(.discovered(characteristics: Self.offered))
        case .read(let uuid): waiting.append(read(uuid))
        case .write(let uuid, _): waiting.append(.writeDone(uuid: uuid, attError: nil))
        case .subscribe(let uuid, _): waiting += subscribed(uuid)
        case .disconnect: waiting.append(.disconnected(end: .phone))
        case .setTimer(let id, _): timer = id
        case .report: break
        case .done(let result): return result
        }
      }
    }
  }

  private func read(_ uuid: String) -> RadioEvent {
    let texts = ["2A29": "Invented", "2A24": "Cuff 1", "2A25": serial]
    guard let text = texts[Self.short(uuid)] else {
      return .readRefused(uuid: uuid, attError: 0x0A, asked: clocks())
    }
    return .readDone(uuid: uuid, bytes: .init(text.utf8), asked: clocks())
  }

  private func subscribed(_ uuid: String) -> [RadioEvent] {
    var events: [RadioEvent] = [.subscribed(uuid: uuid, attError: nil)]
    guard Self.short(uuid) == Self.measurement else { return events }
    let cut = cutAfter
    cutAfter = nil
    for _ in 0..<(cut ?? memory.count) {
      events.append(.value(uuid: uuid, bytes: .init(memory.removeFirst())))
    }
    return events + [.disconnected(end: cut == nil ? .device : .lost)]
  }

  private static func short(_ uuid: String) -> String {
    let name = uuid.uppercased()
    return name.count == 36 ? String(name.dropFirst(4).prefix(4)) : name
  }

  private static let offered =
    ["2A29", "2A24", "2A25"].map {
      DeviceService(uuid: $0, readable: true, notify: false, indicate: false, writable: false)
    } + [
      DeviceService(
        uuid: measurement, readable: false, notify: false, indicate: true, writable: false)
    ]

  /// Systolic 110 + n, diastolic 70 + n, pulse 60 + n, at minute n of 2026-08-14 07:00 (flags: stamp and pulse; mmHg).
  static func record(_ n: UInt8) -> [UInt8] {
    [0x06, 110 + n, 0, 70 + n, 0, 80 + n, 0, 0xEA, 0x07, 8, 14, 7, n, 0, 60 + n, 0]
  }
}
