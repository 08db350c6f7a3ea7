// swift-format-ignore-file
// What can be said of every view, of what the app uses of SwiftUI. Each comment is the page below developer.apple.com/documentation that it is after.
import Foundation
import UniformTypeIdentifiers

extension View {
  // swiftui/view/modifier(_:)
  nonisolated public func modifier<T>(_ modifier: T) -> ModifiedContent<Self, T> where T: ViewModifier { .init(content: self, modifier: modifier) }
  // swiftui/view/font(_:)
  nonisolated public func font(_ font: Font?) -> some View { self }
  // swiftui/view/fontweight(_:)
  nonisolated public func fontWeight(_ weight: Font.Weight?) -> some View { self }
  // swiftui/view/monospaceddigit()
  nonisolated public func monospacedDigit() -> some View { self }
  // swiftui/view/strikethrough(_:pattern:color:)
  nonisolated public func strikethrough(_ isActive: Bool = true, pattern: Text.LineStyle.Pattern = .solid, color: Color? = nil) -> some View { self }
  // swiftui/view/foregroundstyle(_:)
  nonisolated public func foregroundStyle<S>(_ style: S) -> some View where S: ShapeStyle { self }
  // swiftui/view/tint(_:)
  nonisolated public func tint<S>(_ tint: S?) -> some View where S: ShapeStyle { self }
  // swiftui/view/background(_:ignoressafeareaedges:)
  nonisolated public func background<S>(_ style: S, ignoresSafeAreaEdges edges: Edge.Set = .all) -> some View where S: ShapeStyle { self }
  // swiftui/view/background(_:in:fillstyle:)
  nonisolated public func background<S, T>(_ style: S, in shape: T) -> some View where S: ShapeStyle, T: Shape { self }
  // swiftui/view/background(alignment:content:)
  nonisolated public func background<V>(alignment: Alignment = .center, @ViewBuilder content: () -> V) -> some View where V: View { _Beside(one: content(), other: self) }
  // swiftui/view/overlay(alignment:content:)
  nonisolated public func overlay<V>(alignment: Alignment = .center, @ViewBuilder content: () -> V) -> some View where V: View { _Beside(one: self, other: content()) }
  // swiftui/view/clipshape(_:style:)
  nonisolated public func clipShape<S>(_ shape: S) -> some View where S: Shape { self }
  // swiftui/view/contentshape(_:eofill:)
  nonisolated public func contentShape<S>(_ shape: S, eoFill: Bool = false) -> some View where S: Shape { self }
  // swiftui/view/opacity(_:)
  nonisolated public func opacity(_ opacity: Double) -> some View { _Around(self) { pen, draw in if opacity == 0 { pen.muting(draw) } else { draw() } } }
  // swiftui/view/frame(width:height:alignment:)
  nonisolated public func frame(width: CGFloat? = nil, height: CGFloat? = nil, alignment: Alignment = .center) -> some View { self }
  // swiftui/view/frame(minwidth:idealwidth:maxwidth:minheight:idealheight:maxheight:alignment:)
  nonisolated public func frame(
    minWidth: CGFloat? = nil, idealWidth: CGFloat? = nil, maxWidth: CGFloat? = nil, minHeight: CGFloat? = nil, idealHeight: CGFloat? = nil,
    maxHeight: CGFloat? = nil, alignment: Alignment = .center
  ) -> some View { self }
  // swiftui/view/padding(_:_:)
  nonisolated public func padding(_ edges: Edge.Set = .all, _ length: CGFloat? = nil) -> some View { self }
  // swiftui/view/padding(_:)-68shk
  nonisolated public func padding(_ length: CGFloat) -> some View { self }
  // swiftui/view/fixedsize(horizontal:vertical:)
  nonisolated public func fixedSize(horizontal: Bool, vertical: Bool) -> some View { self }
  // swiftui/view/layoutpriority(_:)
  nonisolated public func layoutPriority(_ value: Double) -> some View { self }
  // swiftui/view/multilinetextalignment(_:)
  nonisolated public func multilineTextAlignment(_ alignment: TextAlignment) -> some View { self }
  // swiftui/view/linelimit(_:)
  nonisolated public func lineLimit(_ number: Int?) -> some View { self }
  // swiftui/view/linelimit(_:reservesspace:)
  nonisolated public func lineLimit(_ limit: Int, reservesSpace: Bool) -> some View { self }
  // swiftui/view/minimumscalefactor(_:)
  nonisolated public func minimumScaleFactor(_ factor: CGFloat) -> some View { self }
  // swiftui/view/imagescale(_:)
  nonisolated public func imageScale(_ scale: Image.Scale) -> some View { self }
  // swiftui/view/environment(_:_:)
  nonisolated public func environment<V>(_ keyPath: WritableKeyPath<EnvironmentValues, V>, _ value: V) -> some View { _setting { $0[keyPath: keyPath] = value } }
  nonisolated func _setting(_ set: @escaping (inout EnvironmentValues) -> Void) -> some View {
    nonisolated(unsafe) let set = set
    return _Around(self) { pen, draw in
      let before = EnvironmentValues.now
      set(&EnvironmentValues.now)
      draw()
      EnvironmentValues.now = before
    }
  }
  // swiftui/view/disabled(_:)
  nonisolated public func disabled(_ disabled: Bool) -> some View { _setting { $0.isEnabled = $0.isEnabled && !disabled } }
  // swiftui/view/hidden()
  nonisolated public func hidden() -> some View { self }
  // swiftui/view/id(_:)
  nonisolated public func id<ID>(_ id: ID) -> some View where ID: Hashable { self }
  // swiftui/view/tag(_:includeoptional:)
  nonisolated public func tag<V>(_ tag: V, includeOptional: Bool = true) -> some View where V: Hashable { self }
  // swiftui/view/onappear(perform:)
  nonisolated public func onAppear(perform action: (() -> Void)? = nil) -> some View { nonisolated(unsafe) let action = action; return _Around(self) { pen, draw in action?(); draw() } }
  // swiftui/view/ondisappear(perform:)
  nonisolated public func onDisappear(perform action: (() -> Void)? = nil) -> some View { self }
  // swiftui/view/onchange(of:initial:_:)-4psgg and -8wgw9
  nonisolated public func onChange<V>(of value: V, initial: Bool = false, _ action: @escaping (_ oldValue: V, _ newValue: V) -> Void) -> some View where V: Equatable { nonisolated(unsafe) let (value, action) = (value, action); return _Around(self) { pen, draw in if initial { action(value, value) }; draw() } }
  nonisolated public func onChange<V>(of value: V, initial: Bool = false, _ action: @escaping () -> Void) -> some View where V: Equatable { nonisolated(unsafe) let action = action; return _Around(self) { pen, draw in if initial { action() }; draw() } }
  // swiftui/view/task(priority:_:)
  @preconcurrency nonisolated public func task(priority: TaskPriority = .userInitiated, @_inheritActorContext _ action: @escaping @Sendable @isolated(any) () async -> Void) -> some View { self }
  // swiftui/view/task(id:priority:_:)
  @preconcurrency nonisolated public func task<T>(id value: T, priority: TaskPriority = .userInitiated, @_inheritActorContext _ action: @escaping @Sendable @isolated(any) () async -> Void) -> some View where T: Equatable { self }
  // swiftui/view/refreshable(action:)
  @preconcurrency nonisolated public func refreshable(action: @escaping @Sendable () async -> Void) -> some View { self }
  // swiftui/view/ontapgesture(count:perform:)
  nonisolated public func onTapGesture(count: Int = 1, perform action: @escaping () -> Void) -> some View { self }
  // swiftui/view/onsubmit(of:_:)
  nonisolated public func onSubmit(of triggers: SubmitTriggers = .text, _ action: @escaping () -> Void) -> some View { self }
  // swiftui/view/submitlabel(_:)
  nonisolated public func submitLabel(_ submitLabel: SubmitLabel) -> some View { self }
  // swiftui/view/focused(_:)
  nonisolated public func focused(_ condition: FocusState<Bool>.Binding) -> some View { self }
  // swiftui/view/focused(_:equals:)
  nonisolated public func focused<Value>(_ binding: FocusState<Value>.Binding, equals value: Value) -> some View where Value: Hashable { self }
  // swiftui/view/keyboardtype(_:)
  nonisolated public func keyboardType(_ type: UIKeyboardType) -> some View { self }
  // swiftui/view/textcontenttype(_:)-ufdv
  nonisolated public func textContentType(_ textContentType: UITextContentType?) -> some View { self }
  // swiftui/view/textinputautocapitalization(_:)
  nonisolated public func textInputAutocapitalization(_ autocapitalization: TextInputAutocapitalization?) -> some View { self }
  // swiftui/view/autocorrectiondisabled(_:)
  nonisolated public func autocorrectionDisabled(_ disable: Bool = true) -> some View { self }
  // swiftui/view/privacysensitive(_:)
  nonisolated public func privacySensitive(_ sensitive: Bool = true) -> some View { self }
  // swiftui/view/sensoryfeedback(_:trigger:)
  nonisolated public func sensoryFeedback<T>(_ feedback: SensoryFeedback, trigger: T) -> some View where T: Equatable { self }
  // swiftui/view/animation(_:value:)
  nonisolated public func animation<V>(_ animation: Animation?, value: V) -> some View where V: Equatable { self }
  // swiftui/view/keyboardshortcut(_:)
  nonisolated public func keyboardShortcut(_ shortcut: KeyboardShortcut) -> some View { self }

