import HealthDiaryModel
import SwiftUI

/// A screen: its title, what it says, and at its foot, where a thumb reaches it, the one main action.
///
/// The way back is the system's: a button, a stroke from the edge, and what VoiceOver and keyboards have for it.
struct Page<Content: View, Foot: View>: View {
  @Environment(\.words) private var words
  @Environment(\.dynamicTypeSize) private var textSize
  private let title: Message
  private let canLeave: Bool
  private let content: Content
  private let foot: Foot

  /// - Parameter canLeave: whether there is a way back; what is being made is not left in the middle.
  init(
    _ title: Message, canLeave: Bool = true, @ViewBuilder content: () -> Content,
    @ViewBuilder foot: () -> Foot = { EmptyView() }
  ) {
    self.title = title
    self.canLeave = canLeave
    self.content = content()
    self.foot = foot()
  }

  var body: some View {
    List {
      // The system cuts a large title that has no room; this one wraps.
      if textSize.isAccessibilitySize {
        OnPage {
          Said(title).font(.title).foregroundStyle(Role.text).accessibilityAddTraits(.isHeader)
        }
      }
      content
    }
    .listStyle(.insetGrouped)
    .scrollContentBackground(.hidden)
    .scrollDismissesKeyboard(.interactively)
    .frame(maxWidth: Sizes.page)
    .frame(maxWidth: .infinity)
    .background(Role.background)
    .navigationTitle(words(title))
    .navigationBarTitleDisplayMode(textSize.isAccessibilitySize ? .inline : .large)
    .navigationBarBackButtonHidden(!canLeave)
    .safeAreaInset(edge: .bottom, spacing: 0) { PageFoot(foot) }
  }
}

/// The foot of a page: over what scrolls, as wide as a line of text may be.
private struct PageFoot<Content: View>: View {
  private let content: Content

  init(_ content: Content) {
    self.content = content
  }

  var body: some View {
    // A foot without a button is no strip either: what is said of nothing shows nothing.
    Group { content }
      .frame(maxWidth: Sizes.column)
      .padding(.horizontal, Sizes.edge)
      .padding(.vertical, Sizes.apart)
      .frame(maxWidth: .infinity)
      .background(Role.background)
  }
}
