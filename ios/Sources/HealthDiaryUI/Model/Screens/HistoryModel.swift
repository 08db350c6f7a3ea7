import Observation

/// All entries, a page at a time.
@MainActor
@Observable
public final class HistoryModel {
  public private(set) var state: HistoryState
  @ObservationIgnored private let parts: ModelParts
  @ObservationIgnored private var read = WrittenPage()
  /// So many were read, or asked for: something that is changed meanwhile takes none away.
  @ObservationIgnored private var wanted = 0

  init(_ parts: ModelParts) {
    self.parts = parts
    state = HistoryState(today: parts.whose.today)
    parts.changes.hear { [weak self] in self?.again() }
  }

  /// Reads what was looked for when somebody was here last, as far as it was read.
  func begin() {
    let kind = parts.kept[Self.kind].map { ShownKind(kind: $0) }
    look(parts.kept[Self.search], only: kind, atLeast: wanted)
  }

  public func act(_ action: HistoryAction) {
    switch action {
    case .back: leave()
    case .more: more()
    case .search(let words):
      state.choosing = nil
      look(words, only: state.kind)
    case .open(let entry): parts.ways.goBeside(.entry(id: entry))
    case .chooseKind: chooseKind()
    case .only(let kind):
      state.choosing = nil
      look(state.search, only: kind.map { ShownKind(kind: $0.kind) })
    }
  }

  /// Leaves what was looked for.
  func leave() {
    parts.work.cancel(Self.reading)
    parts.kept[Self.search] = nil
    parts.kept[Self.kind] = nil
    clear()
    parts.ways.back()
  }

  /// Something was changed: what was read is read again where it shows.
  private func again() {
    guard parts.whose.person != nil else {
      clear()
      return
    }
    if parts.ways.way.contains(.history) { begin() }
  }

  private func clear() {
    (read, wanted) = (WrittenPage(), 0)
    state = HistoryState(today: parts.whose.today)
  }

  private func look(_ search: String?, only kind: ShownKind?, atLeast count: Int = 0) {
    parts.kept[Self.search] = search
    parts.kept[Self.kind] = kind?.kind
    wanted = count
    (state.today, state.person) = (parts.whose.today, parts.whose.named)
    (state.kind, state.search) = (kind, search)
    fetch { [self] person in
      var all = WrittenPage()
      repeat {
        all.add(try await page(of: person, after: all.next))
      } while all.next != nil && all.entries.count < count && !Task.isCancelled
      return all
    }
  }

  private func more() {
    // The end that is near is reached once.
    guard read.next != nil, !parts.work.isBusy(Self.reading) else { return }
    wanted = read.entries.count + 1
    fetch { [self] person in
      var all = read
      all.add(try await page(of: person, after: all.next))
      return all
    }
  }

  private func fetch(_ pages: @escaping @MainActor (String) async throws -> WrittenPage) {
    guard let person = parts.whose.person else { return }
    // In place of what was looked for before: that comes too late.
    parts.work.only(Self.reading) { [self] in
      let all = try await pages(person.id)
      if Task.isCancelled { return }
      read = all
      wanted = max(wanted, all.entries.count)
      (state.days, state.more) = (all.days, all.next != nil)
    }
  }

  private func page(of person: String, after: String?) async throws(Trouble) -> WrittenPage {
    let words = state.search.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
    return try await parts.home.page(
      of: person, after: after, search: words, kind: state.kind?.kind)
  }

  private func chooseKind() {
    guard let person = parts.whose.person else { return }
    parts.work.only("read the kinds used") { [self] in
      let kinds = try await parts.home.kindsUsed(by: person.id)
      state.choosing = kinds.map { ShownKind(kind: $0.name, entries: $0.entries) }
    }
  }

  private static let search = "history.search"
  private static let kind = "history.kind"
  private static let reading = "read the history"
}

extension WrittenPage {
  /// A page more.
  fileprivate mutating func add(_ page: WrittenPage) {
    entries += page.entries
    zones += page.zones
    next = page.next
  }

  /// By the day they were recorded on, the newest first. A day on which somebody travelled stands there once for each zone, and a zone
  /// that is another than before is named.
  fileprivate var days: [HistoryDay] {
    var days: [(day: HistoryDay, zone: String?)] = []
    for (entry, zone) in zip(entries, zones) {
      if let last = days.last, last.day.day == entry.at.day, last.zone == zone {
        days[days.count - 1].day.entries.append(entry)
      } else {
        days.append((HistoryDay(day: entry.at.day, entries: [entry]), zone))
      }
    }
    for at in days.indices.dropLast() {
      guard let zone = days[at].zone, let before = days[at + 1].zone, zone != before else {
        continue
      }
      days[at].day.place = placeName(of: zone)
    }
    return days.map(\.day)
  }
}
