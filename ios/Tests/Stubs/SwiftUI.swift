// swift-format-ignore-file
// What the app's views use of SwiftUI, declared as Apple documents it, so that their types are checked where there is no SwiftUI.
// It does nothing, and is part of no package. Each comment is the page below developer.apple.com/documentation that it is after.
import Foundation
// Part of CoreGraphics there, which SwiftUI brings along.
@_exported import struct Foundation.CGFloat
@_exported import struct Foundation.CGPoint
@_exported import struct Foundation.CGRect
@_exported import Accessibility
import UniformTypeIdentifiers

// MARK: Views

// swiftui/view
@MainActor @preconcurrency public protocol View {
  associatedtype Body: View
  @ViewBuilder var body: Body { get }
}
extension Never: View { public var body: Never { fatalError() } }
// A view that the system draws: its body is nobody's.
public protocol Drawn: View where Body == Never {}
extension Drawn { public var body: Never { fatalError() } }
// swiftui/viewbuilder
@resultBuilder public struct ViewBuilder {
  public static func buildExpression<Content>(_ content: Content) -> Content where Content: View { content }
  public static func buildBlock() -> EmptyView { EmptyView() }
  public static func buildBlock<Content>(_ content: Content) -> Content where Content: View { content }
  public static func buildBlock<each Content>(_ content: repeat each Content) -> TupleView<(repeat each Content)> where repeat each Content: View {
    TupleView()
  }
  public static func buildIf<Content>(_ content: Content?) -> Content? where Content: View { content }
  public static func buildEither<A, B>(first: A) -> _ConditionalContent<A, B> where A: View, B: View { .init() }
  public static func buildEither<A, B>(second: B) -> _ConditionalContent<A, B> where A: View, B: View { .init() }
  public static func buildLimitedAvailability<Content>(_ content: Content) -> AnyView where Content: View { AnyView(content) }
}
// swiftui/tupleview
public struct TupleView<T>: Drawn {}
// swiftui/emptyview
public struct EmptyView: Drawn { nonisolated public init() {} }
// swiftui/anyview
public struct AnyView: Drawn { nonisolated public init<V>(_ view: V) where V: View {} }
public struct _ConditionalContent<A, B>: Drawn {}
extension Optional: View where Wrapped: View { public var body: Never { fatalError() } }
// swiftui/group
public struct Group<Content> { }
extension Group: View where Content: View {
  public var body: Never { fatalError() }
  nonisolated public init(@ViewBuilder content: () -> Content) {}
}
// swiftui/viewmodifier
@MainActor @preconcurrency public protocol ViewModifier {
  associatedtype Body: View
  @ViewBuilder func body(content: Content) -> Body
  typealias Content = _ViewModifier_Content<Self>
}
public struct _ViewModifier_Content<M>: Drawn where M: ViewModifier {}
// swiftui/modifiedcontent
public struct ModifiedContent<Content, Modifier>: Drawn {}

// MARK: State

