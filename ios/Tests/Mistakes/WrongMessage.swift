// Refused: type 'MessageKey' has no member 'todayTakeReading'

import HealthDiaryModel
import SwiftUI

@testable import HealthDiaryViews

/// Words that nobody wrote.
struct WrongMessage: View {
  var body: some View {
    MainButton(Message(.todayTakeReading)) {}
  }
}
