import Observation

/// Choosing what to write down.
@MainActor
@Observable
public final class AddAnythingModel {
  public private(set) var state = AddAnythingState()
  @ObservationIgnored private let parts: ModelParts
  @ObservationIgnored private let form: FormModel

  init(_ parts: ModelParts, _ form: FormModel) {
    (self.parts, self.form) = (parts, form)
  }

  func begin() {
    guard let person = parts.whose.person else { return }
    parts.work.only("read the kinds") { [self] in
      let all = try await parts.home.kindsToWrite(of: person.id)
      let used = all.filter { $0.entries > 0 }.sorted { $0.entries > $1.entries }
      state = AddAnythingState(
        used: used.prefix(Self.mostUsed).map(ShownKind.init),
        all: all.filter { $0.own == nil }.map(ShownKind.init),
        own: all.filter { $0.own != nil }.map(ShownKind.init))
    }
  }

  public func act(_ action: AddAnythingAction) {
    switch action {
    case .back: parts.ways.back()
    case .choose(let kind): form.start(kind)
    }
  }

  private static let mostUsed = 5
}
