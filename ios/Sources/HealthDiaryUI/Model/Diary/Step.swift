import HealthDiary

/// Makes a call that takes long, off the main actor, and tells on it how far it is, in bytes; the newest alone where they come fast.
///
/// Cancelling the task stops the call at its next step, and waits until it has stopped: ``Trouble/cancelled``.
@MainActor
func steps<Answer: Sendable>(
  _ far: @escaping @MainActor (ShownProgress) -> Void,
  _ call: @escaping @Sendable (Watch) throws -> Answer
) async throws(Trouble) -> Answer {
  let (reached, tell) = AsyncStream.makeStream(
    of: ShownProgress.self, bufferingPolicy: .bufferingNewest(1))
  far(ShownProgress(done: 0))
  let telling = Task { for await progress in reached { far(progress) } }
  let answer: Result<Answer, Trouble>
  do throws(DiaryError) {
    answer = .success(
      try await watching({ tell.yield(ShownProgress(done: $0.done, of: $0.total)) }, call))
  } catch {
    answer = .failure(Trouble(error))
  }
  tell.finish()
  await telling.value
  return try answer.get()
}
