// Refused: expression is 'async' but is not marked with 'await'

import SwiftUI

/// What takes time, as if it took none.
struct MissingAwait: View {
  let look: @MainActor () async -> Void

  var body: some View {
    EmptyView().task { look() }
  }
}
