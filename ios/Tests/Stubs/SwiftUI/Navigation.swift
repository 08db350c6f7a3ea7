// swift-format-ignore-file
// How pages follow each other, and what stands around them, of what the app uses of SwiftUI. Each comment is the page below developer.apple.com/documentation that it is after.
import Foundation


// swiftui/navigationstack
public struct NavigationStack<Data, Root> where Root: View {
  private let root: Root
  @MainActor public var body: Never { fatalError() }
  @MainActor public func _draw(_ pen: Pen) { root._draw(pen) }
}
extension NavigationStack: View {}
extension NavigationStack {
  nonisolated public init(path: Binding<Data>, @ViewBuilder root: () -> Root)
  where Data: MutableCollection, Data: RandomAccessCollection, Data: RangeReplaceableCollection, Data.Element: Hashable { self.root = root() }
}
extension NavigationStack where Data == NavigationPath { nonisolated public init(@ViewBuilder root: () -> Root) { self.root = root() } }
// swiftui/navigationpath
public struct NavigationPath { public init() {} }
// swiftui/navigationsplitview
public struct NavigationSplitView<Sidebar, Content, Detail> where Sidebar: View, Content: View, Detail: View {
  private let sidebar: Sidebar
  private let detail: Detail
  @MainActor public var body: Never { fatalError() }
  @MainActor public func _draw(_ pen: Pen) {
    sidebar._draw(pen)
    detail._draw(pen)
  }
}
extension NavigationSplitView: View {}
extension NavigationSplitView where Content == EmptyView {
  nonisolated public init(@ViewBuilder sidebar: () -> Sidebar, @ViewBuilder detail: () -> Detail) { (self.sidebar, self.detail) = (sidebar(), detail()) }
}
// swiftui/toolbarcontent
@MainActor @preconcurrency public protocol ToolbarContent {
  associatedtype Body: ToolbarContent
  @ToolbarContentBuilder var body: Body { get }
  func _draw(_ pen: Pen)
}
extension ToolbarContent { public func _draw(_ pen: Pen) { body._draw(pen) } }
extension Never: ToolbarContent {}
// swiftui/toolbarcontentbuilder
@resultBuilder public struct ToolbarContentBuilder {
  public static func buildExpression<Content>(_ content: Content) -> Content where Content: ToolbarContent { content }
  public static func buildBlock<Content>(_ content: Content) -> some ToolbarContent where Content: ToolbarContent { content }
  public static func buildBlock<C0, C1>(_ c0: C0, _ c1: C1) -> some ToolbarContent where C0: ToolbarContent, C1: ToolbarContent { _Tools([c0, c1]) }
  public static func buildIf<Content>(_ content: Content?) -> some ToolbarContent where Content: ToolbarContent { _Tools(content.map { [$0] } ?? []) }
}
public struct _Tools { let all: [any ToolbarContent]; nonisolated init(_ all: [any ToolbarContent]) { self.all = all } }
extension _Tools: ToolbarContent {
  public var body: Never { return fatalError() }
  public func _draw(_ pen: Pen) { for one in all { one._draw(pen) } }
}
// swiftui/toolbaritem
public struct ToolbarItem<ID, Content> where Content: View {
  private let content: Content
  @MainActor public var body: Never { return fatalError() }
  @MainActor public func _draw(_ pen: Pen) { content._draw(pen) }
}
extension ToolbarItem: ToolbarContent {}
extension ToolbarItem where ID == () { nonisolated public init(placement: ToolbarItemPlacement = .automatic, @ViewBuilder content: () -> Content) { self.content = content() } }
// swiftui/toolbaritemgroup
public struct ToolbarItemGroup<Content> where Content: View {
  private let content: Content
  public init(placement: ToolbarItemPlacement = .automatic, @ViewBuilder content: () -> Content) { self.content = content() }
  @MainActor public var body: Never { return fatalError() }
  @MainActor public func _draw(_ pen: Pen) { content._draw(pen) }
}
extension ToolbarItemGroup: ToolbarContent {}
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
public struct AccessibilityTraits: OptionSet, Sendable {
  public let rawValue: Int
  public init(rawValue: Int) { self.rawValue = rawValue }
  public static let isButton = Self(rawValue: 1), isHeader = Self(rawValue: 2), isSelected = Self(rawValue: 4), isImage = Self(rawValue: 8),
    isStaticText = Self(rawValue: 16), updatesFrequently = Self(rawValue: 32), isToggle = Self(rawValue: 64), isModal = Self(rawValue: 128)
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

