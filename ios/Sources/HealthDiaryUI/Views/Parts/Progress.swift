import HealthDiaryModel
import SwiftUI

/// How far it is, as a line that does not move by itself, and in words.
struct HowFarLine: View {
  private let what: Message
  private let far: ShownProgress

  init(_ what: Message, _ far: ShownProgress) {
    self.what = what
    self.far = far
  }

  var body: some View {
    Card {
      VStack(alignment: .leading, spacing: Sizes.apart) {
        Paragraph(what).announced(what)
        ProgressView(value: far.share ?? 0).tint(Role.primary).accessibilityHidden(true)
        Aside(share)
      }
      .padding(.vertical, Sizes.apart)
    }
  }

  private var share: Message {
    guard let share = far.share else { return Message(.commonWorking) }
    return Message(.commonPercent, .count(Int(share * 100)))
  }
}
