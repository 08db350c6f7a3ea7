// swift-format-ignore-file
// What colours and shapes are, of what the app uses of SwiftUI. Each comment is the page below developer.apple.com/documentation that it is after.
import Foundation


// swiftui/shapestyle
public protocol ShapeStyle: Sendable {
  associatedtype Resolved: ShapeStyle = Never
  func resolve(in environment: EnvironmentValues) -> Resolved
}
extension Never: ShapeStyle { public func resolve(in environment: EnvironmentValues) -> Never { fatalError() } }
extension ShapeStyle where Resolved == Never { public func resolve(in environment: EnvironmentValues) -> Never { fatalError() } }
extension ShapeStyle {
  // swiftui/shapestyle/opacity(_:)
  public func opacity(_ opacity: Double) -> some ShapeStyle { Color.clear }
}
// swiftui/color
extension Color: View {
  public var body: Never { fatalError() }
  public func _draw(_ pen: Pen) {}
}
public struct Color: Hashable, Sendable, ShapeStyle {
  public enum RGBColorSpace: Hashable, Sendable { case sRGB, sRGBLinear, displayP3 }
  public init(_ colorSpace: RGBColorSpace = .sRGB, red: Double, green: Double, blue: Double, opacity: Double = 1) {}
  public static let clear = Color(red: 0, green: 0, blue: 0), white = Color(red: 1, green: 1, blue: 1), black = Color(red: 0, green: 0, blue: 0)
  public func opacity(_ opacity: Double) -> Color { self }
  // swiftui/color/resolved
  public struct Resolved: Hashable, Sendable, ShapeStyle {
    public init(colorSpace: RGBColorSpace = .sRGB, red: Float, green: Float, blue: Float, opacity: Float = 1) {}
  }
  public func resolve(in environment: EnvironmentValues) -> Resolved { fatalError() }
}
// swiftui/shape
public protocol Shape: Sendable, View, ShapeFilling { nonisolated func path(in rect: CGRect) -> Path }
// Only here: what every shape can do, so that a shape of one's own needs no body.
@MainActor @preconcurrency public protocol ShapeFilling {}
extension Shape { public var body: _ShapeView { _ShapeView() } }
public struct _ShapeView {
  @MainActor public var body: Never { fatalError() }
  @MainActor public func _draw(_ pen: Pen) {}
}
extension _ShapeView: View {}
extension Shape {
  // swiftui/shape/fill(_:style:)
  nonisolated public func fill<S>(_ content: S = Color.black) -> some View where S: ShapeStyle { EmptyView() }
  // swiftui/shape/stroke(_:linewidth:)
  nonisolated public func stroke<S>(_ content: S, lineWidth: CGFloat = 1) -> some View where S: ShapeStyle { EmptyView() }
}
// swiftui/insettableshape
public protocol InsettableShape: Shape {}
extension InsettableShape {
  // swiftui/insettableshape/strokeborder(_:linewidth:antialiased:)
  nonisolated public func strokeBorder<S>(_ content: S, lineWidth: CGFloat = 1, antialiased: Bool = true) -> some View where S: ShapeStyle { EmptyView() }
}
// swiftui/path
public struct Path: Equatable, Sendable {
  public init() {}
  public mutating func move(to end: CGPoint) {}
  public mutating func addLine(to end: CGPoint) {}
  public mutating func closeSubpath() {}
}
// swiftui/roundedrectangle
public struct RoundedRectangle: InsettableShape {
  nonisolated public init(cornerRadius: CGFloat) {}
  nonisolated public func path(in rect: CGRect) -> Path { Path() }
}
// swiftui/circle
public struct Circle: InsettableShape { nonisolated public init() {}; nonisolated public func path(in rect: CGRect) -> Path { Path() } }
// swiftui/rectangle
public struct Rectangle: InsettableShape { nonisolated public init() {}; nonisolated public func path(in rect: CGRect) -> Path { Path() } }
// swiftui/shape/rect(cornerradius:style:)
extension Shape where Self == RoundedRectangle { nonisolated public static func rect(cornerRadius: CGFloat) -> Self { RoundedRectangle(cornerRadius: cornerRadius) } }
extension Shape where Self == Circle { nonisolated public static var circle: Circle { Circle() } }
// swiftui/strokestyle
public struct StrokeStyle: Equatable, Sendable {
  public init(lineWidth: CGFloat = 1, lineCap: LineCap = .butt, lineJoin: LineJoin = .miter, miterLimit: CGFloat = 10, dash: [CGFloat] = [], dashPhase: CGFloat = 0) {}
  // coregraphics/cglinecap
  public enum LineCap: Sendable { case butt, round, square }
  // coregraphics/cglinejoin
  public enum LineJoin: Sendable { case miter, round, bevel }
}
// swiftui/edge
public enum Edge: Int8, CaseIterable, Sendable {
  case top, leading, bottom, trailing
  public struct Set: OptionSet, Sendable {
    public let rawValue: Int8
    public init(rawValue: Int8) { self.rawValue = rawValue }
    public static let top = Set(rawValue: 1), leading = Set(rawValue: 2), bottom = Set(rawValue: 4), trailing = Set(rawValue: 8),
      all = Set(rawValue: 15), horizontal = Set(rawValue: 10), vertical = Set(rawValue: 5)
  }
}
// swiftui/verticaledge
public enum VerticalEdge: Int8, CaseIterable, Sendable {
  case top, bottom
  public struct Set: OptionSet, Sendable {
    public let rawValue: Int8
    public init(rawValue: Int8) { self.rawValue = rawValue }
    public static let top = Set(rawValue: 1), bottom = Set(rawValue: 2), all = Set(rawValue: 3)
  }
}
// swiftui/edgeinsets
public struct EdgeInsets: Equatable, Sendable { public init(top: CGFloat, leading: CGFloat, bottom: CGFloat, trailing: CGFloat) {}; public init() {} }
// swiftui/alignment
public struct Alignment: Equatable, Sendable {
  public static let center = Alignment(), leading = Alignment(), trailing = Alignment(), top = Alignment(), bottom = Alignment(), topLeading = Alignment()
}
// swiftui/horizontalalignment
public struct HorizontalAlignment: Equatable, Sendable { public static let leading = Self(), center = Self(), trailing = Self() }
// swiftui/verticalalignment
public struct VerticalAlignment: Equatable, Sendable {
  public static let top = Self(), center = Self(), bottom = Self(), firstTextBaseline = Self(), lastTextBaseline = Self()
}
// swiftui/textalignment
public enum TextAlignment: Hashable, CaseIterable, Sendable { case leading, center, trailing }

