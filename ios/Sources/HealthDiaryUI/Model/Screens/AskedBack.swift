import Observation

/// A recovery code that is shown and asked back.
@MainActor
@Observable
final class AskedBack {
  /// Without groups while there is no code to show.
  private(set) var state = nothing

  func show(_ code: String) {
    let groups = code.split { $0 == "-" || $0 == " " }.map { Hidden(String($0)) }
    state = RecoveryCodeState(groups: groups)
  }

  func forget() {
    state = Self.nothing
  }

  /// Whether it was right: it can be forgotten then.
  func act(_ action: RecoveryCodeAction) -> Bool {
    switch action {
    case .written:
      state.check = Dictionary(
        asked.map { ($0, .nothing) }, uniquingKeysWith: { one, _ in one })
    case .seeAgain: (state.check, state.wrong) = (nil, [])
    case .type(let group, let typed):
      state.check?[group] = typed
      state.wrong.remove(group)
    case .check: return isRight()
    }
    return false
  }

  /// One of the beginning and one of the end: who has both has written down all of it.
  private var asked: [Int] {
    state.groups.count < 3 ? Array(state.groups.indices) : [1, state.groups.count - 2]
  }

  private func isRight() -> Bool {
    guard let check = state.check else { return false }
    state.wrong = Set(
      check.filter { group, typed in
        typed.text.trimmingWhitespace.uppercased() != state.groups[group].text.uppercased()
      }.keys)
    return state.wrong.isEmpty
  }

  private static let nothing = RecoveryCodeState(groups: [])
}
