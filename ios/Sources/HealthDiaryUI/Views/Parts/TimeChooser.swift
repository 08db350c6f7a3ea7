import HealthDiaryModel
import SwiftUI

/// A day and a clock on the wall, changed by large keys: nothing to hit exactly, nothing to scroll, and no zone that a picker of
/// the system would bring in.
struct TimeChooser: View {
  private let at: CivilDayTime
  private let today: CivilDay
  private let set: @MainActor (CivilDayTime) -> Void

  init(
    _ at: CivilDayTime, today: CivilDay, set: @escaping @MainActor (CivilDayTime) -> Void
  ) {
    self.at = at
    self.today = today
    self.set = set
  }

  var body: some View {
    TimeStep(
      name: Message(.timeDay), value: .day(at.day, today: today), steps: [-1, 1],
      change: change(by: 1440))
    TimeStep(
      name: Message(.timeHour), value: .time(at.time), steps: [-1, 1], change: change(by: 60))
    TimeStep(
      name: Message(.timeMinute), value: .count(at.time.minute), steps: [-10, -1, 1, 10],
      change: change(by: 1))
  }

  private func change(by minutes: Int) -> @MainActor (Int) -> Void {
    { step in set(at.adding(minutes: step * minutes)) }
  }
}

private struct TimeStep: View {
  let name: Message
  let value: Message
  let steps: [Int]
  let change: @MainActor (Int) -> Void
  @Environment(\.words) private var words

  var body: some View {
    VStack(alignment: .leading, spacing: 4) {
      HStack {
        Said(name).font(.body).foregroundStyle(Role.secondary)
        Spacer()
        Said(value).font(.strong).foregroundStyle(Role.text)
      }
      .accessibilityElement(children: .combine)
      HStack(spacing: Sizes.apart) {
        ForEach(steps, id: \.self) { step in
          Button {
            change(step)
          } label: {
            Said(signed(step)).font(.strong).foregroundStyle(Role.primary)
          }
          .buttonStyle(KeyStyle(height: Sizes.target))
          .accessibilityLabel(words(spoken(step)))
        }
      }
    }
    .padding(.vertical, 4)
  }

  private func signed(_ step: Int) -> Message {
    .text((step < 0 ? "−" : "+") + words(.count(abs(step))))
  }

  private func spoken(_ step: Int) -> Message {
    .aloud(signed(step), Message(step < 0 ? .timeLess : .timeMore, name, value))
  }
}
