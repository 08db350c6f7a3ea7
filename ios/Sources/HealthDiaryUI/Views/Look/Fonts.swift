import SwiftUI

// The styles of text, by what they are for. All grow with the phone's text size, by wrapping; none is smaller than 13 points.

extension Font {
  /// Over a part of a page.
  static let heading = Font.title3.weight(.medium)

  /// What stands out among body text.
  static let strong = Font.body.weight(.medium)

  /// Beside something larger.
  static let small = Font.subheadline

  /// In charts, and the terms of doctors; the smallest.
  static let axis = Font.footnote.monospacedDigit()

  /// A number in a list, or a step of one that is being entered.
  static let smallNumber = Font.title2.weight(.medium).monospacedDigit()

  /// What is to be copied by hand, letter by letter.
  static let code = Font.system(.title2, design: .monospaced, weight: .medium)
}

/// The numbers of a reading, to be read at arm's length; digits of one width, so that nothing jumps.
struct ReadingNumber: ViewModifier {
  @ScaledMetric(relativeTo: .largeTitle) private var size: CGFloat = 52

  func body(content: Content) -> some View {
    content.font(.system(size: size, weight: .medium).monospacedDigit())
  }
}

/// A number that is being typed, three beside each other.
struct EnteredNumber: ViewModifier {
  @ScaledMetric(relativeTo: .largeTitle) private var size: CGFloat = 44

  func body(content: Content) -> some View {
    content.font(.system(size: size, weight: .medium).monospacedDigit())
  }
}