// swiftui/dynamicproperty
public protocol DynamicProperty {}
// swiftui/state
@propertyWrapper public struct State<Value>: DynamicProperty {
  public init(wrappedValue value: Value) { fatalError() }
  public init(initialValue value: Value) { fatalError() }
  public var wrappedValue: Value { get { fatalError() } nonmutating set {} }
  public var projectedValue: Binding<Value> { fatalError() }
}
extension State: Sendable where Value: Sendable {}
extension State where Value: ExpressibleByNilLiteral { public init() { fatalError() } }
// swiftui/binding
@propertyWrapper @dynamicMemberLookup public struct Binding<Value> {
  @preconcurrency public init(get: @escaping @isolated(any) @Sendable () -> Value, set: @escaping @isolated(any) @Sendable (Value) -> Void) {}
  public static func constant(_ value: Value) -> Binding<Value> { fatalError() }
  public var wrappedValue: Value { get { fatalError() } nonmutating set {} }
  public var projectedValue: Binding<Value> { self }
  public subscript<Subject>(dynamicMember keyPath: WritableKeyPath<Value, Subject>) -> Binding<Subject> { fatalError() }
}
extension Binding: @unchecked Sendable where Value: Sendable {}
// swiftui/bindable
@propertyWrapper @dynamicMemberLookup public struct Bindable<Value> {
  public var wrappedValue: Value
  public var projectedValue: Bindable<Value> { self }
  public init(wrappedValue: Value) where Value: AnyObject { self.wrappedValue = wrappedValue }
  public init(_ wrappedValue: Value) where Value: AnyObject { self.wrappedValue = wrappedValue }
  public subscript<Subject>(dynamicMember keyPath: ReferenceWritableKeyPath<Value, Subject>) -> Binding<Subject> where Value: AnyObject { fatalError() }
}
// swiftui/environment
@propertyWrapper public struct Environment<Value>: DynamicProperty {
  public init(_ keyPath: KeyPath<EnvironmentValues, Value>) {}
  public var wrappedValue: Value { fatalError() }
}
extension Environment: Sendable where Value: Sendable {}
// swiftui/focusstate
@propertyWrapper public struct FocusState<Value>: DynamicProperty where Value: Hashable {
  @propertyWrapper public struct Binding {
    public var wrappedValue: Value { get { fatalError() } nonmutating set {} }
    public var projectedValue: Binding { self }
    public init(nobodyCallsThis: Never) {}
  }
  public init() where Value == Bool {}
  public init<T>() where Value == T?, T: Hashable {}
  public var wrappedValue: Value { get { fatalError() } nonmutating set {} }
  public var projectedValue: FocusState<Value>.Binding { fatalError() }
}
// swiftui/accessibilityfocusstate
@propertyWrapper public struct AccessibilityFocusState<Value>: DynamicProperty where Value: Hashable {
  @propertyWrapper public struct Binding {
    public var wrappedValue: Value { get { fatalError() } nonmutating set {} }
    public var projectedValue: Binding { self }
    public init(nobodyCallsThis: Never) {}
  }
  public init() where Value == Bool {}
  public var wrappedValue: Value { get { fatalError() } nonmutating set {} }
  public var projectedValue: AccessibilityFocusState<Value>.Binding { fatalError() }
}
// swiftui/scaledmetric
@propertyWrapper public struct ScaledMetric<Value>: DynamicProperty where Value: BinaryFloatingPoint {
  public init(wrappedValue: Value, relativeTo textStyle: Font.TextStyle) {}
  public init(wrappedValue: Value) {}
  public var wrappedValue: Value { fatalError() }
}
// swiftui/environmentvalues
public struct EnvironmentValues {
  public init() {}
  public subscript<K>(key: K.Type) -> K.Value where K: EnvironmentKey { get { fatalError() } set {} }
  // swiftui/environmentvalues/colorscheme
  public var colorScheme: ColorScheme { get { fatalError() } set {} }
  // swiftui/environmentvalues/dynamictypesize
  public var dynamicTypeSize: DynamicTypeSize { get { fatalError() } set {} }
  // swiftui/environmentvalues/horizontalsizeclass
  public var horizontalSizeClass: UserInterfaceSizeClass? { get { fatalError() } set {} }
  // swiftui/environmentvalues/layoutdirection
  public var layoutDirection: LayoutDirection { get { fatalError() } set {} }
  // swiftui/environmentvalues/locale
  public var locale: Locale { get { fatalError() } set {} }
  // swiftui/environmentvalues/scenephase
  public var scenePhase: ScenePhase { get { fatalError() } set {} }
  // swiftui/environmentvalues/isenabled
  public var isEnabled: Bool { get { fatalError() } set {} }
  // swiftui/environmentvalues/accessibilityreducemotion
  public var accessibilityReduceMotion: Bool { fatalError() }
  // swiftui/environmentvalues/legibilityweight
  public var legibilityWeight: LegibilityWeight? { get { fatalError() } set {} }
  // swiftui/environmentvalues/openurl
  public var openURL: OpenURLAction { get { fatalError() } set {} }
}
// swiftui/environmentkey
public protocol EnvironmentKey { associatedtype Value; static var defaultValue: Value { get } }
// swiftui/openurlaction
@MainActor @preconcurrency public struct OpenURLAction { public func callAsFunction(_ url: URL) {} }
// swiftui/legibilityweight
public enum LegibilityWeight: Hashable, Sendable { case regular, bold }
// swiftui/colorscheme
public enum ColorScheme: CaseIterable, Hashable, Sendable { case light, dark }
// swiftui/layoutdirection
public enum LayoutDirection: Hashable, CaseIterable, Sendable { case leftToRight, rightToLeft }
// swiftui/userinterfacesizeclass
public enum UserInterfaceSizeClass: Sendable { case compact, regular }
// swiftui/scenephase
public enum ScenePhase: Comparable, Sendable { case background, inactive, active }
// swiftui/dynamictypesize
public enum DynamicTypeSize: Hashable, Comparable, CaseIterable, Sendable {
  case xSmall, small, medium, large, xLarge, xxLarge, xxxLarge
  case accessibility1, accessibility2, accessibility3, accessibility4, accessibility5
  public var isAccessibilitySize: Bool { self >= .accessibility1 }
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

// MARK: Words and pictures

// swiftui/text
extension Text: Drawn {}
public struct Text: Equatable, Sendable {
  public init(verbatim content: String) {}
  public init<S>(_ content: S) where S: StringProtocol {}
  public init(_ key: LocalizedStringKey, tableName: String? = nil, bundle: Bundle? = nil, comment: StaticString? = nil) {}
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
  public init(_ value: String) {}
  public init(stringLiteral value: String) {}
}
// swiftui/image
extension Image: Drawn {}
public struct Image: Equatable, Sendable {
  public init(systemName: String) {}
  public init(_ name: String, bundle: Bundle? = nil) {}
  // swiftui/image/imagescale(_:) is swiftui/view/imagescale(_:)
  public enum Scale: Hashable, Sendable { case small, medium, large }
}
// swiftui/label
public struct Label<Title, Icon>: View where Title: View, Icon: View {
  nonisolated public init(@ViewBuilder title: () -> Title, @ViewBuilder icon: () -> Icon) {}
  public var body: some View { EmptyView() }
}
extension Label where Title == Text, Icon == Image {
  nonisolated public init<S>(_ title: S, systemImage name: String) where S: StringProtocol {}
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

// MARK: Colours and shapes

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
extension Color: Drawn {}
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
public struct _ShapeView: Drawn {}
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

// MARK: Layout

// swiftui/vstack
public struct VStack<Content>: Drawn where Content: View {
  nonisolated public init(alignment: HorizontalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> Content) {}
}
// swiftui/hstack
public struct HStack<Content>: Drawn where Content: View {
  nonisolated public init(alignment: VerticalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> Content) {}
}
// swiftui/zstack
public struct ZStack<Content>: Drawn where Content: View {
  nonisolated public init(alignment: Alignment = .center, @ViewBuilder content: () -> Content) {}
}
// swiftui/lazyvstack
public struct LazyVStack<Content>: Drawn where Content: View {
  nonisolated public init(alignment: HorizontalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> Content) {}
}
// swiftui/lazyvgrid
public struct LazyVGrid<Content>: Drawn where Content: View {
  nonisolated public init(columns: [GridItem], alignment: HorizontalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> Content) {}
}
// swiftui/griditem
public struct GridItem: Sendable {
  public enum Size: Sendable { case fixed(CGFloat), flexible(minimum: CGFloat = 10, maximum: CGFloat = .infinity), adaptive(minimum: CGFloat, maximum: CGFloat = .infinity) }
  public init(_ size: Size = .flexible(), spacing: CGFloat? = nil, alignment: Alignment? = nil) {}
}
// swiftui/grid
public struct Grid<Content>: Drawn where Content: View {
  nonisolated public init(alignment: Alignment = .center, horizontalSpacing: CGFloat? = nil, verticalSpacing: CGFloat? = nil, @ViewBuilder content: () -> Content) {}
}
// swiftui/gridrow
public struct GridRow<Content>: Drawn where Content: View {
  nonisolated public init(alignment: VerticalAlignment? = nil, @ViewBuilder content: () -> Content) {}
}
// swiftui/viewthatfits
public struct ViewThatFits<Content>: Drawn where Content: View {
  nonisolated public init(in axes: Axis.Set = [.horizontal, .vertical], @ViewBuilder content: () -> Content) {}
}
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
public struct Spacer: Drawn { nonisolated public init(minLength: CGFloat? = nil) {} }
// swiftui/divider
public struct Divider: Drawn { nonisolated public init() {} }
// swiftui/scrollview
public struct ScrollView<Content>: Drawn where Content: View {
  nonisolated public init(_ axes: Axis.Set = .vertical, showsIndicators: Bool = true, @ViewBuilder content: () -> Content) {}
}
// swiftui/list
public struct List<SelectionValue, Content>: Drawn where SelectionValue: Hashable, Content: View {}
extension List where SelectionValue == Never {
  nonisolated public init(@ViewBuilder content: () -> Content) {}
}
extension List {
  nonisolated public init(selection: Binding<SelectionValue?>?, @ViewBuilder content: () -> Content) {}
}
// swiftui/form
public struct Form<Content>: Drawn where Content: View { nonisolated public init(@ViewBuilder content: () -> Content) {} }
// swiftui/section
public struct Section<Parent, Content, Footer> {}
extension Section: View where Parent: View, Content: View, Footer: View {
  public var body: Never { fatalError() }
  nonisolated public init(@ViewBuilder content: () -> Content, @ViewBuilder header: () -> Parent, @ViewBuilder footer: () -> Footer) {}
}
extension Section where Parent: View, Content: View, Footer == EmptyView {
  nonisolated public init(@ViewBuilder content: () -> Content, @ViewBuilder header: () -> Parent) {}
}
extension Section where Parent == EmptyView, Content: View, Footer: View {
  nonisolated public init(@ViewBuilder content: () -> Content, @ViewBuilder footer: () -> Footer) {}
}
extension Section where Parent == EmptyView, Content: View, Footer == EmptyView {
  nonisolated public init(@ViewBuilder content: () -> Content) {}
}
// swiftui/foreach
public struct ForEach<Data, ID, Content> where Data: RandomAccessCollection, ID: Hashable {}
extension ForEach: View where Content: View {
  public var body: Never { fatalError() }
  nonisolated public init(_ data: Data, @ViewBuilder content: @escaping (Data.Element) -> Content) where ID == Data.Element.ID, Data.Element: Identifiable {}
  nonisolated public init(_ data: Data, id: KeyPath<Data.Element, ID>, @ViewBuilder content: @escaping (Data.Element) -> Content) {}
}
// swiftui/geometryproxy and swiftui/geometryreader are not used: rows say how large they are.

// MARK: Controls

// swiftui/buttonrole
public struct ButtonRole: Equatable, Sendable { public static let destructive = ButtonRole(), cancel = ButtonRole() }
// swiftui/button
public struct Button<Label>: View where Label: View {
  @preconcurrency nonisolated public init(action: @escaping @MainActor () -> Void, @ViewBuilder label: () -> Label) {}
  @preconcurrency nonisolated public init(role: ButtonRole?, action: @escaping @MainActor () -> Void, @ViewBuilder label: () -> Label) {}
  public var body: some View { EmptyView() }
}
extension Button where Label == Text {
  @preconcurrency nonisolated public init<S>(_ title: S, action: @escaping @MainActor () -> Void) where S: StringProtocol {}
  @preconcurrency nonisolated public init<S>(_ title: S, role: ButtonRole?, action: @escaping @MainActor () -> Void) where S: StringProtocol {}
}
extension Button where Label == SwiftUI.Label<Text, Image> {
  @preconcurrency nonisolated public init<S>(_ title: S, systemImage: String, action: @escaping @MainActor () -> Void) where S: StringProtocol {}
}
// swiftui/buttonstyle
@MainActor @preconcurrency public protocol ButtonStyle {
  associatedtype Body: View
  @ViewBuilder func makeBody(configuration: Configuration) -> Body
  typealias Configuration = ButtonStyleConfiguration
}
// swiftui/buttonstyleconfiguration
public struct ButtonStyleConfiguration {
  public struct Label: Drawn {}
  public let role: ButtonRole?
  public let label: Label
  public let isPressed: Bool
}
// swiftui/primitivebuttonstyle
@MainActor @preconcurrency public protocol PrimitiveButtonStyle {}
public struct PlainButtonStyle: PrimitiveButtonStyle {}
public struct BorderlessButtonStyle: PrimitiveButtonStyle {}
extension PrimitiveButtonStyle where Self == PlainButtonStyle { public static var plain: PlainButtonStyle { fatalError() } }
extension PrimitiveButtonStyle where Self == BorderlessButtonStyle { public static var borderless: BorderlessButtonStyle { fatalError() } }
// swiftui/toggle
public struct Toggle<Label>: View where Label: View {
  nonisolated public init(isOn: Binding<Bool>, @ViewBuilder label: () -> Label) {}
  public var body: some View { EmptyView() }
}
// swiftui/picker
public struct Picker<Label, SelectionValue, Content>: View where Label: View, SelectionValue: Hashable, Content: View {
  nonisolated public init(selection: Binding<SelectionValue>, @ViewBuilder content: () -> Content, @ViewBuilder label: () -> Label) {}
  public var body: some View { EmptyView() }
}
extension Picker where Label == Text {
  nonisolated public init<S>(_ title: S, selection: Binding<SelectionValue>, @ViewBuilder content: () -> Content) where S: StringProtocol {}
}
// swiftui/pickerstyle
public protocol PickerStyle {}
public struct SegmentedPickerStyle: PickerStyle {}
public struct InlinePickerStyle: PickerStyle {}
public struct MenuPickerStyle: PickerStyle {}
extension PickerStyle where Self == SegmentedPickerStyle { public static var segmented: SegmentedPickerStyle { .init() } }
extension PickerStyle where Self == InlinePickerStyle { public static var inline: InlinePickerStyle { .init() } }
extension PickerStyle where Self == MenuPickerStyle { public static var menu: MenuPickerStyle { .init() } }
// swiftui/textfield
public struct TextField<Label>: View where Label: View { public var body: some View { EmptyView() } }
extension TextField where Label == Text {
  nonisolated public init<S>(_ title: S, text: Binding<String>) where S: StringProtocol {}
  nonisolated public init<S>(_ title: S, text: Binding<String>, axis: Axis) where S: StringProtocol {}
}
// swiftui/securefield
public struct SecureField<Label>: View where Label: View { public var body: some View { EmptyView() } }
extension SecureField where Label == Text {
  nonisolated public init<S>(_ title: S, text: Binding<String>) where S: StringProtocol {}
}
// swiftui/progressview
public struct ProgressView<Label, CurrentValueLabel>: View where Label: View, CurrentValueLabel: View { public var body: some View { EmptyView() } }
extension ProgressView where Label == EmptyView, CurrentValueLabel == EmptyView {
  nonisolated public init() {}
  nonisolated public init<V>(value: V?, total: V = 1.0) where V: BinaryFloatingPoint {}
}
// swiftui/contentunavailableview
public struct ContentUnavailableView<Label, Description, Actions>: View where Label: View, Description: View, Actions: View {
  nonisolated public init(@ViewBuilder label: () -> Label, @ViewBuilder description: () -> Description = { EmptyView() }, @ViewBuilder actions: () -> Actions = { EmptyView() }) {}
  public var body: some View { EmptyView() }
}

// MARK: Navigation

// swiftui/navigationstack
public struct NavigationStack<Data, Root>: View where Root: View { public var body: some View { EmptyView() } }
extension NavigationStack {
  nonisolated public init(path: Binding<Data>, @ViewBuilder root: () -> Root)
  where Data: MutableCollection, Data: RandomAccessCollection, Data: RangeReplaceableCollection, Data.Element: Hashable {}
}
extension NavigationStack where Data == NavigationPath { nonisolated public init(@ViewBuilder root: () -> Root) {} }
// swiftui/navigationpath
public struct NavigationPath { public init() {} }
// swiftui/navigationsplitview
public struct NavigationSplitView<Sidebar, Content, Detail>: View where Sidebar: View, Content: View, Detail: View { public var body: some View { EmptyView() } }
extension NavigationSplitView where Content == EmptyView {
  nonisolated public init(@ViewBuilder sidebar: () -> Sidebar, @ViewBuilder detail: () -> Detail) {}
}
// swiftui/toolbarcontent
@MainActor @preconcurrency public protocol ToolbarContent { associatedtype Body: ToolbarContent; @ToolbarContentBuilder var body: Body { get } }
extension Never: ToolbarContent {}
// swiftui/toolbarcontentbuilder
@resultBuilder public struct ToolbarContentBuilder {
  public static func buildExpression<Content>(_ content: Content) -> Content where Content: ToolbarContent { content }
  public static func buildBlock<Content>(_ content: Content) -> some ToolbarContent where Content: ToolbarContent { content }
  public static func buildBlock<C0, C1>(_ c0: C0, _ c1: C1) -> some ToolbarContent where C0: ToolbarContent, C1: ToolbarContent { c0 }
  public static func buildIf<Content>(_ content: Content?) -> some ToolbarContent where Content: ToolbarContent { _Tools() }
}
public struct _Tools: ToolbarContent { nonisolated public init() {}; public var body: Never { return fatalError() } }
// swiftui/toolbaritem
public struct ToolbarItem<ID, Content>: ToolbarContent where Content: View { public var body: Never { return fatalError() } }
extension ToolbarItem where ID == () { nonisolated public init(placement: ToolbarItemPlacement = .automatic, @ViewBuilder content: () -> Content) {} }
// swiftui/toolbaritemgroup
public struct ToolbarItemGroup<Content>: ToolbarContent where Content: View {
  nonisolated public init(placement: ToolbarItemPlacement = .automatic, @ViewBuilder content: () -> Content) {}
  public var body: Never { return fatalError() }
}
// swiftui/toolbaritemplacement
public struct ToolbarItemPlacement: Sendable {
  public static let automatic = Self(), principal = Self(), navigation = Self(), topBarLeading = Self(), topBarTrailing = Self(),
    primaryAction = Self(), cancellationAction = Self(), confirmationAction = Self()
}
// swiftui/navigationbaritem/titledisplaymode
public struct NavigationBarItem: Sendable { public enum TitleDisplayMode: Sendable { case automatic, inline, large } }
// swiftui/visibility
public enum Visibility: Hashable, CaseIterable, Sendable { case automatic, visible, hidden }
// swiftui/liststyle
public protocol ListStyle {}
public struct InsetGroupedListStyle: ListStyle {}
public struct PlainListStyle: ListStyle {}
extension ListStyle where Self == InsetGroupedListStyle { public static var insetGrouped: InsetGroupedListStyle { .init() } }
extension ListStyle where Self == PlainListStyle { public static var plain: PlainListStyle { .init() } }
// swiftui/submitlabel
public struct SubmitLabel: Sendable { public static var done: SubmitLabel { .init() }; public static var next: SubmitLabel { .init() } }
// swiftui/submittriggers
public struct SubmitTriggers: OptionSet, Sendable { public let rawValue: Int; public init(rawValue: Int) { self.rawValue = rawValue }; public static let text = Self(rawValue: 1) }
// swiftui/textinputautocapitalization
public struct TextInputAutocapitalization: Sendable {
  public static var never: Self { .init() }
  public static var words: Self { .init() }
  public static var sentences: Self { .init() }
  public static var characters: Self { .init() }
}
// uikit/uikeyboardtype
public enum UIKeyboardType: Int, Sendable { case `default`, asciiCapable, numberPad, decimalPad }
// uikit/uitextcontenttype
public struct UITextContentType: Hashable, Sendable { public static let password = Self(), newPassword = Self(), name = Self(), oneTimeCode = Self() }
// swiftui/accessibilitytraits
public struct AccessibilityTraits: SetAlgebra, Sendable {
  public typealias Element = AccessibilityTraits
  public typealias ArrayLiteralElement = AccessibilityTraits
  public init() {}
  public static let isButton = Self(), isHeader = Self(), isSelected = Self(), isImage = Self(), isStaticText = Self(), updatesFrequently = Self(),
    isToggle = Self(), isModal = Self()
  public func contains(_ member: Self) -> Bool { false }
  public func union(_ other: Self) -> Self { self }
  public func intersection(_ other: Self) -> Self { self }
  public func symmetricDifference(_ other: Self) -> Self { self }
  public mutating func insert(_ n: Self) -> (inserted: Bool, memberAfterInsert: Self) { (true, n) }
  public mutating func remove(_ member: Self) -> Self? { nil }
  public mutating func update(with n: Self) -> Self? { nil }
  public mutating func formUnion(_ other: Self) {}
  public mutating func formIntersection(_ other: Self) {}
  public mutating func formSymmetricDifference(_ other: Self) {}
}
// swiftui/accessibilitychildbehavior
public struct AccessibilityChildBehavior: Hashable, Sendable { public static let ignore = Self(), combine = Self(), contain = Self() }
// swiftui/accessibilityactionkind
public struct AccessibilityActionKind: Equatable, Sendable { public static let `default` = Self(), escape = Self(), magicTap = Self() }
// swiftui/accessibilityadjustmentdirection
public enum AccessibilityAdjustmentDirection: Sendable { case increment, decrement }
// swiftui/accessibilityheadinglevel
public enum AccessibilityHeadingLevel: UInt, Sendable { case unspecified, h1, h2, h3 }
// swiftui/sensoryfeedback
public struct SensoryFeedback: Equatable, Sendable { public static let success = Self(), warning = Self(), impact = Self() }
// swiftui/searchfieldplacement
public struct SearchFieldPlacement: Sendable { public static let automatic = Self() }
// swiftui/animation
public struct Animation: Equatable, Sendable { public static let `default` = Animation() }
// swiftui/keyboardshortcut
public struct KeyboardShortcut: Hashable, Sendable { public static let defaultAction = Self(), cancelAction = Self() }
// swiftui/previewprovider
@MainActor @preconcurrency public protocol PreviewProvider {
  associatedtype Previews: View
  @ViewBuilder static var previews: Previews { get }
}

// MARK: What can be said of every view

extension View {
  // swiftui/view/modifier(_:)
  nonisolated public func modifier<T>(_ modifier: T) -> ModifiedContent<Self, T> where T: ViewModifier { .init() }
  // swiftui/view/font(_:)
  nonisolated public func font(_ font: Font?) -> some View { EmptyView() }
  // swiftui/view/fontweight(_:)
  nonisolated public func fontWeight(_ weight: Font.Weight?) -> some View { EmptyView() }
  // swiftui/view/monospaceddigit()
  nonisolated public func monospacedDigit() -> some View { EmptyView() }
  // swiftui/view/strikethrough(_:pattern:color:)
  nonisolated public func strikethrough(_ isActive: Bool = true, pattern: Text.LineStyle.Pattern = .solid, color: Color? = nil) -> some View { EmptyView() }
  // swiftui/view/foregroundstyle(_:)
  nonisolated public func foregroundStyle<S>(_ style: S) -> some View where S: ShapeStyle { EmptyView() }
  // swiftui/view/tint(_:)
  nonisolated public func tint<S>(_ tint: S?) -> some View where S: ShapeStyle { EmptyView() }
  // swiftui/view/background(_:ignoressafeareaedges:)
  nonisolated public func background<S>(_ style: S, ignoresSafeAreaEdges edges: Edge.Set = .all) -> some View where S: ShapeStyle { EmptyView() }
  // swiftui/view/background(_:in:fillstyle:)
  nonisolated public func background<S, T>(_ style: S, in shape: T) -> some View where S: ShapeStyle, T: Shape { EmptyView() }
  // swiftui/view/background(alignment:content:)
  nonisolated public func background<V>(alignment: Alignment = .center, @ViewBuilder content: () -> V) -> some View where V: View { EmptyView() }
  // swiftui/view/overlay(alignment:content:)
  nonisolated public func overlay<V>(alignment: Alignment = .center, @ViewBuilder content: () -> V) -> some View where V: View { EmptyView() }
  // swiftui/view/clipshape(_:style:)
  nonisolated public func clipShape<S>(_ shape: S) -> some View where S: Shape { EmptyView() }
  // swiftui/view/contentshape(_:eofill:)
  nonisolated public func contentShape<S>(_ shape: S, eoFill: Bool = false) -> some View where S: Shape { EmptyView() }
  // swiftui/view/opacity(_:)
  nonisolated public func opacity(_ opacity: Double) -> some View { EmptyView() }
  // swiftui/view/frame(width:height:alignment:)
  nonisolated public func frame(width: CGFloat? = nil, height: CGFloat? = nil, alignment: Alignment = .center) -> some View { EmptyView() }
  // swiftui/view/frame(minwidth:idealwidth:maxwidth:minheight:idealheight:maxheight:alignment:)
  nonisolated public func frame(
    minWidth: CGFloat? = nil, idealWidth: CGFloat? = nil, maxWidth: CGFloat? = nil, minHeight: CGFloat? = nil, idealHeight: CGFloat? = nil,
    maxHeight: CGFloat? = nil, alignment: Alignment = .center
  ) -> some View { EmptyView() }
  // swiftui/view/padding(_:_:)
  nonisolated public func padding(_ edges: Edge.Set = .all, _ length: CGFloat? = nil) -> some View { EmptyView() }
  // swiftui/view/padding(_:)-68shk
  nonisolated public func padding(_ length: CGFloat) -> some View { EmptyView() }
  // swiftui/view/fixedsize(horizontal:vertical:)
  nonisolated public func fixedSize(horizontal: Bool, vertical: Bool) -> some View { EmptyView() }
  // swiftui/view/layoutpriority(_:)
  nonisolated public func layoutPriority(_ value: Double) -> some View { EmptyView() }
  // swiftui/view/multilinetextalignment(_:)
  nonisolated public func multilineTextAlignment(_ alignment: TextAlignment) -> some View { EmptyView() }
  // swiftui/view/linelimit(_:)
  nonisolated public func lineLimit(_ number: Int?) -> some View { EmptyView() }
  // swiftui/view/linelimit(_:reservesspace:)
  nonisolated public func lineLimit(_ limit: Int, reservesSpace: Bool) -> some View { EmptyView() }
  // swiftui/view/minimumscalefactor(_:)
  nonisolated public func minimumScaleFactor(_ factor: CGFloat) -> some View { EmptyView() }
  // swiftui/view/imagescale(_:)
  nonisolated public func imageScale(_ scale: Image.Scale) -> some View { EmptyView() }
  // swiftui/view/environment(_:_:)
  nonisolated public func environment<V>(_ keyPath: WritableKeyPath<EnvironmentValues, V>, _ value: V) -> some View { EmptyView() }
  // swiftui/view/disabled(_:)
  nonisolated public func disabled(_ disabled: Bool) -> some View { EmptyView() }
  // swiftui/view/hidden()
  nonisolated public func hidden() -> some View { EmptyView() }
  // swiftui/view/id(_:)
  nonisolated public func id<ID>(_ id: ID) -> some View where ID: Hashable { EmptyView() }
  // swiftui/view/tag(_:includeoptional:)
  nonisolated public func tag<V>(_ tag: V, includeOptional: Bool = true) -> some View where V: Hashable { EmptyView() }
  // swiftui/view/onappear(perform:)
  nonisolated public func onAppear(perform action: (() -> Void)? = nil) -> some View { EmptyView() }
  // swiftui/view/ondisappear(perform:)
  nonisolated public func onDisappear(perform action: (() -> Void)? = nil) -> some View { EmptyView() }
  // swiftui/view/onchange(of:initial:_:)-4psgg and -8wgw9
  nonisolated public func onChange<V>(of value: V, initial: Bool = false, _ action: @escaping (_ oldValue: V, _ newValue: V) -> Void) -> some View where V: Equatable { EmptyView() }
  nonisolated public func onChange<V>(of value: V, initial: Bool = false, _ action: @escaping () -> Void) -> some View where V: Equatable { EmptyView() }
  // swiftui/view/task(priority:_:)
  @preconcurrency nonisolated public func task(priority: TaskPriority = .userInitiated, @_inheritActorContext _ action: @escaping @Sendable @isolated(any) () async -> Void) -> some View { EmptyView() }
  // swiftui/view/task(id:priority:_:)
  @preconcurrency nonisolated public func task<T>(id value: T, priority: TaskPriority = .userInitiated, @_inheritActorContext _ action: @escaping @Sendable @isolated(any) () async -> Void) -> some View where T: Equatable { EmptyView() }
  // swiftui/view/refreshable(action:)
  @preconcurrency nonisolated public func refreshable(action: @escaping @Sendable () async -> Void) -> some View { EmptyView() }
  // swiftui/view/ontapgesture(count:perform:)
  nonisolated public func onTapGesture(count: Int = 1, perform action: @escaping () -> Void) -> some View { EmptyView() }
  // swiftui/view/onsubmit(of:_:)
  nonisolated public func onSubmit(of triggers: SubmitTriggers = .text, _ action: @escaping () -> Void) -> some View { EmptyView() }
  // swiftui/view/submitlabel(_:)
  nonisolated public func submitLabel(_ submitLabel: SubmitLabel) -> some View { EmptyView() }
  // swiftui/view/focused(_:)
  nonisolated public func focused(_ condition: FocusState<Bool>.Binding) -> some View { EmptyView() }
  // swiftui/view/focused(_:equals:)
  nonisolated public func focused<Value>(_ binding: FocusState<Value>.Binding, equals value: Value) -> some View where Value: Hashable { EmptyView() }
  // swiftui/view/keyboardtype(_:)
  nonisolated public func keyboardType(_ type: UIKeyboardType) -> some View { EmptyView() }
  // swiftui/view/textcontenttype(_:)-ufdv
  nonisolated public func textContentType(_ textContentType: UITextContentType?) -> some View { EmptyView() }
  // swiftui/view/textinputautocapitalization(_:)
  nonisolated public func textInputAutocapitalization(_ autocapitalization: TextInputAutocapitalization?) -> some View { EmptyView() }
  // swiftui/view/autocorrectiondisabled(_:)
  nonisolated public func autocorrectionDisabled(_ disable: Bool = true) -> some View { EmptyView() }
  // swiftui/view/privacysensitive(_:)
  nonisolated public func privacySensitive(_ sensitive: Bool = true) -> some View { EmptyView() }
  // swiftui/view/sensoryfeedback(_:trigger:)
  nonisolated public func sensoryFeedback<T>(_ feedback: SensoryFeedback, trigger: T) -> some View where T: Equatable { EmptyView() }
  // swiftui/view/animation(_:value:)
  nonisolated public func animation<V>(_ animation: Animation?, value: V) -> some View where V: Equatable { EmptyView() }
  // swiftui/view/keyboardshortcut(_:)
  nonisolated public func keyboardShortcut(_ shortcut: KeyboardShortcut) -> some View { EmptyView() }

