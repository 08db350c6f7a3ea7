// swift-format-ignore-file
// How views lie, of what the app uses of SwiftUI. Each comment is the page below developer.apple.com/documentation that it is after.
import Foundation


// swiftui/vstack
public struct VStack<Content> where Content: View {
  private let content: Content
  public init(alignment: HorizontalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> Content) { self.content = content() }
  @MainActor public var body: Never { fatalError() }
  @MainActor public func _draw(_ pen: Pen) { content._draw(pen) }
}
extension VStack: View {}
// swiftui/hstack
public struct HStack<Content> where Content: View {
  private let content: Content
  public init(alignment: VerticalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> Content) { self.content = content() }
  @MainActor public var body: Never { fatalError() }
  @MainActor public func _draw(_ pen: Pen) { content._draw(pen) }
}
extension HStack: View {}
// swiftui/zstack
public struct ZStack<Content> where Content: View {
  private let content: Content
  public init(alignment: Alignment = .center, @ViewBuilder content: () -> Content) { self.content = content() }
  @MainActor public var body: Never { fatalError() }
  @MainActor public func _draw(_ pen: Pen) { content._draw(pen) }
}
extension ZStack: View {}
// swiftui/lazyvstack
public struct LazyVStack<Content> where Content: View {
  private let content: Content
  public init(alignment: HorizontalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> Content) { self.content = content() }
  @MainActor public var body: Never { fatalError() }
  @MainActor public func _draw(_ pen: Pen) { content._draw(pen) }
}
extension LazyVStack: View {}
// swiftui/lazyvgrid
public struct LazyVGrid<Content> where Content: View {
  private let content: Content
  public init(columns: [GridItem], alignment: HorizontalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> Content) { self.content = content() }
  @MainActor public var body: Never { fatalError() }
  @MainActor public func _draw(_ pen: Pen) { content._draw(pen) }
}
extension LazyVGrid: View {}
// swiftui/griditem
public struct GridItem: Sendable {
  public enum Size: Sendable { case fixed(CGFloat), flexible(minimum: CGFloat = 10, maximum: CGFloat = .infinity), adaptive(minimum: CGFloat, maximum: CGFloat = .infinity) }
  public init(_ size: Size = .flexible(), spacing: CGFloat? = nil, alignment: Alignment? = nil) {}
}
// swiftui/grid
public struct Grid<Content> where Content: View {
  private let content: Content
  public init(alignment: Alignment = .center, horizontalSpacing: CGFloat? = nil, verticalSpacing: CGFloat? = nil, @ViewBuilder content: () -> Content) { self.content = content() }
  @MainActor public var body: Never { fatalError() }
  @MainActor public func _draw(_ pen: Pen) { content._draw(pen) }
}
extension Grid: View {}
// swiftui/gridrow
public struct GridRow<Content> where Content: View {
  private let content: Content
  public init(alignment: VerticalAlignment? = nil, @ViewBuilder content: () -> Content) { self.content = content() }
  @MainActor public var body: Never { fatalError() }
  @MainActor public func _draw(_ pen: Pen) { content._draw(pen) }
}
extension GridRow: View {}
// swiftui/viewthatfits
public struct ViewThatFits<Content> where Content: View {
  private let content: Content
  public init(in axes: Axis.Set = [.horizontal, .vertical], @ViewBuilder content: () -> Content) { self.content = content() }
  @MainActor public var body: Never { fatalError() }
  @MainActor public func _draw(_ pen: Pen) { content._draw(pen) }
}
extension ViewThatFits: View {}
// swiftui/axis
public enum Axis: Int8, CaseIterable, Sendable {
  case horizontal, vertical
  public struct Set: OptionSet, Sendable {
    public let rawValue: Int8
    public init(rawValue: Int8) { self.rawValue = rawValue }
    public static let horizontal = Set(rawValue: 1), vertical = Set(rawValue: 2)
  }
}
// swiftui/spacer
public struct Spacer {
  public init(minLength: CGFloat? = nil) {}
  @MainActor public var body: Never { fatalError() }
  @MainActor public func _draw(_ pen: Pen) {}
}
extension Spacer: View {}
// swiftui/divider
public struct Divider {
  public init() {}
  @MainActor public var body: Never { fatalError() }
  @MainActor public func _draw(_ pen: Pen) {}
}
extension Divider: View {}
// swiftui/scrollview
public struct ScrollView<Content> where Content: View {
  private let content: Content
  public init(_ axes: Axis.Set = .vertical, showsIndicators: Bool = true, @ViewBuilder content: () -> Content) { self.content = content() }
  @MainActor public var body: Never { fatalError() }
  @MainActor public func _draw(_ pen: Pen) { content._draw(pen) }
}
extension ScrollView: View {}
// swiftui/list
public struct List<SelectionValue, Content> where SelectionValue: Hashable, Content: View {
  private let content: Content
  public init(selection: Binding<SelectionValue?>?, @ViewBuilder content: () -> Content) { self.content = content() }
  @MainActor public var body: Never { fatalError() }
  @MainActor public func _draw(_ pen: Pen) { content._draw(pen) }
}
extension List: View {}
extension List where SelectionValue == Never {
  nonisolated public init(@ViewBuilder content: () -> Content) { self.init(selection: nil, content: content) }
}
// swiftui/form
public struct Form<Content> where Content: View {
  private let content: Content
  public init(@ViewBuilder content: () -> Content) { self.content = content() }
  @MainActor public var body: Never { fatalError() }
  @MainActor public func _draw(_ pen: Pen) { content._draw(pen) }
}
extension Form: View {}
// swiftui/section
public struct Section<Parent, Content, Footer> {
  let parent: Parent
  let content: Content
  let footer: Footer
}
extension Section: View where Parent: View, Content: View, Footer: View {
  public var body: Never { fatalError() }
  public func _draw(_ pen: Pen) {
    parent._draw(pen)
    content._draw(pen)
    footer._draw(pen)
  }
  nonisolated public init(@ViewBuilder content: () -> Content, @ViewBuilder header: () -> Parent, @ViewBuilder footer: () -> Footer) {
    (self.content, parent, self.footer) = (content(), header(), footer())
  }
}
extension Section where Parent: View, Content: View, Footer == EmptyView {
  nonisolated public init(@ViewBuilder content: () -> Content, @ViewBuilder header: () -> Parent) { self.init(content: content, header: header) { EmptyView() } }
}
extension Section where Parent == EmptyView, Content: View, Footer: View {
  nonisolated public init(@ViewBuilder content: () -> Content, @ViewBuilder footer: () -> Footer) { self.init(content: content, header: { EmptyView() }, footer: footer) }
}
extension Section where Parent == EmptyView, Content: View, Footer == EmptyView {
  nonisolated public init(@ViewBuilder content: () -> Content) { self.init(content: content, header: { EmptyView() }, footer: { EmptyView() }) }
}
// swiftui/foreach
public struct ForEach<Data, ID, Content> where Data: RandomAccessCollection, ID: Hashable {
  public let _data: Data
  public let _content: (Data.Element) -> Content
  public init(_data: Data, _content: @escaping (Data.Element) -> Content) { (self._data, self._content) = (_data, _content) }
}
extension ForEach: View where Content: View {
  public var body: Never { fatalError() }
  public func _draw(_ pen: Pen) { for element in _data { _content(element)._draw(pen) } }
  nonisolated public init(_ data: Data, @ViewBuilder content: @escaping (Data.Element) -> Content) where ID == Data.Element.ID, Data.Element: Identifiable { self.init(_data: data, _content: content) }
  nonisolated public init(_ data: Data, id: KeyPath<Data.Element, ID>, @ViewBuilder content: @escaping (Data.Element) -> Content) { self.init(_data: data, _content: content) }
}
// swiftui/geometryproxy and swiftui/geometryreader are not used: rows say how large they are.

