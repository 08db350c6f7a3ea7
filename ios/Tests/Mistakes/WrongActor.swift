// Refused: main actor-isolated

import SwiftUI

/// Read where the screen is not drawn.
struct WrongActor: View {
  @State private var shown = false

  var body: some View {
    EmptyView()
  }

  nonisolated func toggle() {
    shown.toggle()
    _ = body
  }
}
