// swift-format-ignore-file
// What words and pictures are, of what the app uses of SwiftUI. Each comment is the page below developer.apple.com/documentation that it is after.
import Foundation
import UIKit


// swiftui/text
extension Text: View {
  public var body: Never { fatalError() }
  public func _draw(_ pen: Pen) { pen.text(text) }
}
public struct Text: Equatable, Sendable {
  let text: String
  public init(verbatim content: String) { text = content }
  public init<S>(_ content: S) where S: StringProtocol { text = String(content) }
  public init(_ key: LocalizedStringKey, tableName: String? = nil, bundle: Bundle? = nil, comment: StaticString? = nil) { text = key.value }
  // swiftui/text/font(_:)
  public func font(_ font: Font?) -> Text { self }
  // swiftui/text/fontweight(_:)
  public func fontWeight(_ weight: Font.Weight?) -> Text { self }
  // swiftui/text/bold()
  public func bold() -> Text { self }
  // swiftui/text/monospaceddigit()
  public func monospacedDigit() -> Text { self }
  // swiftui/text/strikethrough(_:pattern:color:)
  public func strikethrough(_ isActive: Bool = true, pattern: LineStyle.Pattern = .solid, color: Color? = nil) -> Text { self }
  // swiftui/text/foregroundstyle(_:)
  public func foregroundStyle<S>(_ style: S) -> Text where S: ShapeStyle { self }
  public struct LineStyle: Hashable, Sendable {
    public struct Pattern: Sendable { public static let solid = Pattern(), dash = Pattern() }
  }
}
// swiftui/localizedstringkey
public struct LocalizedStringKey: Equatable, ExpressibleByStringInterpolation {
  let value: String
  public init(_ value: String) { self.value = value }
  public init(stringLiteral value: String) { self.value = value }
}
// swiftui/image
extension Image: View {
  public var body: Never { fatalError() }
  public func _draw(_ pen: Pen) { pen.sign(name) }
}
public struct Image: Equatable, Sendable {
  let name: String
  public init(systemName: String) { name = systemName }
  public init(_ name: String, bundle: Bundle? = nil) { self.name = name }
  // swiftui/image/init(uiimage:)
  public init(uiImage: UIImage) { name = "a picture" }
  // swiftui/image/resizable(capinsets:resizingmode:)
  public func resizable(capInsets: EdgeInsets = EdgeInsets(), resizingMode: ResizingMode = .stretch) -> Image { self }
  public enum ResizingMode: Sendable { case tile, stretch }
  // swiftui/image/imagescale(_:) is swiftui/view/imagescale(_:)
  public enum Scale: Hashable, Sendable { case small, medium, large }
}
// swiftui/label
public struct Label<Title, Icon> where Title: View, Icon: View {
  private let title: Title
  private let icon: Icon
  public init(@ViewBuilder title: () -> Title, @ViewBuilder icon: () -> Icon) { (self.title, self.icon) = (title(), icon()) }
  @MainActor public var body: Never { fatalError() }
  @MainActor public func _draw(_ pen: Pen) {
    pen.naming { icon._draw(pen) }
    title._draw(pen)
  }
}
extension Label: View {}
extension Label where Title == Text, Icon == Image {
  nonisolated public init<S>(_ title: S, systemImage name: String) where S: StringProtocol { self.init { Text(title) } icon: { Image(systemName: name) } }
}
// swiftui/font
public struct Font: Hashable, Sendable {
  public enum TextStyle: CaseIterable, Sendable {
    case largeTitle, title, title2, title3, headline, subheadline, body, callout, footnote, caption, caption2
  }
  public struct Weight: Hashable, Sendable {
    public static let regular = Weight(), medium = Weight(), semibold = Weight(), bold = Weight()
  }
  public enum Design: Hashable, Sendable { case `default`, serif, rounded, monospaced }
  public static let largeTitle = Font(), title = Font(), title2 = Font(), title3 = Font(), headline = Font(), subheadline = Font(),
    body = Font(), callout = Font(), footnote = Font(), caption = Font(), caption2 = Font()
  // swiftui/font/system(_:design:weight:)
  public static func system(_ style: TextStyle, design: Design? = nil, weight: Weight? = nil) -> Font { Font() }
  // swiftui/font/system(size:weight:design:)
  public static func system(size: CGFloat, weight: Weight? = nil, design: Design? = nil) -> Font { Font() }
  public func weight(_ weight: Weight) -> Font { self }
  public func bold() -> Font { self }
  public func monospacedDigit() -> Font { self }
  public func monospaced() -> Font { self }
}

