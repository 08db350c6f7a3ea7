// Refused: capture of 'heard' with non-sendable type 'Heard'

import SwiftUI

/// Taken along to wherever the list is made anew.
final class Heard {
  var count = 0
}

struct NotSendable: View {
  let heard: Heard

  var body: some View {
    let heard = heard
    List { EmptyView() }.refreshable { @Sendable in heard.count += 1 }
  }
}
