import HealthDiaryModel
import SwiftUI

/// The app: the screen of where somebody is, with the way back that the system has for it.
public struct RootView: View {
  private let model: DiaryModel
  private let preferences: Preferences
  @Environment(\.horizontalSizeClass) private var width
  @Environment(\.scenePhase) private var phase

  public init(model: DiaryModel, preferences: Preferences) {
    self.model = model
    self.preferences = preferences
  }

  public var body: some View {
    Group {
      if width == .regular, isInHistory {
        HistoryPanes(model: model)
      } else {
        NavigationStack(path: path) {
          Screen(place: way[0], model: model)
            .navigationDestination(for: Place.self) { Screen(place: $0, model: model) }
        }
        // Behind a lock there is no way back, and no memory of where it led.
        .id(way[0])
      }
    }
    .tint(Role.primary)
    .overlay { if phase != .active, preferences.hideScreen { Cover() } }
    .onChange(of: phase) { if phase == .active { model.returned() } }
  }

  private var way: [Place] { model.ways.way }

  /// Whether a list of entries, or one of them beside it, is shown.
  private var isInHistory: Bool {
    if case .entry = model.ways.place { return model.ways.before == .history }
    return model.ways.place == .history
  }

  /// The way behind the first screen. The system takes places off it; a screen may have more to do then than to go.
  private var path: Binding<[Place]> {
    .of(Array(way.dropFirst())) { left in
      for _ in left.count..<max(way.count - 1, left.count) { model.back() }
    }
  }
}

/// Where there is room: the history, and beside it the entry that was chosen from it.
private struct HistoryPanes: View {
  let model: DiaryModel

  var body: some View {
    NavigationSplitView {
      Screen(place: .history, model: model)
        .toolbar {
          ToolbarItem(placement: .topBarLeading) {
            SignButton("chevron.backward", Message(.commonBack)) { leave() }
          }
        }
    } detail: {
      if case .entry = model.ways.place {
        Screen(place: model.ways.place, model: model).id(model.ways.place)
      } else {
        ContentUnavailableView {
          Label {
            Said(Message(.historyChoose))
          } icon: {
            Image(systemName: "book")
          }
        }
      }
    }
  }

  private func leave() {
    if model.ways.place != .history { model.back() }
    model.back()
  }
}

/// What the phone shows of the app among all open ones: nothing of the diary.
private struct Cover: View {
  var body: some View {
    ZStack {
      Rectangle().fill(Role.background)
      Image(systemName: "lock").font(.largeTitle).foregroundStyle(Role.secondary)
    }
    .accessibilityHidden(true)
  }
}
