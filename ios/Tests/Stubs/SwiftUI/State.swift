// swift-format-ignore-file
// What state and environment are, of what the app uses of SwiftUI. Each comment is the page below developer.apple.com/documentation that it is after.
import Foundation


// swiftui/dynamicproperty
public protocol DynamicProperty {}
// swiftui/state
@propertyWrapper public struct State<Value>: DynamicProperty {
  private final class Box { var value: Value; init(_ value: Value) { self.value = value } }
  private let box: Box
  public init(wrappedValue value: Value) { box = Box(value) }
  public init(initialValue value: Value) { box = Box(value) }
  public var wrappedValue: Value { get { box.value } nonmutating set { box.value = newValue } }
  public var projectedValue: Binding<Value> { fatalError() }
}
extension State: @unchecked Sendable where Value: Sendable {}
extension State where Value: ExpressibleByNilLiteral { public init() { self.init(wrappedValue: nil) } }
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
  private let keyPath: KeyPath<EnvironmentValues, Value>
  public init(_ keyPath: KeyPath<EnvironmentValues, Value>) { self.keyPath = keyPath }
  public var wrappedValue: Value { EnvironmentValues.now[keyPath: keyPath] }
}
extension Environment: @unchecked Sendable where Value: Sendable {}
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
  public init(wrappedValue: Value, relativeTo textStyle: Font.TextStyle) { self.wrappedValue = wrappedValue }
  public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }
  public let wrappedValue: Value
}
// swiftui/environmentvalues
public struct EnvironmentValues {
  public init() {}
  // What is drawn with now.
  nonisolated(unsafe) static var now = EnvironmentValues()
  private var values: [ObjectIdentifier: Any] = [:]
  var buttonStyle: (@MainActor (ButtonStyleConfiguration) -> any View)?
  public subscript<K>(key: K.Type) -> K.Value where K: EnvironmentKey {
    get { values[ObjectIdentifier(key)] as? K.Value ?? K.defaultValue }
    set { values[ObjectIdentifier(key)] = newValue }
  }
  // swiftui/environmentvalues/colorscheme
  public var colorScheme: ColorScheme = .light
  // swiftui/environmentvalues/dynamictypesize
  public var dynamicTypeSize: DynamicTypeSize = .large
  // swiftui/environmentvalues/horizontalsizeclass
  public var horizontalSizeClass: UserInterfaceSizeClass? = .compact
  // swiftui/environmentvalues/layoutdirection
  public var layoutDirection: LayoutDirection = .leftToRight
  // swiftui/environmentvalues/locale
  public var locale: Locale = Locale(identifier: "en_GB")
  // swiftui/environmentvalues/scenephase
  public var scenePhase: ScenePhase = .active
  // swiftui/environmentvalues/isenabled
  public var isEnabled: Bool = true
  // swiftui/environmentvalues/accessibilityreducemotion
  public var accessibilityReduceMotion: Bool { false }
  // swiftui/environmentvalues/legibilityweight
  public var legibilityWeight: LegibilityWeight?
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

