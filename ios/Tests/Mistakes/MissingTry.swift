// Refused: call can throw, but it is not marked with

import SwiftUI

/// An error that nobody thought of.
struct MissingTry: View {
  let read: @MainActor () throws -> String

  var body: some View {
    EmptyView().onAppear { Self.show(read()) }
  }

  private static func show(_ text: String) {}
}