  // Lists and controls.
  // swiftui/view/buttonstyle(_:)
  nonisolated public func buttonStyle<S>(_ style: S) -> some View where S: ButtonStyle { let style = _Kept(style); return _setting { $0.buttonStyle = { @MainActor configuration in style.it.makeBody(configuration: configuration) } } }
  nonisolated public func buttonStyle<S>(_ style: S) -> some View where S: PrimitiveButtonStyle { _setting { $0.buttonStyle = nil } }
  // swiftui/view/pickerstyle(_:)
  nonisolated public func pickerStyle<S>(_ style: S) -> some View where S: PickerStyle { self }
  // swiftui/view/labelshidden()
  nonisolated public func labelsHidden() -> some View { self }
  // swiftui/view/liststyle(_:)
  nonisolated public func listStyle<S>(_ style: S) -> some View where S: ListStyle { self }
  // swiftui/view/listrowbackground(_:)
  nonisolated public func listRowBackground<V>(_ view: V?) -> some View where V: View { self }
  // swiftui/view/listrowinsets(_:)
  nonisolated public func listRowInsets(_ insets: EdgeInsets?) -> some View { self }
  // swiftui/view/listrowseparator(_:edges:)
  nonisolated public func listRowSeparator(_ visibility: Visibility, edges: VerticalEdge.Set = .all) -> some View { self }
  // swiftui/view/scaledtofit()
  nonisolated public func scaledToFit() -> some View { self }
  // swiftui/view/scrollcontentbackground(_:)
  nonisolated public func scrollContentBackground(_ visibility: Visibility) -> some View { self }
  // swiftui/view/scrolldismisseskeyboard(_:)
  nonisolated public func scrollDismissesKeyboard(_ mode: ScrollDismissesKeyboardMode) -> some View { self }
  // swiftui/view/headerprominence(_:)
  nonisolated public func headerProminence(_ prominence: Prominence) -> some View { self }
  // swiftui/view/textcase(_:)
  nonisolated public func textCase(_ textCase: Text.Case?) -> some View { self }