  // Lists and controls.
  // swiftui/view/buttonstyle(_:)
  nonisolated public func buttonStyle<S>(_ style: S) -> some View where S: ButtonStyle { EmptyView() }
  nonisolated public func buttonStyle<S>(_ style: S) -> some View where S: PrimitiveButtonStyle { EmptyView() }
  // swiftui/view/pickerstyle(_:)
  nonisolated public func pickerStyle<S>(_ style: S) -> some View where S: PickerStyle { EmptyView() }
  // swiftui/view/labelshidden()
  nonisolated public func labelsHidden() -> some View { EmptyView() }
  // swiftui/view/liststyle(_:)
  nonisolated public func listStyle<S>(_ style: S) -> some View where S: ListStyle { EmptyView() }
  // swiftui/view/listrowbackground(_:)
  nonisolated public func listRowBackground<V>(_ view: V?) -> some View where V: View { EmptyView() }
  // swiftui/view/listrowinsets(_:)
  nonisolated public func listRowInsets(_ insets: EdgeInsets?) -> some View { EmptyView() }
  // swiftui/view/listrowseparator(_:edges:)
  nonisolated public func listRowSeparator(_ visibility: Visibility, edges: VerticalEdge.Set = .all) -> some View { EmptyView() }
  // swiftui/view/scrollcontentbackground(_:)
  nonisolated public func scrollContentBackground(_ visibility: Visibility) -> some View { EmptyView() }
  // swiftui/view/scrolldismisseskeyboard(_:)
  nonisolated public func scrollDismissesKeyboard(_ mode: ScrollDismissesKeyboardMode) -> some View { EmptyView() }
  // swiftui/view/headerprominence(_:)
  nonisolated public func headerProminence(_ prominence: Prominence) -> some View { EmptyView() }
  // swiftui/view/textcase(_:)
  nonisolated public func textCase(_ textCase: Text.Case?) -> some View { EmptyView() }

