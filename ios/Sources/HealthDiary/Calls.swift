import Foundation
import HealthDiaryCore

/// Runs calls that read or write a disk, so that no actor waits for one.
private let disk = DispatchQueue(label: "org.healthdiary.calls", attributes: .concurrent)

/// Makes a call of the diary off the current actor.
///
/// A write that has begun is finished, also where the task is cancelled meanwhile: what was asked for is stored or refused, never half done.
///
/// ```swift
/// let page = try await asking { try diary.page(question: EntryQuestion(kind: "blood-pressure")) }
/// ```
public func asking<Answer: Sendable>(
  _ call: @escaping @Sendable () throws -> Answer
) async throws(DiaryError) -> Answer {
  let answer: Result<Answer, DiaryError> = await withCheckedContinuation { waiting in
    disk.async { waiting.resume(returning: Result { () throws(DiaryError) in try typed(call) }) }
  }
  return try answer.get()
}

/// Makes a call that takes long, off the current actor: a backup, a restore, an export. Cancelling the task stops the call at its
/// next step, and waits until it has stopped.
///
/// - Parameter reached: hears how far it is, on a thread of its own; it may take as long as it likes.
/// - Throws: ``DiaryError/Cancelled(message:)`` where it was stopped.
///
/// ```swift
/// try await watching { watch in try household.backUp(folder: card, scratch: scratch, watch: watch) }
/// ```
public func watching<Answer: Sendable>(
  _ reached: @escaping @Sendable (HowFar) -> Void = { _ in },
  _ call: @escaping @Sendable (Watch) throws -> Answer
) async throws(DiaryError) -> Answer {
  let watch = Watch(listener: Told(reached))
  let answer: Result<Answer, DiaryError> = await withTaskCancellationHandler {
    do throws(DiaryError) {
      return .success(try await asking { try call(watch) })
    } catch {
      return .failure(error)
    }
  } onCancel: {
    watch.cancel()
  }
  return try answer.get()
}

private final class Told: ProgressListener {
  private let reached: @Sendable (HowFar) -> Void

  init(_ reached: @escaping @Sendable (HowFar) -> Void) {
    self.reached = reached
  }

  func reached(done: UInt64, total: UInt64?) {
    reached(HowFar(done: done, total: total))
  }
}

/// The same call, throwing what it can throw and nothing else.
func typed<Answer>(_ call: () throws -> Answer) throws(DiaryError) -> Answer {
  do {
    return try call()
  } catch let refused as DiaryError {
    throw refused
  } catch {
    // Only the generated code throws otherwise, and only where the library and the code are of two versions.
    throw .Fault(message: "the library and its code are of two versions; build both anew")
  }
}