  // Around a page.
  // swiftui/view/navigationtitle(_:)-5di1u
  nonisolated public func navigationTitle<S>(_ title: S) -> some View where S: StringProtocol { let title = String(title); return _Around(self) { pen, draw in pen.title(title); draw() } }
  // swiftui/view/navigationbartitledisplaymode(_:)
  nonisolated public func navigationBarTitleDisplayMode(_ displayMode: NavigationBarItem.TitleDisplayMode) -> some View { self }
  // swiftui/view/navigationbarbackbuttonhidden(_:)
  nonisolated public func navigationBarBackButtonHidden(_ hidesBackButton: Bool = true) -> some View { self }
  // swiftui/view/navigationdestination(for:destination:)
  nonisolated public func navigationDestination<D, C>(for data: D.Type, @ViewBuilder destination: @escaping (D) -> C) -> some View where D: Hashable, C: View { self }
  // swiftui/view/toolbar(content:)-5w0tj
  nonisolated public func toolbar<Content>(@ToolbarContentBuilder content: () -> Content) -> some View where Content: ToolbarContent { let content = content(); return _Around(self) { pen, draw in content._draw(pen); draw() } }
  // swiftui/view/safeareainset(edge:alignment:spacing:content:)-4s51l
  nonisolated public func safeAreaInset<V>(edge: VerticalEdge, alignment: HorizontalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> V) -> some View where V: View { _Beside(one: self, other: content()) }
  // swiftui/view/searchable(text:ispresented:placement:prompt:)
  nonisolated public func searchable<S>(text: Binding<String>, isPresented: Binding<Bool>, placement: SearchFieldPlacement = .automatic, prompt: S) -> some View where S: StringProtocol { let prompt = String(prompt); return _Around(self) { pen, draw in pen.field(prompt); draw() } }
  // swiftui/view/confirmationdialog(_:ispresented:titlevisibility:actions:)
  nonisolated public func confirmationDialog<S, A>(_ title: S, isPresented: Binding<Bool>, titleVisibility: Visibility = .automatic, @ViewBuilder actions: () -> A) -> some View where S: StringProtocol, A: View {
    let (title, actions) = (String(title), actions())
    return _Around(self) { pen, draw in
      draw()
      pen.text(title)
      actions._draw(pen)
    }
  }
  // swiftui/view/sheet(ispresented:ondismiss:content:)
  nonisolated public func sheet<Content>(isPresented: Binding<Bool>, onDismiss: (() -> Void)? = nil, @ViewBuilder content: @escaping () -> Content) -> some View where Content: View { self }
  // swiftui/view/fileimporter(ispresented:allowedcontenttypes:oncompletion:)
  nonisolated public func fileImporter(isPresented: Binding<Bool>, allowedContentTypes: [UTType], onCompletion: @escaping (_ result: Result<URL, any Error>) -> Void) -> some View { self }

