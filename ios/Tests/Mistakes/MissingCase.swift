// Refused: switch must be exhaustive

import HealthDiaryModel
import SwiftUI

@testable import HealthDiaryViews

/// A state that is not drawn.
struct MissingCase: View {
  let way: UnlockWay

  var body: some View {
    switch way {
    case .phone: EmptyView()
    case .passphrase: Paragraph(Message(.unlockPassphrase))
    }
  }
}
