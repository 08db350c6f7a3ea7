// Refused: value of type 'TodayState' has no member 'latest'

import HealthDiaryModel
import SwiftUI

@testable import HealthDiaryViews

/// A state that says something else.
struct WrongState: View {
  let state: TodayState

  var body: some View {
    if let latest = state.latest { ReadingCard(latest, today: state.today) }
  }
}
