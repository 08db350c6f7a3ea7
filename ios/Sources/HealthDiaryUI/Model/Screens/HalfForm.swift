/// What is typed into a form, kept as it is typed: it survives the process.
@MainActor
struct HalfForm {
  private let kept: Kept

  init(_ kept: Kept) {
    self.kept = kept
  }

  /// None where no form is open.
  var kind: ShownKind? { kept[Key.kind].map { ShownKind(kind: $0, ownName: kept[Key.name]) } }

  /// The entry that is changed; none for a new one.
  var entry: String? { kept[Key.entry] }

  /// Begins an empty form.
  func begin(_ kind: ShownKind, entry: String?) {
    forget()
    kept[Key.kind] = kind.kind
    kept[Key.name] = kind.ownName
    kept[Key.entry] = entry
  }

  func keep(_ state: FormState) {
    kept[all: Key.fields] = state.fields.flatMap { field -> [String?] in
      [
        field.name, field.text, field.unit, field.chosen.sorted().joined(separator: ","),
        field.time?.text,
      ]
    }
    kept[Key.at] = state.at?.text
    kept[Key.note] = state.note
    kept[Key.tags] = state.tags
    kept[Key.reason] = state.reason
  }

  /// A fresh form with what was typed before the process was ended.
  func onto(_ fresh: FormState) -> FormState {
    guard let typed = kept[all: Key.fields] else { return fresh }
    var form = fresh
    for start in stride(from: 0, to: typed.count - Self.parts + 1, by: Self.parts) {
      guard let at = form.fields.firstIndex(where: { $0.name == typed[start] }) else { continue }
      form.fields[at].text = typed[start + 1] ?? ""
      form.fields[at].unit = typed[start + 2]
      form.fields[at].chosen = Set((typed[start + 3] ?? "").split(separator: ",").map(String.init))
      form.fields[at].time = typed[start + 4].flatMap(CivilDayTime.init(text:))
    }
    form.at = kept[Key.at].flatMap(CivilDayTime.init(text:))
    form.note = kept[Key.note] ?? fresh.note
    form.tags = kept[Key.tags] ?? fresh.tags
    form.reason = kept[Key.reason] ?? fresh.reason
    return form
  }

  func forget() {
    for key in Key.all { kept[all: key] = nil }
  }

  /// So many texts are kept of a field.
  private static let parts = 5

  private enum Key {
    static let kind = "form.kind"
    static let name = "form.name"
    static let entry = "form.entry"
    static let fields = "form.fields"
    static let at = "form.at"
    static let note = "form.note"
    static let tags = "form.tags"
    static let reason = "form.reason"
    static let all = [kind, name, entry, fields, at, note, tags, reason]
  }
}
