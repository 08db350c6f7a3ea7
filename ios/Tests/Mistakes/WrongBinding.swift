// Refused: cannot convert value of type 'Binding<String>' to expected argument type 'Binding<Bool>'

import SwiftUI

/// A switch of words.
struct WrongBinding: View {
  @State private var name = ""

  var body: some View {
    Toggle(isOn: $name) { EmptyView() }
  }
}
