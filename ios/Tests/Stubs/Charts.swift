// swift-format-ignore-file
// What the app's views use of Swift Charts, declared as Apple documents it. What it says can be gone through (SwiftUI/Pen.swift); it is part of no package.
// Each comment is the page below developer.apple.com/documentation that it is after.
import Foundation
import SwiftUI

// charts/chartcontent
@MainActor @preconcurrency public protocol ChartContent {
  associatedtype Body: ChartContent
  @ChartContentBuilder var body: Body { get }
  func _draw(_ pen: Pen)
}
extension ChartContent { public func _draw(_ pen: Pen) { body._draw(pen) } }
extension Never: ChartContent {}
// A mark that the system draws.
public protocol DrawnMark: ChartContent where Body == Never {}
extension DrawnMark {
  public var body: Never { fatalError() }
  public func _draw(_ pen: Pen) {}
}
public struct _Marks {
  let all: [any ChartContent]
  let views: [any View]
  nonisolated init(_ all: [any ChartContent] = [], views: [any View] = []) { (self.all, self.views) = (all, views) }
}
extension _Marks: ChartContent {
  public var body: Never { return fatalError() }
  public func _draw(_ pen: Pen) {
    for mark in all { mark._draw(pen) }
    for view in views { view._draw(pen) }
  }
}
// charts/chartcontentbuilder
@resultBuilder public struct ChartContentBuilder {
  public static func buildExpression<Content>(_ content: Content) -> Content where Content: ChartContent { content }
  public static func buildBlock() -> _Marks { _Marks() }
  public static func buildBlock<each Content>(_ content: repeat each Content) -> some ChartContent where repeat each Content: ChartContent {
    var all: [any ChartContent] = []
    repeat all.append(each content)
    return _Marks(all)
  }
  public static func buildIf<Content>(_ content: Content?) -> some ChartContent where Content: ChartContent { _Marks(content.map { [$0] } ?? []) }
  public static func buildEither<A, B>(first: A) -> BuilderConditional<A, B> where A: ChartContent, B: ChartContent { .init(it: first) }
  public static func buildEither<A, B>(second: B) -> BuilderConditional<A, B> where A: ChartContent, B: ChartContent { .init(it: second) }
}
// charts/builderconditional
public struct BuilderConditional<A, B> where A: ChartContent, B: ChartContent { let it: any ChartContent }
extension BuilderConditional: ChartContent {
  public var body: Never { return fatalError() }
  public func _draw(_ pen: Pen) { it._draw(pen) }
}
// charts/chart
public struct Chart<Content> where Content: ChartContent {
  private let content: Content
  public init(@ChartContentBuilder content: () -> Content) { self.content = content() }
  @MainActor public var body: Never { return fatalError() }
  @MainActor public func _draw(_ pen: Pen) { content._draw(pen) }
}
extension Chart: View {}
extension ForEach: ChartContent where Content: ChartContent {
  public var body: Never { return fatalError() }
  public func _draw(_ pen: Pen) { for element in _data { _content(element)._draw(pen) } }
  nonisolated public init(_ data: Data, @ChartContentBuilder content: @escaping (Data.Element) -> Content) where ID == Data.Element.ID, Data.Element: Identifiable { self.init(_data: data, _content: content) }
  nonisolated public init(_ data: Data, id: KeyPath<Data.Element, ID>, @ChartContentBuilder content: @escaping (Data.Element) -> Content) { self.init(_data: data, _content: content) }
}
// charts/plottable
public protocol Plottable { associatedtype PrimitivePlottable }
extension Double: Plottable { public typealias PrimitivePlottable = Double }
extension Int: Plottable { public typealias PrimitivePlottable = Int }
extension String: Plottable { public typealias PrimitivePlottable = String }
// charts/plottablevalue
public struct PlottableValue<Value> where Value: Plottable {
  public static func value<S>(_ label: S, _ value: Value) -> PlottableValue<Value> where S: StringProtocol { .init() }
}
// charts/markdimension
public struct MarkDimension: Sendable {
  public static let automatic = MarkDimension()
  public static func fixed(_ value: CGFloat) -> MarkDimension { .init() }
}
// charts/barmark
public struct BarMark: DrawnMark {
  nonisolated public init<X, Y>(x: PlottableValue<X>, yStart: PlottableValue<Y>, yEnd: PlottableValue<Y>, width: MarkDimension = .automatic) where X: Plottable, Y: Plottable {}
}
// charts/pointmark
public struct PointMark: DrawnMark {
  nonisolated public init<X, Y>(x: PlottableValue<X>, y: PlottableValue<Y>) where X: Plottable, Y: Plottable {}
}
// charts/linemark
public struct LineMark: DrawnMark {
  nonisolated public init<X, Y, S>(x: PlottableValue<X>, y: PlottableValue<Y>, series: PlottableValue<S>) where X: Plottable, Y: Plottable, S: Plottable {}
}
// charts/rulemark
public struct RuleMark: DrawnMark {
  nonisolated public init<Y>(y: PlottableValue<Y>) where Y: Plottable {}
  nonisolated public init<X>(x: PlottableValue<X>) where X: Plottable {}
}
// charts/annotationposition
public struct AnnotationPosition: Sendable { public static let automatic = Self(), top = Self(), bottom = Self(), leading = Self(), trailing = Self(), overlay = Self() }
extension ChartContent {
  // charts/chartcontent/foregroundstyle(_:)
  nonisolated public func foregroundStyle<S>(_ style: S) -> some ChartContent where S: ShapeStyle { self }
  // charts/chartcontent/linestyle(_:)
  nonisolated public func lineStyle(_ style: StrokeStyle) -> some ChartContent { self }
  // charts/chartcontent/symbol(symbol:)
  nonisolated public func symbol<V>(@ViewBuilder symbol: () -> V) -> some ChartContent where V: View { _Marks([self], views: [symbol()]) }
  // charts/chartcontent/annotation(position:alignment:spacing:content:)
  nonisolated public func annotation<C>(position: AnnotationPosition = .automatic, alignment: Alignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> C) -> some ChartContent where C: View { _Marks([self], views: [content()]) }
  // charts/chartcontent/accessibilityhidden(_:)
  nonisolated public func accessibilityHidden(_ hidden: Bool) -> some ChartContent { self }
}
// charts/axiscontent
@MainActor @preconcurrency public protocol AxisContent { func _draw(_ pen: Pen) }
// charts/axismark
@MainActor @preconcurrency public protocol AxisMark { func _draw(_ pen: Pen) }
extension AxisMark { public func _draw(_ pen: Pen) {} }
// charts/axiscontentbuilder
@resultBuilder public struct AxisContentBuilder {
  public static func buildExpression<Content>(_ content: Content) -> Content where Content: AxisContent { content }
  public static func buildBlock<Content>(_ content: Content) -> Content where Content: AxisContent { content }
}
public struct _AxisMarks { let all: [any AxisMark]; nonisolated init(_ all: [any AxisMark]) { self.all = all } }
extension _AxisMarks: AxisMark { public func _draw(_ pen: Pen) { for mark in all { mark._draw(pen) } } }
// charts/axismarkbuilder
@resultBuilder public struct AxisMarkBuilder {
  public static func buildExpression<Content>(_ content: Content) -> Content where Content: AxisMark { content }
  public static func buildBlock<each Content>(_ content: repeat each Content) -> some AxisMark where repeat each Content: AxisMark {
    var all: [any AxisMark] = []
    repeat all.append(each content)
    return _AxisMarks(all)
  }
  public static func buildIf<Content>(_ content: Content?) -> some AxisMark where Content: AxisMark { _AxisMarks(content.map { [$0] } ?? []) }
}
// charts/axismarkposition
public struct AxisMarkPosition: Sendable { public static let automatic = Self(), leading = Self(), trailing = Self(), bottom = Self(), top = Self() }
// charts/axisvalue
public struct AxisValue {
  public let index: Int
  public func `as`<P>(_ type: P.Type) -> P? where P: Plottable { nil }
}
// charts/axismarks
public struct AxisMarks<Content> where Content: AxisMark {
  private let count: Int
  private let content: (AxisValue) -> Content
  public init<Value>(position: AxisMarkPosition = .automatic, values: [Value], @AxisMarkBuilder content: @escaping (AxisValue) -> Content) where Value: Plottable {
    (count, self.content) = (values.count, content)
  }
  @MainActor public func _draw(_ pen: Pen) { for index in 0..<count { content(AxisValue(index: index))._draw(pen) } }
}
extension AxisMarks: AxisContent {}
// charts/axisgridline
public struct AxisGridLine: AxisMark { nonisolated public init(centered: Bool? = nil, stroke: StrokeStyle? = nil) {} }
// charts/axistick
public struct AxisTick: AxisMark { nonisolated public init(centered: Bool? = nil, stroke: StrokeStyle? = nil) {} }
// charts/axisvaluelabel
public struct AxisValueLabel<Content> where Content: View {
  private let content: Content
  public init(centered: Bool? = nil, @ViewBuilder content: () -> Content) { self.content = content() }
  @MainActor public func _draw(_ pen: Pen) { content._draw(pen) }
}
extension AxisValueLabel: AxisMark {}
extension AxisMark {
  // charts/axismark/foregroundstyle(_:)
  nonisolated public func foregroundStyle<S>(_ style: S) -> some AxisMark where S: ShapeStyle { self }
}
public struct _Axis<Chart, Marks> { let view: Chart; let axis: Marks }
extension _Axis: View where Chart: View, Marks: AxisContent {
  public var body: Never { return fatalError() }
  public func _draw(_ pen: Pen) {
    view._draw(pen)
    axis._draw(pen)
  }
}
// charts/scaledomain
public protocol ScaleDomain {}
extension ClosedRange: ScaleDomain where Bound: Plottable {}
extension View {
  // swiftui/view/chartxscale(domain:type:)
  nonisolated public func chartXScale<Domain>(domain: Domain) -> some View where Domain: ScaleDomain { self }
  // swiftui/view/chartyscale(domain:type:)
  nonisolated public func chartYScale<Domain>(domain: Domain) -> some View where Domain: ScaleDomain { self }
  // swiftui/view/chartxaxis(content:)
  nonisolated public func chartXAxis<Content>(@AxisContentBuilder content: () -> Content) -> some View where Content: AxisContent { _Axis(view: self, axis: content()) }
  // swiftui/view/chartyaxis(content:)
  nonisolated public func chartYAxis<Content>(@AxisContentBuilder content: () -> Content) -> some View where Content: AxisContent { _Axis(view: self, axis: content()) }
  // swiftui/view/chartlegend(_:)
  nonisolated public func chartLegend(_ visibility: Visibility) -> some View { self }
}
