/// What models do besides showing: a task for each thing somebody does. One for all models of an app.
///
/// A model begins its tasks here and nowhere else, so that they end with it, and whoever tests it waits for ``settled()``.
@MainActor
public final class Work {
  private var running: [Int: Task<Void, Never>] = [:]
  private var following: [Int: Task<Void, Never>] = [:]
  private var named: [String: Int] = [:]
  private var begun = 0

  public init() {}

  deinit {
    for task in running.values { task.cancel() }
    for task in following.values { task.cancel() }
  }

  /// Does something. The door can shut under it: what was asked for is not done then, and the screen shows the door.
  @discardableResult
  func begin(_ act: @escaping @MainActor () async throws -> Void) -> Task<Void, Never> {
    begun += 1
    let id = begun
    let task = Task { [weak self] in
      await Self.done(act)
      self?.running[id] = nil
    }
    running[id] = task
    return task
  }

  /// Does something in place of what was begun under the same name: that is cancelled.
  @discardableResult
  func only(
    _ name: String, _ act: @escaping @MainActor () async throws -> Void
  ) -> Task<Void, Never> {
    cancel(name)
    let task = begin(act)
    named[name] = begun
    return task
  }

  /// Whether what was begun under a name is still being done: pressed twice, it is done once.
  func isBusy(_ name: String) -> Bool {
    named[name].map { running[$0] != nil } ?? false
  }

  /// Cancels what was begun under a name. A write that has begun is finished all the same.
  func cancel(_ name: String) {
    named.removeValue(forKey: name).flatMap { running[$0] }?.cancel()
  }

  /// Follows something for as long as it goes on; nobody waits for its end.
  @discardableResult
  func follow(_ act: @escaping @MainActor () async throws -> Void) -> Task<Void, Never> {
    begun += 1
    let id = begun
    let task = Task { [weak self] in
      await Self.done(act)
      self?.following[id] = nil
    }
    following[id] = task
    return task
  }

  /// Waits until everything that was begun is done, and what that began.
  public func settled() async {
    while let task = running.values.first { await task.value }
  }

  /// Cancels everything, and waits until it has ended; also what that began meanwhile.
  public func end() async {
    for task in running.values { task.cancel() }
    for task in following.values { task.cancel() }
    while let task = running.values.first ?? following.values.first {
      task.cancel()
      await task.value
    }
  }

  private static func done(_ act: @MainActor () async throws -> Void) async {
    do {
      try await act()
    } catch is Trouble {
    } catch is CancellationError {
    } catch {
      assertionFailure("a model throws what no screen knows: \(type(of: error))")
    }
  }
}
