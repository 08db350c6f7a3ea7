// Refused: has no member 'acessibilityLabel'

import SwiftUI

/// A modifier that is none.
struct MisspeltModifier: View {
  var body: some View {
    Image(systemName: "checkmark").acessibilityLabel("Done")
  }
}
