// swift-format-ignore-file
// What is touched and typed into, of what the app uses of SwiftUI. Each comment is the page below developer.apple.com/documentation that it is after.
import Foundation


// swiftui/buttonrole
public struct ButtonRole: Equatable, Sendable { public static let destructive = ButtonRole(), cancel = ButtonRole() }
// swiftui/button
public struct Button<Label> where Label: View {
  private let label: Label
  private let role: ButtonRole?
  @preconcurrency public init(action: @escaping @MainActor () -> Void, @ViewBuilder label: () -> Label) { self.init(role: nil, action: action, label: label) }
  @preconcurrency public init(role: ButtonRole?, action: @escaping @MainActor () -> Void, @ViewBuilder label: () -> Label) { (self.label, self.role) = (label(), role) }
  @MainActor public var body: Never { fatalError() }
  @MainActor public func _draw(_ pen: Pen) {
    pen.button {
      guard let style = EnvironmentValues.now.buttonStyle else { return label._draw(pen) }
      style(ButtonStyleConfiguration(role: role, label: .init(it: label), isPressed: false))._draw(pen)
    }
  }
}
extension Button: View {}
extension Button where Label == Text {
  @preconcurrency nonisolated public init<S>(_ title: S, action: @escaping @MainActor () -> Void) where S: StringProtocol { self.init(action: action) { Text(title) } }
  @preconcurrency nonisolated public init<S>(_ title: S, role: ButtonRole?, action: @escaping @MainActor () -> Void) where S: StringProtocol { self.init(role: role, action: action) { Text(title) } }
}
extension Button where Label == SwiftUI.Label<Text, Image> {
  @preconcurrency nonisolated public init<S>(_ title: S, systemImage: String, action: @escaping @MainActor () -> Void) where S: StringProtocol { self.init(action: action) { SwiftUI.Label(title, systemImage: systemImage) } }
}
// swiftui/buttonstyle
@MainActor @preconcurrency public protocol ButtonStyle {
  associatedtype Body: View
  @ViewBuilder func makeBody(configuration: Configuration) -> Body
  typealias Configuration = ButtonStyleConfiguration
}
// swiftui/buttonstyleconfiguration
public struct ButtonStyleConfiguration {
  public struct Label {
    let it: any View
    init(it: any View) { self.it = it }
    @MainActor public var body: Never { fatalError() }
    @MainActor public func _draw(_ pen: Pen) { it._draw(pen) }
  }
  public let role: ButtonRole?
  public let label: Label
  public let isPressed: Bool
}
extension ButtonStyleConfiguration.Label: View {}
// swiftui/primitivebuttonstyle
@MainActor @preconcurrency public protocol PrimitiveButtonStyle {}
public struct PlainButtonStyle: PrimitiveButtonStyle { nonisolated public init() {} }
public struct BorderlessButtonStyle: PrimitiveButtonStyle { nonisolated public init() {} }
extension PrimitiveButtonStyle where Self == PlainButtonStyle { public static var plain: PlainButtonStyle { .init() } }
extension PrimitiveButtonStyle where Self == BorderlessButtonStyle { public static var borderless: BorderlessButtonStyle { .init() } }
// swiftui/toggle
public struct Toggle<Label> where Label: View {
  private let label: Label
  public init(isOn: Binding<Bool>, @ViewBuilder label: () -> Label) { self.label = label() }
  @MainActor public var body: Never { fatalError() }
  @MainActor public func _draw(_ pen: Pen) { pen.button { label._draw(pen) } }
}
extension Toggle: View {}
// swiftui/picker
public struct Picker<Label, SelectionValue, Content> where Label: View, SelectionValue: Hashable, Content: View {
  private let content: Content
  private let label: Label
  public init(selection: Binding<SelectionValue>, @ViewBuilder content: () -> Content, @ViewBuilder label: () -> Label) { (self.content, self.label) = (content(), label()) }
  @MainActor public var body: Never { fatalError() }
  @MainActor public func _draw(_ pen: Pen) {
    pen.button { label._draw(pen) }
    content._draw(pen)
  }
}
extension Picker: View {}
extension Picker where Label == Text {
  nonisolated public init<S>(_ title: S, selection: Binding<SelectionValue>, @ViewBuilder content: () -> Content) where S: StringProtocol { self.init(selection: selection, content: content) { Text(title) } }
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
public struct TextField<Label> where Label: View {
  private let label: String
  @MainActor public var body: Never { fatalError() }
  @MainActor public func _draw(_ pen: Pen) { pen.field(label) }
}
extension TextField: View {}
extension TextField where Label == Text {
  nonisolated public init<S>(_ title: S, text: Binding<String>) where S: StringProtocol { label = String(title) }
  nonisolated public init<S>(_ title: S, text: Binding<String>, axis: Axis) where S: StringProtocol { label = String(title) }
}
// swiftui/securefield
public struct SecureField<Label> where Label: View {
  private let label: String
  @MainActor public var body: Never { fatalError() }
  @MainActor public func _draw(_ pen: Pen) { pen.field(label) }
}
extension SecureField: View {}
extension SecureField where Label == Text {
  nonisolated public init<S>(_ title: S, text: Binding<String>) where S: StringProtocol { label = String(title) }
}
// swiftui/progressview
public struct ProgressView<Label, CurrentValueLabel> where Label: View, CurrentValueLabel: View {
  @MainActor public var body: Never { fatalError() }
  @MainActor public func _draw(_ pen: Pen) {}
}
extension ProgressView: View {}
extension ProgressView where Label == EmptyView, CurrentValueLabel == EmptyView {
  nonisolated public init() {}
  nonisolated public init<V>(value: V?, total: V = 1.0) where V: BinaryFloatingPoint {}
}
// swiftui/contentunavailableview
public struct ContentUnavailableView<Label, Description, Actions> where Label: View, Description: View, Actions: View {
  public init(@ViewBuilder label: () -> Label, @ViewBuilder description: () -> Description = { EmptyView() }, @ViewBuilder actions: () -> Actions = { EmptyView() }) {
    (self.label, self.description, self.actions) = (label(), description(), actions())
  }
  private let label: Label
  private let description: Description
  private let actions: Actions
  @MainActor public var body: Never { fatalError() }
  @MainActor public func _draw(_ pen: Pen) {
    label._draw(pen)
    description._draw(pen)
    actions._draw(pen)
  }
}
extension ContentUnavailableView: View {}