  // Read aloud.
  // swiftui/view/accessibilitylabel(_:)-9ek8d
  nonisolated public func accessibilityLabel<S>(_ label: S) -> some View where S: StringProtocol { let label = String(label); return _Around(self) { pen, draw in pen.labelled(label, draw) } }
  // swiftui/view/accessibilityvalue(_:)-3axrm
  nonisolated public func accessibilityValue<S>(_ value: S) -> some View where S: StringProtocol { self }
  // swiftui/view/accessibilityhint(_:)-3i2vu
  nonisolated public func accessibilityHint<S>(_ hint: S) -> some View where S: StringProtocol { self }
  // swiftui/view/accessibilityhidden(_:)
  nonisolated public func accessibilityHidden(_ hidden: Bool) -> some View { _Around(self) { pen, draw in if hidden { pen.muting(draw) } else { draw() } } }
  // swiftui/view/accessibilityelement(children:)
  nonisolated public func accessibilityElement(children: AccessibilityChildBehavior = .ignore) -> some View { self }
  // swiftui/view/accessibilityaddtraits(_:)
  nonisolated public func accessibilityAddTraits(_ traits: AccessibilityTraits) -> some View { _Around(self) { pen, draw in if traits.contains(.isHeader) { pen.heading(draw) } else { draw() } } }
  // swiftui/view/accessibilityremovetraits(_:)
  nonisolated public func accessibilityRemoveTraits(_ traits: AccessibilityTraits) -> some View { self }
  // swiftui/view/accessibilityaction(_:_:)
  nonisolated public func accessibilityAction(_ actionKind: AccessibilityActionKind = .default, _ handler: @escaping () -> Void) -> some View { self }
  // swiftui/view/accessibilityfocused(_:)
  nonisolated public func accessibilityFocused(_ condition: AccessibilityFocusState<Bool>.Binding) -> some View { self }
  // swiftui/view/accessibilityheading(_:)
  nonisolated public func accessibilityHeading(_ level: AccessibilityHeadingLevel) -> some View { self }
  // swiftui/view/accessibilityidentifier(_:)
  nonisolated public func accessibilityIdentifier(_ identifier: String) -> some View { self }
  // swiftui/view/accessibilitysortpriority(_:)
  nonisolated public func accessibilitySortPriority(_ sortPriority: Double) -> some View { self }
  // swiftui/view/accessibilityrespondstouserinteraction(_:)
  nonisolated public func accessibilityRespondsToUserInteraction(_ respondsToUserInteraction: Bool = true) -> some View { self }

  // Previews.
  // swiftui/view/previewdisplayname(_:)
  nonisolated public func previewDisplayName(_ value: String?) -> some View { _Around(self) { pen, draw in pen.page(value ?? "", draw) } }
}
// swiftui/scrolldismisseskeyboardmode
public struct ScrollDismissesKeyboardMode: Sendable { public static let automatic = Self(), immediately = Self(), interactively = Self(), never = Self() }
// swiftui/prominence
public enum Prominence: Sendable { case standard, increased }
extension Text { public enum Case: Sendable { case uppercase, lowercase } }
