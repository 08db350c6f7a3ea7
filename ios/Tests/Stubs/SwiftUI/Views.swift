// swift-format-ignore-file
// What the app's views use of SwiftUI, declared as Apple documents it, so that their types are checked where there is no SwiftUI; and what they say
// can be gone through (Pen.swift). It is part of no package. Each comment is the page below developer.apple.com/documentation that it is after.
import Foundation
// Part of CoreGraphics there, which SwiftUI brings along.
@_exported import struct Foundation.CGFloat
@_exported import struct Foundation.CGPoint
@_exported import struct Foundation.CGRect
@_exported import Accessibility

// swiftui/view
@MainActor @preconcurrency public protocol View {
  associatedtype Body: View
  @ViewBuilder var body: Body { get }
  func _draw(_ pen: Pen)
}
extension View { public func _draw(_ pen: Pen) { body._draw(pen) } }
extension Never: View {
  public var body: Never { fatalError() }
  public func _draw(_ pen: Pen) {}
}
// swiftui/viewbuilder
@resultBuilder public struct ViewBuilder {
  public static func buildExpression<Content>(_ content: Content) -> Content where Content: View { content }
  public static func buildBlock() -> EmptyView { EmptyView() }
  public static func buildBlock<Content>(_ content: Content) -> Content where Content: View { content }
  public static func buildBlock<each Content>(_ content: repeat each Content) -> TupleView<(repeat each Content)> where repeat each Content: View {
    var all: [any View] = []
    repeat all.append(each content)
    return TupleView(all)
  }
  public static func buildIf<Content>(_ content: Content?) -> Content? where Content: View { content }
  public static func buildEither<A, B>(first: A) -> _ConditionalContent<A, B> where A: View, B: View { .init(it: first) }
  public static func buildEither<A, B>(second: B) -> _ConditionalContent<A, B> where A: View, B: View { .init(it: second) }
  public static func buildLimitedAvailability<Content>(_ content: Content) -> AnyView where Content: View { AnyView(content) }
}
// swiftui/tupleview
public struct TupleView<T> {
  let all: [any View]
  nonisolated init(_ all: [any View]) { self.all = all }
}
extension TupleView: View {
  public var body: Never { fatalError() }
  public func _draw(_ pen: Pen) { for view in all { view._draw(pen) } }
}
// swiftui/emptyview
public struct EmptyView { nonisolated public init() {} }
extension EmptyView: View {
  public var body: Never { fatalError() }
  public func _draw(_ pen: Pen) {}
}
// swiftui/anyview
public struct AnyView {
  let it: any View
  nonisolated public init<V>(_ view: V) where V: View { it = view }
}
extension AnyView: View {
  public var body: Never { fatalError() }
  public func _draw(_ pen: Pen) { it._draw(pen) }
}
public struct _ConditionalContent<A, B> { let it: any View }
extension _ConditionalContent: View {
  public var body: Never { fatalError() }
  public func _draw(_ pen: Pen) { it._draw(pen) }
}
extension Optional: View where Wrapped: View {
  public var body: Never { fatalError() }
  public func _draw(_ pen: Pen) { self?._draw(pen) }
}
// swiftui/group
public struct Group<Content> { let content: Content }
extension Group: View where Content: View {
  public var body: Never { fatalError() }
  public func _draw(_ pen: Pen) { content._draw(pen) }
  nonisolated public init(@ViewBuilder content: () -> Content) { self.content = content() }
}
// swiftui/viewmodifier
@MainActor @preconcurrency public protocol ViewModifier {
  associatedtype Body: View
  @ViewBuilder func body(content: Content) -> Body
  typealias Content = _ViewModifier_Content<Self>
}
public struct _ViewModifier_Content<M> where M: ViewModifier { let it: any View }
extension _ViewModifier_Content: View {
  public var body: Never { fatalError() }
  public func _draw(_ pen: Pen) { it._draw(pen) }
}
// swiftui/modifiedcontent
public struct ModifiedContent<Content, Modifier> {
  let content: Content
  let modifier: Modifier
}
extension ModifiedContent: View where Content: View, Modifier: ViewModifier {
  public var body: Never { fatalError() }
  public func _draw(_ pen: Pen) { modifier.body(content: .init(it: content))._draw(pen) }
}

// MARK: App

// swiftui/app
@MainActor @preconcurrency public protocol App {
  associatedtype Body: Scene
  @SceneBuilder var body: Body { get }
  init()
}
extension App { public static func main() {} }
// swiftui/scene
@MainActor @preconcurrency public protocol Scene { associatedtype Body: Scene; @SceneBuilder var body: Body { get } }
extension Never: Scene {}
// swiftui/scenebuilder
@resultBuilder public struct SceneBuilder {
  public static func buildExpression<Content>(_ content: Content) -> Content where Content: Scene { content }
  public static func buildBlock<Content>(_ content: Content) -> Content where Content: Scene { content }
}
// swiftui/windowgroup
public struct WindowGroup<Content>: Scene where Content: View {
  nonisolated public init(@ViewBuilder content: () -> Content) {}
  public var body: Never { fatalError() }
}
// swiftui/previewprovider
@MainActor @preconcurrency public protocol PreviewProvider {
  associatedtype Previews: View
  @ViewBuilder static var previews: Previews { get }
}
