import Foundation

/// What is asked of a device: the answer says the same.
enum Asked: Equatable {
  case services
  case characteristics(String)
  case read(Named)
  case write(Named)
  case notify(Named)
}

/// One request to a device.
struct Operation {
  let asked: Asked
  /// Sends it, or answers without asking.
  let send: () -> Answer?
  /// Hears what came of it, with what was read.
  let ended: (Answer, Data) -> Void
}

/// The requests to one device, one at a time, so that an answer has one request that it can belong to.
///
/// An answer to nothing that was asked is ignored: one that comes after its link has ended belongs to nobody.
final class Operations {
  private var waiting: [Operation] = []
  private var current: Operation?

  /// What is being asked.
  var asked: Asked? { current?.asked }

  /// Sends it once all before it were answered.
  func add(_ operation: Operation) {
    waiting.append(operation)
    next()
  }

  /// Sends these before all that wait.
  func addFirst(_ operations: [Operation]) {
    waiting.insert(contentsOf: operations, at: 0)
    next()
  }

  /// The answer to what was asked last.
  func answered(_ asked: Asked, _ answer: Answer, _ bytes: Data = Data()) {
    guard let current, current.asked == asked else { return }
    self.current = nil
    current.ended(answer, bytes)
    next()
  }

  /// The link is down: nothing that was asked is answered any more.
  func forget() {
    waiting = []
    current = nil
  }

  private func next() {
    guard current == nil, !waiting.isEmpty else { return }
    let operation = waiting.removeFirst()
    current = operation
    if let known = operation.send() { answered(operation.asked, known) }
  }
}
