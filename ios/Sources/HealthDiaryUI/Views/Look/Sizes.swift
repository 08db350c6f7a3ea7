import Foundation

/// Lengths that every screen keeps to, in points.
enum Sizes {
  /// The least height and width of what can be touched.
  static let target: CGFloat = 48

  /// The height of the one main action of a screen.
  static let mainTarget: CGFloat = 64

  /// Between two targets, so that a trembling finger meets one.
  static let apart: CGFloat = 8

  static let edge: CGFloat = 16
  static let gap: CGFloat = 16
  static let corner: CGFloat = 12

  /// No line of text is wider than this.
  static let column: CGFloat = 560

  /// A page with its edges.
  static let page: CGFloat = 640
}
