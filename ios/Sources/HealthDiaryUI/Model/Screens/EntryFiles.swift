import HealthDiary

/// The pictures and files beside an entry. What was picked is kept until it is there, also where the diary is locked in between.
@MainActor
final class EntryFiles {
  private(set) var state = FilesState() { didSet { if state != oldValue { changed(state) } } }
  /// Is told what there is to show.
  var changed: @MainActor (FilesState) -> Void = { _ in }
  private let parts: ModelParts
  private let hands: @MainActor () -> (any PhoneHands)?
  private var known: [Attachment] = []
  /// The entry whose files these are.
  private var entry: String?
  private var picked: Picked?
  private var copying: Copying?

  /// What somebody picked, for an entry; it is there until it stands beside that, or is left.
  private struct Picked {
    let file: PickedFile
    let entry: String
    let person: String
    var hindered: Adding?
  }

  /// A copy that somebody has said the place of.
  private struct Copying {
    let file: Attachment
    let person: String
    let folder: any Folder
  }

  init(_ parts: ModelParts, _ hands: @escaping @MainActor () -> (any PhoneHands)?) {
    (self.parts, self.hands) = (parts, hands)
  }

  /// Shows the files of an entry, and goes on with what was picked for it.
  func show(_ entry: String, of person: String, canChange: Bool) async throws(Trouble) {
    let files = try await parts.home.attachments(of: entry, of: person)
    guard !Task.isCancelled else { return }
    let isSame = self.entry == entry
    (self.entry, known) = (entry, files)
    let open = state.open.flatMap { open in
      isSame && files.contains { $0.id == open.id } ? open : nil
    }
    state = FilesState(
      files: files.map { ShownFile($0) }, canChange: canChange, adding: adding, open: open)
    goOnCopying()
    if canChange, mine != nil, adding == nil { add(asItIs: false) }
  }

  func act(_ action: FileAction) {
    switch action {
    case .addPicture: pick { await $0.pickPicture() }
    case .addFile: pick { await $0.pickFile() }
    case .tryAgain: add(asItIs: false)
    case .keepAsItIs: add(asItIs: true)
    case .leave: leave()
    case .open(let file): open(file)
    case .copy: copy()
    case .askToRemove: opened { $0.askingToRemove = true }
    case .keepFile: opened { $0.askingToRemove = false }
    // It changes the entry, which says what came of that.
    case .remove: break
    }
  }

  /// Takes the file that is looked at away from the entry.
  func remove() async throws(Trouble) {
    guard let open = state.open, let person = parts.whose.person else { return }
    try await parts.home.remove(file: open.id, of: person.id)
    opened { $0.askingToRemove = false }
  }

  // MARK: Added

  /// What was picked for the entry that is shown.
  private var mine: Picked? { picked.flatMap { $0.entry == entry ? $0 : nil } }

  private var adding: Adding? {
    guard let mine else { return nil }
    return parts.work.isBusy(Self.adding) ? .running : mine.hindered
  }

  private func pick(_ how: @escaping @MainActor (any PhoneHands) async -> PickedFile?) {
    guard let hands = hands(), let entry, let person = parts.whose.person,
      !parts.work.isBusy(Self.picking), !parts.work.isBusy(Self.adding)
    else { return }
    leave()
    parts.work.only(Self.picking) { [self] in
      guard let file = await how(hands) else { return }
      picked = Picked(file: file, entry: entry, person: person.id)
      // Where the diary was locked meanwhile, it goes on once somebody is back at the entry.
      if parts.whose.person?.id == person.id { add(asItIs: false) }
    }
  }

  private func add(asItIs: Bool) {
    guard let mine, !parts.work.isBusy(Self.adding) else { return }
    state.adding = .running
    parts.work.only(Self.adding) { [self] in
      var hindered: Adding?
      do throws(Trouble) {
        try await parts.home.attach(mine.file, to: mine.entry, of: mine.person, asItIs: asItIs)
        picked = nil
      } catch {
        hindered = Adding(error)
        picked?.hindered = hindered
      }
      // Somebody may look at another entry meanwhile; this one says it when they come back.
      guard entry == mine.entry else { return }
      state.adding = hindered
      guard hindered == nil, parts.whose.person?.id == mine.person else { return }
      known = try await parts.home.attachments(of: mine.entry, of: mine.person)
      if entry == mine.entry { state.files = known.map { ShownFile($0) } }
    }
  }

  private func leave() {
    picked = nil
    state.adding = nil
  }

  // MARK: Looked at

  private func open(_ file: String) {
    guard state.open?.id != file else {
      state.open = nil
      return
    }
    guard let person = parts.whose.person, let whole = known.first(where: { $0.id == file }) else {
      return
    }
    state.open = OpenFile(id: file)
    parts.work.only(Self.reading) { [self] in
      var picture: ShownPicture?
      if whole.isPicture, let hands = hands(),
        let bytes = try? await parts.home.content(of: whole, of: person.id)
      {
        picture = await hands.picture(of: bytes)
      }
      opened(file) {
        $0.picture = picture
        $0.read = true
      }
    }
  }

  // MARK: Copied

  private func copy() {
    guard let open = state.open, let file = known.first(where: { $0.id == open.id }),
      let hands = hands(), let person = parts.whose.person, !parts.work.isBusy(Self.placing)
    else { return }
    parts.work.only(Self.placing) { [self] in
      guard let picked = await hands.pickFolder() else { return }
      copying = Copying(file: file, person: person.id, folder: picked.folder)
      goOnCopying()
    }
  }

  /// Where the diary was locked while the phone asked, it goes on once somebody is back.
  private func goOnCopying() {
    guard let copying, parts.whose.person?.id == copying.person,
      !parts.work.isBusy(Self.copying)
    else { return }
    self.copying = nil
    opened(copying.file.id) { $0.copy = nil }
    parts.work.only(Self.copying) { [self] in
      var copied = Copied.done
      do throws(Trouble) {
        try await parts.home.copy(copying.file, of: copying.person, into: copying.folder)
      } catch {
        copied = .failed
      }
      opened(copying.file.id) { $0.copy = copied }
    }
  }

  /// Changes what is shown of the file that is looked at, where it still is.
  private func opened(_ file: String? = nil, _ change: (inout OpenFile) -> Void) {
    guard var open = state.open, file == nil || open.id == file else { return }
    change(&open)
    state.open = open
  }

  private static let picking = "pick a file"
  private static let adding = "add a file"
  private static let reading = "read a file"
  private static let placing = "say where a copy goes"
  private static let copying = "copy a file"
}

extension ShownFile {
  fileprivate init(_ file: Attachment) {
    self.init(id: file.id, name: file.name, bytes: file.bytes, stripped: file.stripped)
  }
}

extension Adding {
  /// What keeps a file from being added; none where it goes on by itself once somebody has unlocked.
  fileprivate init?(_ trouble: Trouble) {
    switch trouble {
    case .shut: return nil
    case .doubtful: self = .asItIs
    case .tooLarge: self = .failed(.tooLarge)
    case .fileGone: self = .failed(.gone)
    case .noSpace: self = .failed(.noSpace)
    default: self = .failed(.failed)
    }
  }
}