  // Around a page.
  // swiftui/view/navigationtitle(_:)-5di1u
  nonisolated public func navigationTitle<S>(_ title: S) -> some View where S: StringProtocol { EmptyView() }
  // swiftui/view/navigationbartitledisplaymode(_:)
  nonisolated public func navigationBarTitleDisplayMode(_ displayMode: NavigationBarItem.TitleDisplayMode) -> some View { EmptyView() }
  // swiftui/view/navigationbarbackbuttonhidden(_:)
  nonisolated public func navigationBarBackButtonHidden(_ hidesBackButton: Bool = true) -> some View { EmptyView() }
  // swiftui/view/navigationdestination(for:destination:)
  nonisolated public func navigationDestination<D, C>(for data: D.Type, @ViewBuilder destination: @escaping (D) -> C) -> some View where D: Hashable, C: View { EmptyView() }
  // swiftui/view/toolbar(content:)-5w0tj
  nonisolated public func toolbar<Content>(@ToolbarContentBuilder content: () -> Content) -> some View where Content: ToolbarContent { EmptyView() }
  // swiftui/view/safeareainset(edge:alignment:spacing:content:)-4s51l
  nonisolated public func safeAreaInset<V>(edge: VerticalEdge, alignment: HorizontalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> V) -> some View where V: View { EmptyView() }
  // swiftui/view/searchable(text:ispresented:placement:prompt:)
  nonisolated public func searchable<S>(text: Binding<String>, isPresented: Binding<Bool>, placement: SearchFieldPlacement = .automatic, prompt: S) -> some View where S: StringProtocol { EmptyView() }
  // swiftui/view/confirmationdialog(_:ispresented:titlevisibility:actions:)
  nonisolated public func confirmationDialog<S, A>(_ title: S, isPresented: Binding<Bool>, titleVisibility: Visibility = .automatic, @ViewBuilder actions: () -> A) -> some View where S: StringProtocol, A: View { EmptyView() }
  // swiftui/view/sheet(ispresented:ondismiss:content:)
  nonisolated public func sheet<Content>(isPresented: Binding<Bool>, onDismiss: (() -> Void)? = nil, @ViewBuilder content: @escaping () -> Content) -> some View where Content: View { EmptyView() }
  // swiftui/view/fileimporter(ispresented:allowedcontenttypes:oncompletion:)
  nonisolated public func fileImporter(isPresented: Binding<Bool>, allowedContentTypes: [UTType], onCompletion: @escaping (_ result: Result<URL, any Error>) -> Void) -> some View { EmptyView() }

