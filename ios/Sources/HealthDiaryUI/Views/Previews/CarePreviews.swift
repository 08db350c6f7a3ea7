import HealthDiaryModel
import SwiftUI

struct PeoplePreviews: PreviewProvider {
  static var previews: some View {
    Gallery(states.map { name, state in Picture(name, PeopleView(state: state) { _ in }) })
  }

  private static let people = PeopleState(people: [
    ShownMember(person: Samples.ana, role: .owner),
    ShownMember(person: Samples.ben, role: .adult, lock: .shut),
    ShownMember(person: Samples.cleo, role: .child),
  ])

  private static func cleo(
    _ step: PeopleStep = .looking, _ problem: PeopleProblem? = nil
  ) -> PeopleState {
    with(people) {
      $0.opened = Samples.cleo.id
      $0.step = step
      $0.problem = problem
    }
  }

  private static func adding(_ name: String, _ problem: PeopleProblem? = nil) -> PeopleState {
    with(people) {
      $0.step = .adding
      $0.newName = name
      $0.problem = problem
    }
  }

  private static let states: [(String, PeopleState)] = [
    ("people", people),
    ("people-opened", cleo()),
    ("people-locked", with(people) { $0.opened = Samples.ben.id }),
    (
      "people-unlocked",
      PeopleState(
        people: [ShownMember(person: Samples.ben, role: .guest, lock: .open)],
        opened: Samples.ben.id)
    ),
    ("people-adding", adding("Dora")),
    ("people-name-taken", adding("Cleo", .name)),
    ("people-last-owner", cleo(.looking, .lastOwner)),
    ("people-failed", with(people) { $0.problem = .failed }),
    ("people-role", cleo(.changingRole)),
    ("people-removing", cleo(.removing)),
  ]
}

struct ReceivingPreviews: PreviewProvider {
  static var previews: some View {
    Gallery(states.map { name, state in Picture(name, ReceivingView(state: state) { _ in }) })
  }

  private static func needs(without: [NeedKind] = []) -> [Need] {
    NeedKind.allCases.map { Need(what: $0, met: !without.contains($0)) }
  }

  private static let states: [(String, ReceivingState)] = [
    (
      "receiving",
      ReceivingState(today: Samples.today, needs: needs(), lastWake: Samples.at(6, 2))
    ),
    (
      "receiving-hindered",
      ReceivingState(today: Samples.today, needs: needs(without: [.power, .notStopped]))
    ),
    (
      "receiving-nothing",
      ReceivingState(today: Samples.today, needs: needs(without: NeedKind.allCases))
    ),
  ]
}

struct BackupPreviews: PreviewProvider {
  static var previews: some View {
    Gallery(states.map { name, state in Picture(name, BackupView(state: state) { _ in }) })
  }

  private static let backup = BackupState(
    today: Samples.today, folder: "iCloud Drive / Diary",
    last: ShownBackup(at: Samples.yesterday.at, bytes: 2_340_000))
  private static let withAside = with(backup) {
    $0.aside = [ShownAside(id: "diary", last: Samples.yesterday.at, bytes: 7_600_000)]
  }
  private static let problems: [(String, BackupTrouble)] = [
    ("backup-folder-gone", .folderGone), ("backup-proof-failed", .proofFailed),
    ("backup-no-space", .noSpace), ("backup-refused", .refused),
    ("backup-phone-full", .phoneFull), ("backup-busy", .busy), ("backup-stopped", .stopped),
    ("backup-failed", .failed),
  ]

  private static let states: [(String, BackupState)] =
    [
      ("backup", backup),
      ("backup-aside", withAside),
      ("backup-aside-deleting", with(withAside) { $0.askingToDelete = "diary" }),
      ("backup-never", BackupState(today: Samples.today)),
      ("backup-never-here", BackupState(today: Samples.today, folder: "iCloud Drive / Diary")),
      (
        "backup-running",
        with(backup) { $0.running = RunningBackup(far: ShownProgress(done: 3, of: 12)) }
      ),
      (
        "backup-proving",
        with(backup) {
          $0.running = RunningBackup(far: ShownProgress(done: 0), proving: true)
        }
      ),
      (
        "backup-of-another",
        with(backup) {
          $0.last = nil
          $0.problem = .ofAnother
        }
      ),
    ] + problems.map { name, problem in (name, with(backup) { $0.problem = problem }) }
}

struct RestorePreviews: PreviewProvider {
  static var previews: some View {
    Gallery(states.map { name, state in Picture(name, RestoreView(state: state) { _ in }) })
  }

  private static let secret = RestoreStage.secret(typed: Hidden("apron lantern gravel tulip"))
  private static let then = CivilDay(2026, 8, 17)
  private static let problems: [(String, RestoreProblem)] = [
    ("restore-wrong", .wrong), ("restore-wait", .wait), ("restore-damaged", .damaged),
    ("restore-newer", .newer), ("restore-no-space", .noSpace), ("restore-stopped", .stopped),
    ("restore-failed", .failed),
  ]

