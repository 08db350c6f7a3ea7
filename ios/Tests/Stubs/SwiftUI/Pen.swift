// swift-format-ignore-file
// Draws views where there is no SwiftUI: not how they look, but what they say. It follows bodies, builders, styles and modifiers, so that every
// state of a screen can be gone through. None of it is Apple's.
import Accessibility
import Foundation

/// What was drawn.
@MainActor public final class Pen {
  /// One screen: what is on it, in the order of reading.
  public struct Page {
    public var name: String
    public var title: String?
    /// Every text.
    public var seen: [String] = []
    /// What is read aloud: texts, or what stands for them.
    public var spoken: [String] = []
    public var buttons: [String] = []
    public var fields: [String] = []
    public var headings: [String] = []
    /// Signs that are read aloud by the name that the system has for them.
    public var unnamed: [String] = []
  }
  public private(set) var pages: [Page] = []
  private var muted = 0
  private var named = 0

  public init() {}

  /// Draws with something in the environment, from the beginning.
  public static func draw<V>(_ view: V, _ set: (inout EnvironmentValues) -> Void = { _ in }) -> [Page] where V: View {
    let before = EnvironmentValues.now
    set(&EnvironmentValues.now)
    defer { EnvironmentValues.now = before }
    let pen = Pen()
    view._draw(pen)
    return pen.pages
  }

  func page(_ name: String, _ draw: () -> Void) {
    pages.append(Page(name: name))
    draw()
  }

  private func change(_ change: (inout Page) -> Void) {
    if pages.isEmpty { pages.append(Page(name: "")) }
    change(&pages[pages.count - 1])
  }

  func text(_ text: String) {
    change {
      $0.seen.append(text)
      if muted == 0 { $0.spoken.append(text) }
    }
  }
  func title(_ title: String) { change { $0.title = title } }
  func sign(_ name: String) { if muted == 0, named == 0 { change { $0.unnamed.append(name) } } }
  func field(_ label: String) { change { $0.fields.append(label) } }

  /// What is drawn is not read aloud.
  func muting(_ draw: () -> Void) {
    muted += 1
    draw()
    muted -= 1
  }

  /// What is drawn is read aloud as this.
  func labelled(_ label: String, _ draw: () -> Void) {
    let before = pages.last?.buttons.count ?? 0
    muting(draw)
    change {
      // A button of a sign alone is called what it is labelled.
      for button in $0.buttons.indices.dropFirst(before) where $0.buttons[button].isEmpty { $0.buttons[button] = label }
      if muted == 0 { $0.spoken.append(label) }
    }
  }

  /// What is drawn has words beside its sign.
  func naming(_ draw: () -> Void) {
    named += 1
    draw()
    named -= 1
  }

  /// A button is called what is read aloud of it; where nothing is, what is seen.
  func button(_ draw: () -> Void) {
    let (spoken, seen) = (pages.last?.spoken.count ?? 0, pages.last?.seen.count ?? 0)
    naming(draw)
    change {
      let said = $0.spoken.dropFirst(spoken)
      $0.buttons.append((said.isEmpty ? $0.seen.dropFirst(seen) : said).joined(separator: " "))
    }
  }

  func heading(_ draw: () -> Void) {
    let before = pages.last?.seen.count ?? 0
    draw()
    change { $0.headings.append($0.seen.dropFirst(before).joined(separator: " ")) }
  }
}

/// A view drawn with something around it.
public struct _Around<Inner> {
  let inner: Inner
  let around: @MainActor (Pen, () -> Void) -> Void
  nonisolated init(_ inner: Inner, _ around: @escaping @MainActor (Pen, () -> Void) -> Void) {
    self.inner = inner
    self.around = around
  }
}
extension _Around: View where Inner: View {
  public var body: Never { fatalError() }
  public func _draw(_ pen: Pen) { around(pen) { inner._draw(pen) } }
}

/// A view, and another after it.
public struct _Beside<One, Other> {
  let one: One
  let other: Other
}
extension _Beside: View where One: View, Other: View {
  public var body: Never { fatalError() }
  public func _draw(_ pen: Pen) {
    one._draw(pen)
    other._draw(pen)
  }
}

/// Something that is drawn on the main actor alone, whatever its type says.
struct _Kept<Value>: @unchecked Sendable {
  let it: Value
  init(_ it: Value) { self.it = it }
}
