import Observation

/// One entry, and everything that can be done with it.
@MainActor
@Observable
public final class EntryModel {
  /// None until it was read.
  public private(set) var state: EntryState?
  @ObservationIgnored private let parts: ModelParts
  @ObservationIgnored private let form: FormModel
  @ObservationIgnored private let files: EntryFiles

  /// - Parameter hands: what the phone can do; none while there is no screen.
  init(
    _ parts: ModelParts, _ form: FormModel,
    hands: @escaping @MainActor () -> (any PhoneHands)?
  ) {
    (self.parts, self.form) = (parts, form)
    files = EntryFiles(parts, hands)
    files.changed = { [weak self] in self?.state?.files = $0 }
    parts.changes.hear { [weak self] in self?.again() }
  }

  func begin(_ id: String) {
    // What was written beside another entry is not for this one.
    if parts.kept[Self.of] != id { parts.kept[Self.objecting] = nil }
    parts.kept[Self.of] = id
    if state?.entry?.id != id { state = nil }
    look(id)
  }

  /// Something was changed: it is read again where it shows.
  private func again() {
    if parts.whose.person == nil { state = nil }
    if case .entry(let id) = parts.ways.place { look(id) }
  }

  private func look(_ id: String) {
    guard let person = parts.whose.person else { return }
    parts.work.only("read the entry") { [self] in
      let read = try await read(id, of: person)
      if !Task.isCancelled { state = read }
    }
  }

  private func read(_ id: String, of person: ShownPerson) async throws(Trouble) -> EntryState {
    let entry = try await parts.home.entry(id, of: person.id)
    let known = entry == nil ? nil : try await parts.home.known(of: id, of: person.id)
    var isClinician = false
    if case .clinician = entry?.source { isClinician = true }
    let versions = known?.versions ?? []
    let canChange = entry?.retracted == false && !isClinician
    if entry != nil { try await files.show(id, of: person.id, canChange: canChange) }
    let before = state
    return EntryState(
      today: parts.whose.today, entry: entry,
      zone: known?.zone.map { ZoneKnown(place: placeName(of: $0.name), by: ZoneBy($0.evidence)) },
      versions: versions.count > 1 ? versions.map(ShownVersion.init) : [],
      files: entry == nil ? FilesState() : files.state, objections: known?.objections ?? [],
      readOnly: isClinician, objecting: parts.kept[Self.objecting],
      // What somebody is being asked about the entry stays asked while it is read again.
      askingToErase: entry != nil && before?.askingToErase == true, others: parts.whose.others,
      giving: entry != nil && before?.giving == true)
  }

  public func act(_ action: EntryAction) {
    if action == .back {
      parts.ways.back()
    } else if let entry = state?.entry, let person = parts.whose.person {
      act(action, entry, person)
    }
  }

  private func act(_ action: EntryAction, _ entry: ShownEntry, _ person: ShownPerson) {
    let (home, doing, kept) = (parts.home, parts.doing, parts.kept)
    switch action {
    case .askToErase: ask(erase: true)
    case .askToGive: ask(give: true)
    case .keepIt: ask()
    case .change: form.change(ShownKind(kind: entry.kind, ownName: entry.ownName), entry: entry.id)
    case .write(let words):
      kept[Self.objecting] = words
      state?.objecting = words
    case .reinstate:
      changing(entry, person) { try await home.reinstate(entry.id, of: person.id) }
    case .retract:
      changing(entry, person) {
        try await home.retract(entry.id, of: person.id)
        doing.did(.removed) { () async throws(Trouble) in
          try await home.reinstate(entry.id, of: person.id)
        }
      }
    case .erase:
      changing(entry, person) {
        try await home.erase(entry.id, of: person.id)
        doing.forget()
      }
    case .object:
      let words = state?.objecting ?? ""
      changing(entry, person) {
        try await home.object(to: entry.id, of: person.id, words: words)
        kept[Self.objecting] = nil
      }
    case .give(let other): give(entry, from: person, to: other)
    case .file(.remove): changing(entry, person) { [files] in try await files.remove() }
    case .file(let action): files.act(action)
    case .back: break
    }
  }

  /// Asks whether it shall be erased, or of whom it is, and no longer the other; without either, nothing.
  private func ask(erase: Bool = false, give: Bool = false) {
    state?.askingToErase = erase
    state?.giving = give
    if erase || give { state?.failed = false }
  }

  private func give(_ entry: ShownEntry, from person: ShownPerson, to other: ShownPerson) {
    let (home, doing) = (parts.home, parts.doing)
    changing(entry) { [parts] in
      let there = try await home.move(entry.id, from: person.id, to: other.id)
      doing.did(.assigned(to: other.name)) { () async throws(Trouble) in
        _ = try await home.move(there, from: other.id, to: person.id)
      }
      parts.ways.home()
    }
  }

  /// Changes it, and shows what it is then.
  private func changing(
    _ entry: ShownEntry, _ person: ShownPerson, _ how: @escaping @MainActor () async throws -> Void
  ) {
    changing(entry) { [self] in
      try await how()
      let read = try await read(entry.id, of: person)
      guard parts.ways.place == .entry(id: entry.id) else { return }
      state = read
      ask()
    }
  }

  private func changing(
    _ entry: ShownEntry, _ how: @escaping @MainActor () async throws -> Void
  ) {
    guard !parts.work.isBusy(Self.changing) else { return }
    parts.work.only(Self.changing) { [self] in
      do {
        try await how()
      } catch is Trouble {
        if state?.entry?.id == entry.id { state?.failed = true }
      }
    }
  }

  private static let of = "entry.of"
  private static let objecting = "entry.objecting"
  private static let changing = "change the entry"
}

extension ShownVersion {
  fileprivate init(_ version: Version) {
    let change: VersionChange =
      switch version.change {
      case "made": .made
      case "retracted": .retracted
      case "reinstated": .reinstated
      default: .amended
      }
    self.init(
      written: version.written, entry: version.entry, author: version.author,
      reason: version.reason, change: change)
  }
}

extension ZoneBy {
  /// By what the core calls it.
  fileprivate init(_ evidence: String) {
    self =
      switch evidence {
      case "phone-setting": .phone
      case "location": .location
      case "chosen": .chosen
      case "device": .device
      case "import-offset", "import-assumed": .imported
      default: .unknown
      }
  }
}
