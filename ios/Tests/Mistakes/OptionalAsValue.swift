// Refused: value of optional type 'ShownEntry?' must be unwrapped

import HealthDiaryModel
import SwiftUI

@testable import HealthDiaryViews

/// A newest reading that there may not be.
struct OptionalAsValue: View {
  let state: TodayState

  var body: some View {
    ReadingCard(state.newest, today: state.today)
  }
}