  // Read aloud.
  // swiftui/view/accessibilitylabel(_:)-9ek8d
  nonisolated public func accessibilityLabel<S>(_ label: S) -> ModifiedContent<Self, Never> where S: StringProtocol { .init() }
  // swiftui/view/accessibilityvalue(_:)-3axrm
  nonisolated public func accessibilityValue<S>(_ value: S) -> ModifiedContent<Self, Never> where S: StringProtocol { .init() }
  // swiftui/view/accessibilityhint(_:)-3i2vu
  nonisolated public func accessibilityHint<S>(_ hint: S) -> ModifiedContent<Self, Never> where S: StringProtocol { .init() }
  // swiftui/view/accessibilityhidden(_:)
  nonisolated public func accessibilityHidden(_ hidden: Bool) -> ModifiedContent<Self, Never> { .init() }
  // swiftui/view/accessibilityelement(children:)
  nonisolated public func accessibilityElement(children: AccessibilityChildBehavior = .ignore) -> some View { EmptyView() }
  // swiftui/view/accessibilityaddtraits(_:)
  nonisolated public func accessibilityAddTraits(_ traits: AccessibilityTraits) -> ModifiedContent<Self, Never> { .init() }
  // swiftui/view/accessibilityremovetraits(_:)
  nonisolated public func accessibilityRemoveTraits(_ traits: AccessibilityTraits) -> ModifiedContent<Self, Never> { .init() }
  // swiftui/view/accessibilityaction(_:_:)
  nonisolated public func accessibilityAction(_ actionKind: AccessibilityActionKind = .default, _ handler: @escaping () -> Void) -> ModifiedContent<Self, Never> { .init() }
  // swiftui/view/accessibilityfocused(_:)
  nonisolated public func accessibilityFocused(_ condition: AccessibilityFocusState<Bool>.Binding) -> some View { EmptyView() }
  // swiftui/view/accessibilityheading(_:)
  nonisolated public func accessibilityHeading(_ level: AccessibilityHeadingLevel) -> ModifiedContent<Self, Never> { .init() }
  // swiftui/view/accessibilityidentifier(_:)
  nonisolated public func accessibilityIdentifier(_ identifier: String) -> ModifiedContent<Self, Never> { .init() }
  // swiftui/view/accessibilitysortpriority(_:)
  nonisolated public func accessibilitySortPriority(_ sortPriority: Double) -> ModifiedContent<Self, Never> { .init() }
  // swiftui/view/accessibilityrespondstouserinteraction(_:)
  nonisolated public func accessibilityRespondsToUserInteraction(_ respondsToUserInteraction: Bool = true) -> ModifiedContent<Self, Never> { .init() }

  // Previews.
  // swiftui/view/previewdisplayname(_:)
  nonisolated public func previewDisplayName(_ value: String?) -> some View { EmptyView() }
}
// swiftui/scrolldismisseskeyboardmode
public struct ScrollDismissesKeyboardMode: Sendable { public static let automatic = Self(), immediately = Self(), interactively = Self(), never = Self() }
// swiftui/prominence
public enum Prominence: Sendable { case standard, increased }
extension Text { public enum Case: Sendable { case uppercase, lowercase } }
