import HealthDiaryModel
import SwiftUI

struct TakePreviews: PreviewProvider {
  static var previews: some View {
    Gallery(
      stages.map { name, stage in Picture(name, TakeView(state: TakeState(stage: stage)) { _ in }) }
    )
  }

  private static let stages: [(String, TakeStage)] = [
    ("take", .prepare()), ("take-resting", .prepare(secondsLeft: 200)),
    ("take-rested", .prepare(secondsLeft: 0)), ("take-no-device", .noDevice),
    ("take-looking", .looking), ("take-found", .found(device: "UA-651BLE")),
    ("take-receiving", .receiving(taken: 2, of: 5)),
    ("take-receiving-uncounted", .receiving(taken: 2)), ("take-link-lost", .linkLost(taken: 2)),
    ("take-asking", .asking(taken: 3)), ("take-finishing", .finishing(taken: 5)),
    ("take-measuring", .measuring(pressure: "142", unit: "mmHg")),
    ("take-watching", .watching(saturation: "97", pulse: "66", signal: .good)),
    ("take-watching-no-finger", .watching(saturation: nil, pulse: nil, signal: .noFinger)),
    ("take-watching-fault", .watching(saturation: nil, pulse: nil, signal: .fault)),
    (
      "take-watching-demonstration",
      .watching(saturation: "97", pulse: "66", signal: .demonstration)
    ),
    ("take-nothing-new", .nothingNew), ("take-missing", .missing(taken: 4, missing: 1)),
    ("take-stopped", .stopped(taken: 2)), ("take-bluetooth-off", .bluetoothOff()),
    ("take-permission", .notPermitted(asksAgain: true)),
    ("take-permission-for-ever", .notPermitted(asksAgain: false, taken: 1)),
    ("take-paired-elsewhere", .pairedElsewhere), ("take-no-space", .noSpace(taken: 1)),
  ]
}

struct NewReadingPreviews: PreviewProvider {
  static var previews: some View {
    Gallery(states.map { name, state in Picture(name, NewReadingView(state: state) { _ in }) })
  }

  private static let arrived = NewReadingState(
    today: Samples.today, reading: Samples.pressure, time: .device, person: Samples.ana)
  private static let both = [Samples.ana, Samples.ben]
  private static let states: [(String, NewReadingState)] = [
    ("new-reading", arrived),
    (
      "new-reading-several-people",
      with(arrived) {
        $0.people = both
        $0.more = 3
      }
    ),
    (
      "new-reading-whose",
      with(arrived) {
        $0.person = nil
        $0.people = both
        $0.suggested = Samples.ana
        $0.chosen = Samples.ana
      }
    ),
    (
      "new-reading-someone-else",
      with(arrived) {
        $0.people = both
        $0.choosing = true
        $0.chosen = Samples.ben
        $0.notGiven = true
      }
    ),
    ("new-reading-clock-wrong", with(arrived) { $0.reading.source = .device(Samples.slowCuff) }),
    (
      "new-reading-movement",
      with(arrived) {
        $0.reading = Samples.moved
        $0.time = .unsure
      }
    ),
    (
      "new-reading-failed",
      with(arrived) {
        $0.reading = Samples.failed
        $0.failed = true
        $0.time = .arrival
      }
    ),
    (
      "new-reading-second",
      with(arrived) {
        $0.second = with(Samples.pressure) {
          $0.id = "0"
          $0.at = Samples.at(8, 4)
        }
      }
    ),
  ]
}

struct TypeReadingPreviews: PreviewProvider {
  static var previews: some View {
    Gallery(states.map { name, state in Picture(name, TypeReadingView(state: state) { _ in }) })
  }

  private static let typing = TypeReadingState(
    today: Samples.today, numbers: [.top: "131", .bottom: "8"], typing: .bottom)
  private static let night = CivilDayTime(CivilDay(2026, 3, 29), CivilTime(1, 30))

  private static let states: [(String, TypeReadingState)] =
    [
      ("type-reading", typing),
      ("type-reading-empty", TypeReadingState(today: Samples.today, person: Samples.ben.name)),
      (
        "type-reading-unusual",
        with(typing) {
          $0.numbers = [.top: "231", .bottom: "88"]
          $0.problem = .unusual(.top)
        }
      ),
      (
        "type-reading-impossible",
        with(typing) {
          $0.numbers = [.top: "13", .bottom: "88"]
          $0.problem = .impossible(.top, lowest: "40", highest: "300")
        }
      ),
      (
        "type-reading-time",
        with(typing) {
          $0.choosingTime = true
          $0.at = CivilDayTime(Samples.today, CivilTime(7, 10))
        }
      ),
      (
        "type-reading-never-was",
        with(typing) {
          $0.choosingTime = true
          $0.at = night
          $0.problem = .neverWas(
            said: night, before: night.adding(minutes: -31), after: night.adding(minutes: 30))
        }
      ),
      (
        "type-reading-came-twice",
        with(typing) {
          $0.choosingTime = true
          $0.at = night
          $0.problem = .cameTwice(said: night)
        }
      ),
    ] + problems.map { name, problem in (name, with(typing) { $0.problem = problem }) }

  private static let problems: [(String, TypingProblem)] = [
    ("type-reading-missing", .missing(.bottom)), ("type-reading-swapped", .swapped),
    ("type-reading-close", .closeTogether), ("type-reading-future", .future),
    ("type-reading-no-space", .noSpace), ("type-reading-not-taken", .notTaken),
    ("type-reading-in-use", .inUse), ("type-reading-damaged", .damaged),
    ("type-reading-failed", .failed),
  ]
}
