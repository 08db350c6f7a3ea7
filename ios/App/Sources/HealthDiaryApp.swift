import HealthDiaryModel
import HealthDiaryPhone
import HealthDiaryViews
import SwiftUI

/// The app. It is made at each launch, also where the phone launches it in the background for a cuff that sends.
@main
struct HealthDiaryApp: App {
  private let phone = ThisApp()

  var body: some Scene {
    WindowGroup {
      Lived(phone: phone)
    }
  }
}

/// The screen, which tells when somebody looks and when nobody does.
private struct Lived: View {
  let phone: ThisApp
  @Environment(\.scenePhase) private var phase

  var body: some View {
    RootView(model: phone.model, preferences: phone.preferences)
      .onChange(of: phase, initial: true) {
        switch phase {
        case .active: phone.life.cameBack()
        case .background: phone.life.wentAway()
        default: break
        }
      }
  }
}
