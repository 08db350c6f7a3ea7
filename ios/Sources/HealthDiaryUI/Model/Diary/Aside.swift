import Foundation
import HealthDiary

/// A diary of this phone that another one has taken the place of.
struct PutAside: Sendable, Equatable {
  /// What its folder is called.
  let name: String
  /// When something was last written in it, milliseconds since 1970.
  let lastMs: Int64
  /// What it takes, bytes.
  let bytes: UInt64
}

/// What came over out of a damaged diary.
struct Rescued: Sendable, Equatable {
  let entries: Int
  /// Whether something of it could not be read, or has a lock of its own.
  let partly: Bool
}

/// The diaries that were put aside, and what can still be read of a damaged one.
@MainActor
struct Aside {
  let home: DiaryHome
  let places: Places

  /// Copies what can be read of the diary on this phone into a new one, and turns to that once it is whole. It opens with the same
  /// passphrase, and somebody has to write down its own recovery code then. What was there stays as it is.
  ///
  /// - Throws: ``Trouble/wrongSecret``; ``Trouble/damaged`` where nothing of it can be opened; ``Trouble/noSpace``, and
  ///   ``Trouble/cancelled``. Nothing is left of it then.
  func rescue(
    passphrase: String, _ far: @escaping @MainActor (ShownProgress) -> Void
  ) async throws(Trouble) -> Rescued {
    // What is looked at is written in by nobody.
    await home.shut()
    let (places, from) = (places, home.place.folder)
    let to = try await core { places.fresh() }
    do throws(Trouble) {
      let rescued = try await steps(far) { watch in
        let came = try salvageHousehold(
          folder: from, secret: .passphrase(text: passphrase), to: to, passphrase: passphrase,
          watch: watch)
        return Rescued(came)
      }
      // Once begun it is done: a place is never turned to by half.
      try await home.turn(to: to, owesCode: true) { try places.turn(to: to) }
      return rescued
    } catch {
      try await core { if places.current() != to { places.clear(to) } }
      throw error
    }
  }

  /// Those that were put aside, the newest first.
  func all() async throws(Trouble) -> [PutAside] {
    let places = places
    return try await core {
      places.aside().map { PutAside(named: $0, at: places.named($0).folder) }
        .sorted { $0.lastMs > $1.lastMs }
    }
  }

  /// Deletes one for good.
  func delete(_ name: String) async throws(Trouble) {
    let places = places
    try await core { places.clear(places.named(name)) }
  }
}

extension Rescued {
  fileprivate init(_ came: Salvaged) {
    let isLost = came.found.files.contains {
      $0.lost > 0 || $0.mediaLost > 0 || $0.unreadable || $0.ownLock
    }
    self.init(
      entries: Int(came.entries),
      partly: isLost || !came.leftOut.isEmpty || came.waitingLost > 0)
  }
}

extension PutAside {
  /// By what lies in its folder.
  fileprivate init(named name: String, at folder: String) {
    let within = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    let all = within.compactMap {
      try? FileManager.default.attributesOfItem(atPath: folder + "/" + $0)
    }
    let files = all.filter { $0[.type] as? FileAttributeType == .typeRegular }
    let itself = (try? FileManager.default.attributesOfItem(atPath: folder)) ?? [:]
    // Without a file, it is as old as its folder.
    let times = (files.isEmpty ? [itself] : files).compactMap { $0[.modificationDate] as? Date }
    self.init(
      name: name, lastMs: Int64((times.max()?.timeIntervalSince1970 ?? 0) * 1000),
      bytes: files.reduce(0) { $0 + (($1[.size] as? NSNumber)?.uint64Value ?? 0) })
  }
}
