/// Does something that tells steps from threads of its own, and shows each on the main actor, in order. It comes back, or throws, once the
/// last step was shown and what was done has ended; also where the task was cancelled.
@MainActor
func following<Told: Sendable, Answer: Sendable>(
  _ act: @escaping @MainActor (@escaping @Sendable (Told) -> Void) async throws -> Answer,
  _ show: @MainActor (Told) -> Void
) async throws -> Answer {
  let (steps, tell) = AsyncStream.makeStream(of: Told.self)
  let acting = Task {
    defer { tell.finish() }
    return try await act { tell.yield($0) }
  }
  return try await withTaskCancellationHandler {
    // Where it is cancelled this ends at once, and what is done is waited for.
    for await step in steps { show(step) }
    return try await acting.value
  } onCancel: {
    acting.cancel()
  }
}
