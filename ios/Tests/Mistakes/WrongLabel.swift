// Refused: incorrect argument label in call (have 'minimumHeight:', expected 'minHeight:')

import SwiftUI

/// An argument by another name.
struct WrongLabel: View {
  var body: some View {
    EmptyView().frame(minimumHeight: 48)
  }
}