  private static let states: [(String, RestoreState)] =
    [
      ("restore", RestoreState(stage: .chooseFolder)),
      ("restore-beside", RestoreState(stage: .chooseFolder, beside: true)),
      ("restore-folder-gone", RestoreState(stage: .chooseFolder, problem: .folderGone)),
      ("restore-not-there", RestoreState(stage: .chooseFolder, problem: .notThere)),
      ("restore-secret", RestoreState(stage: secret)),
      ("restore-running", RestoreState(stage: .running(ShownProgress(done: 70, of: 100)))),
      ("restore-done", RestoreState(stage: .done(asOf: then))),
      ("restore-partly", RestoreState(stage: .done(asOf: then, partly: true))),
    ] + problems.map { ($0, RestoreState(stage: secret, problem: $1)) }
}

struct RescuePreviews: PreviewProvider {
  static var previews: some View {
    Gallery(states.map { name, state in Picture(name, RescueView(state: state) { _ in }) })
  }

  private static let secret = RescueStage.secret(typed: Hidden("apron lantern gravel tulip"))
  private static let problems: [(String, RescueProblem)] = [
    ("rescue-wrong", .wrong), ("rescue-nothing", .nothing), ("rescue-no-space", .noSpace),
    ("rescue-stopped", .stopped), ("rescue-failed", .failed),
  ]

  private static let states: [(String, RescueState)] =
    [
      ("rescue", RescueState()),
      ("rescue-running", RescueState(stage: .running(ShownProgress(done: 70, of: 100)))),
      ("rescue-done", RescueState(stage: .done(entries: 1204, partly: true))),
    ] + problems.map { ($0, RescueState(stage: secret, problem: $1)) }
}

struct CheckPreviews: PreviewProvider {
  static var previews: some View {
    Gallery(states.map { name, state in Picture(name, CheckView(state: state) { _ in }) })
  }

  private static let sound = CheckResult(at: Samples.at(9, 0), changes: 7406)
  private static let damage: [Damage] = [
    .diary(person: Samples.ana.name), .household, .inbox, .pictures(count: 2),
  ]
  private static let heads = ["7K2M9Q-XW4TRC-D8HN3V-B6PYE2"]

  private static func noted(_ compared: Compared) -> CheckState {
    CheckState(today: Samples.today, heads: heads, noted: heads[0], compared: compared)
  }

  private static let states: [(String, CheckState)] = [
    ("check", CheckState(today: Samples.today)),
    (
      "check-running",
      CheckState(today: Samples.today, running: ShownProgress(done: 30, of: 100))
    ),
    ("check-stopped", CheckState(today: Samples.today, problem: .stopped)),
    ("check-failed", CheckState(today: Samples.today, problem: .failed)),
    ("check-sound", CheckState(today: Samples.today, result: sound, heads: heads)),
    (
      "check-locked",
      CheckState(
        today: Samples.today, result: with(sound) { $0.locked = [Samples.ben.name] }, heads: heads)
    ),
    ("check-note-kept", noted(.kept(of: .diary(person: Samples.ana.name), since: 412))),
    ("check-note-differs", noted(.differs(of: .household))),
    ("check-note-locked", noted(.locked)),
    ("check-note-unknown", noted(.unknown)),
    ("check-note-wrong", noted(.noNote)),
    (
      "check-damage",
      CheckState(today: Samples.today, result: with(sound) { $0.damage = damage })
    ),
  ]
}

struct SettingsPreviews: PreviewProvider {
  static var previews: some View {
    Gallery(
      states.map { name, state in Picture(name, SettingsView(state: state) { _ in }) }
        + [Picture("about", AboutView(state: about))])
  }

  private static let settings = SettingsState(
    today: Samples.today,
    units: [.weight: "kg", .temperature: "°C"])
  private static let about = AboutState(
    version: "0.1.0", zones: "2026a",
    sources: [NamedLicence(name: "NICE guideline NG136", licence: "Hypertension in adults")],
    licences: [NamedLicence(name: "SQLCipher", licence: "BSD-3-Clause")])

  private static let states: [(String, SettingsState)] = [
    ("settings", settings),
    (
      "settings-biometric",
      with(settings) {
        $0.biometric = true
        $0.backup = .never
      }
    ),
    (
      "settings-few",
      with(settings) {
        $0.units = [:]
        $0.notices = .off
        $0.backup = .last(Samples.yesterday.at)
        $0.links.remove(.people)
        $0.problem = .failed
      }
    ),
    (
      "settings-cancelled",
      with(settings) {
        $0.biometric = false
        $0.notices = .refused
        $0.problem = .cancelled
      }
    ),
  ]
}
