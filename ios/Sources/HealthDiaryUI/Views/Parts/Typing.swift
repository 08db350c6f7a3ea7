import HealthDiaryModel
import SwiftUI

/// The time of what is being typed, and another one.
struct TimeLine: View {
  private let at: CivilDayTime?
  private let today: CivilDay
  private let change: @MainActor () -> Void

  init(_ at: CivilDayTime?, today: CivilDay, change: @escaping @MainActor () -> Void) {
    self.at = at
    self.today = today
    self.change = change
  }

  var body: some View {
    Card {
      Aside(Message(.commonPair, Message(.typeWhen), at.words(today: today)))
      SideButton(Message(.typeChangeTime), act: change)
    }
  }
}

/// Why it is not saved yet, and what would help.
struct TypingNotice: View {
  private let problem: TypingProblem
  private let setTime: @MainActor (CivilDayTime) -> Void
  private let which: @MainActor (Bool) -> Void

  init(
    _ problem: TypingProblem, setTime: @escaping @MainActor (CivilDayTime) -> Void,
    which: @escaping @MainActor (Bool) -> Void
  ) {
    self.problem = problem
    self.setTime = setTime
    self.which = which
  }

  var body: some View {
    Notice(problem.tone, problem.words)
    switch problem {
    case .neverWas(_, let before, let after):
      Card {
        ChooseOne([before, after], chosen: nil) {
          .time($0.time)
        } choose: {
          setTime($0)
        }
      }
    case .cameTwice(let said, let second):
      Card {
        ChooseOne([false, true], chosen: second) {
          TypingProblem.twice(said, second: $0)
        } choose: {
          which($0)
        }
      }
    default: EmptyView()
    }
  }
}
