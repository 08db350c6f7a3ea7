import SwiftUI

/// A screen in one state, to look at without a diary behind it.
struct Picture: Identifiable {
  let id: String
  let screen: AnyView

  init(_ name: String, _ screen: some View) {
    id = name
    self.screen = AnyView(screen)
  }
}

/// Pictures under each other, each in its own stack.
struct Gallery: View {
  let all: [Picture]

  init(_ all: [Picture]) {
    self.all = all
  }

  var body: some View {
    ForEach(all) { picture in
      NavigationStack { picture.screen }.previewDisplayName(picture.id)
    }
  }
}

/// The same with something changed.
func with<Value>(_ value: Value, _ change: (inout Value) -> Void) -> Value {
  var changed = value
  change(&changed)
  return changed
}
