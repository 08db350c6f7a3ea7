// Refused: cannot find 'MapReader' in scope

import HealthDiaryModel
import SwiftUI

@testable import HealthDiaryViews

/// Something that nobody declared: not imported, newer, or never there.
struct AbsentApi: View {
  var body: some View {
    MapReader { _ in Paragraph(Message(.todayEmpty)) }
  }
}
