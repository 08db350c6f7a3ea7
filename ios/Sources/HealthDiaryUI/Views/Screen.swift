import HealthDiaryModel
import SwiftUI

/// The screen of a place, drawn anew whenever its model says something else.
struct Screen: View {
  let place: Place
  let model: DiaryModel

  private var care: Care { model.care }

  var body: some View {
    switch place {
    case .welcome: WelcomeView(state: model.firstRun.welcome) { model.firstRun.act($0) }
    case .passphrase:
      PassphraseView(state: model.firstRun.passphrase) { model.firstRun.act($0) }
    case .recoveryCode: RecoveryCodeView(state: model.firstRun.code) { model.firstRun.act($0) }
    case .phoneKey: PhoneKeyView(state: care.phoneKey.state) { care.phoneKey.act($0) }
    case .unlock: UnlockView(state: model.unlocking.state) { model.unlocking.act($0) }
    case .today: TodayView(state: model.today.state) { model.today.act($0) }
    case .take: TakeView(state: care.take.state) { care.take.act($0) }
    case .newReading:
      Known(care.arrived.state) { NewReadingView(state: $0) { care.arrived.act($0) } }
    case .typeReading: TypeReadingView(state: model.typing.state) { model.typing.act($0) }
    case .addAnything: AddAnythingView(state: model.anything.state) { model.anything.act($0) }
    case .form: Known(model.form.state) { FormView(state: $0) { model.form.act($0) } }
    case .history: HistoryView(state: model.history.state) { model.history.act($0) }
    case .entry: Known(model.entry.state) { EntryView(state: $0) { model.entry.act($0) } }
    case .chart: ChartView(state: model.chart.state) { model.chart.act($0) }
    case .devices: DevicesView(state: care.devices.state) { care.devices.act($0) }
    case .addDevice: AddDeviceView(state: care.adding.state) { care.adding.act($0) }
    case .users: Known(care.users.state) { UsersView(state: $0) { care.users.act($0) } }
    case .waiting: WaitingView(state: care.waiting.state) { care.waiting.act($0) }
    case .people: PeopleView(state: care.people.state) { care.people.act($0) }
    case .receiving:
      Known(care.receiving.state) { ReceivingView(state: $0) { care.receiving.act($0) } }
    case .backup: BackupView(state: care.backup.state) { care.backup.act($0) }
    case .restore: RestoreView(state: care.restore.state) { care.restore.act($0) }
    case .rescue: RescueView(state: care.rescue.state) { care.rescue.act($0) }
    case .check: CheckView(state: care.check.state) { care.check.act($0) }
    case .settings: SettingsView(state: care.settings.state) { care.settings.act($0) }
    case .about: AboutView(state: care.about.state)
    case .newPassphrase:
      PassphraseView(state: care.secrets.passphrase) { care.secrets.act($0) }
    case .newCode: newCode
    }
  }

  /// What a new code means; then the code, once it is drawn.
  @ViewBuilder private var newCode: some View {
    if care.secrets.code.groups.isEmpty {
      NewCodeView(state: care.secrets.newCode) { care.secrets.act($0) }
    } else {
      RecoveryCodeView(state: care.secrets.code) { care.secrets.act($0) }
    }
  }
}

/// A screen once there is something to show; until then, that it is being read.
private struct Known<State, Content: View>: View {
  private let state: State?
  private let content: (State) -> Content

  init(_ state: State?, @ViewBuilder content: @escaping (State) -> Content) {
    self.state = state
    self.content = content
  }

  var body: some View {
    if let state {
      content(state)
    } else {
      ProgressView()
    }
  }
}
