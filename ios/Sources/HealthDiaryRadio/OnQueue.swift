import Dispatch

/// Something that is touched on one serial queue and nowhere else.
///
/// The compiler cannot know which queue a platform calls back on: that is why this one class is unchecked. ``inside(_:)`` stops a program
/// that is wrong about it.
final class OnQueue<State>: @unchecked Sendable {
  private let queue: DispatchQueue
  private var state: State?

  init(_ queue: DispatchQueue) {
    self.queue = queue
  }

  /// Makes what is kept, on the queue; once, before anything else.
  func begin(_ make: @Sendable () -> State) {
    queue.sync { state = make() }
  }

  /// Does something on the queue, behind what is to be done there already.
  func later(_ body: @escaping @Sendable (State) -> Void) {
    queue.async { self.inside(body) }
  }

  /// Does something where the queue is running already.
  func inside(_ body: (State) -> Void) {
    dispatchPrecondition(condition: .onQueue(queue))
    if let state { body(state) }
  }
}
