import Foundation

/// A value that is changed from several threads, one at a time.
final class Noted<Value: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var value: Value

  init(_ value: Value) {
    self.value = value
  }

  var now: Value { lock.withLock { value } }

  func with<Answer>(_ change: (inout Value) -> Answer) -> Answer {
    lock.withLock { change(&value) }
  }
}
