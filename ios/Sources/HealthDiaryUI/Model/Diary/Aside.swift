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

/// The diaries that were put aside.
@MainActor
struct Aside {
  let home: DiaryHome
  let places: Places

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
