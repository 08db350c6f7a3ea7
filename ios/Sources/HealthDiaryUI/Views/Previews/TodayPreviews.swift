import HealthDiaryModel
import SwiftUI

struct TodayPreviews: PreviewProvider {
  static var previews: some View {
    Gallery(
      states.map { name, state in Picture(name, TodayView(state: state) { _ in }) })
  }

  private static let states: [(String, TodayState)] = [
    (
      "today",
      TodayState(
        today: Samples.today, newest: Samples.pressure,
        entries: [Samples.oxygen, Samples.glucose, Samples.weight, Samples.note])
    ),
    ("today-empty", TodayState(today: Samples.today, newest: Samples.yesterday)),
    ("today-first-day", TodayState(today: Samples.today, begun: false)),
    (
      "today-waiting",
      TodayState(
        today: Samples.today, newest: Samples.moved, person: Samples.ana.name, waiting: 2,
        waitsFor: [Samples.ben.name], done: .saved)
    ),
    (
      "today-travelling",
      TodayState(
        today: Samples.today,
        newest: with(Samples.pressure) {
          $0.at.place = "Berlin"
          $0.source = .device(Samples.slowCuff)
        },
        travelledTo: "Berlin", restoredFrom: CivilDay(2026, 8, 17),
        done: .assigned(to: Samples.ben.name))
    ),
  ]
}
