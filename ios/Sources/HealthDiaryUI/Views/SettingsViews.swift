import HealthDiaryModel
import SwiftUI

/// Everything that is not of a day, and what a person can set.
struct SettingsView: View {
  let state: SettingsState
  let act: @MainActor (SettingsAction) -> Void

  private static let lockTimes: [Duration] = [
    .zero, .seconds(60), .seconds(5 * 60), .seconds(15 * 60),
  ]

  var body: some View {
    Page(Message(.settingsTitle)) {
      if let problem = state.problem { Notice(.attention, problem.words) }
      Card { links([.devices, .people, .receiving, .backup, .check, .about]) }
      privacy
      lock
      units
      if state.links.contains(.language) {
        Card(Message(.settingsPhone)) { links([.language]) }
      }
    }
  }

  private func links(_ links: [SettingsLink]) -> some View {
    ForEach(links.filter(state.links.contains), id: \.self) { link in
      LinkLine(
        link.words, below: link == .backup ? state.backup?.words(today: state.today) : nil
      ) { act(.open(link)) }
    }
  }

  private var privacy: some View {
    Card(Message(.settingsPrivacy)) {
      if let on = state.biometric {
        SwitchLine(
          Message(.settingsBiometric), below: Message(.settingsBiometricBelow), on: on
        ) { act(.setBiometric($0)) }
      }
      SwitchLine(
        Message(.settingsNotices),
        below: Message(
          state.notices == .refused ? .settingsNoticesRefused : .settingsNoticesBelow),
        on: state.notices == .on
      ) { act(.setNotices($0)) }
      SwitchLine(
        Message(.settingsCover), below: Message(.settingsCoverBelow), on: state.hideScreen
      ) { act(.setHideScreen($0)) }
      links([.passphrase, .recoveryCode])
    }
  }

  private var units: some View {
    Card(Message(.settingsUnits)) {
      ForEach(Measure.allCases, id: \.self) { measure in
        Aside(measure.words)
        ChooseOne([nil] + measure.units, chosen: .some(state.units[measure])) { unit in
          unit.map { .unit($0) } ?? Message(.settingsUnitAsRecorded)
        } choose: {
          act(.setUnit(measure, unit: $0))
        }
      }
    }
  }

  private var lock: some View {
    Card(Message(.settingsLockAfter)) {
      ChooseOne(Self.lockTimes, chosen: state.lockAfter) {
        $0 == .zero ? Message(.settingsLockAtOnce) : .length($0)
      } choose: {
        act(.setLockAfter($0))
      }
    }
  }
}

/// What the app is, with licences and sources.
struct AboutView: View {
  let state: AboutState

  var body: some View {
    Page(Message(.aboutTitle)) {
      OnPage {
        Paragraph(Message(.aboutWhat))
        Paragraph(Message(.aboutNetwork))
        Aside(Message(.aboutVersion, .text(state.version)))
        Aside(Message(.aboutZones, .text(state.zones)))
      }
      works(Message(.aboutSources), state.sources)
      works(Message(.aboutLicences), state.licences)
    }
  }

  @ViewBuilder private func works(_ heading: Message, _ works: [NamedLicence]) -> some View {
    if !works.isEmpty {
      Card(heading) {
        ForEach(works, id: \.self) { Fact(.text($0.name), .text($0.licence)) }
      }
    }
  }
}
