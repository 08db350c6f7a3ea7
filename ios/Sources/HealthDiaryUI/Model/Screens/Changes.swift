/// Follows the diary that is shown, and tells its models whenever something in it is another: what is written down, who lives here, the
/// day, or whose diary it is.
@MainActor
final class Changes {
  private let home: DiaryHome
  private let whose: Whose
  private let work: Work
  private var hearing: [@MainActor () -> Void] = []
  private var following: Task<Void, Never>?
  private var followed: String?

  init(_ home: DiaryHome, _ whose: Whose, _ work: Work) {
    (self.home, self.whose, self.work) = (home, whose, work)
    home.moved.hear { [weak self] _ in self?.tell() }
    whose.hear { [weak self] in self?.look() }
  }

  /// Is told from now on.
  func hear(_ told: @escaping @MainActor () -> Void) {
    hearing.append(told)
  }

  private func look() {
    if followed != whose.person?.id {
      following?.cancel()
      followed = whose.person?.id
      following = followed.map { person in
        work.follow { [weak self, home] in await Self.follow(person, in: home) { self?.tell() } }
      }
    }
    tell()
  }

  private func tell() {
    for told in hearing { told() }
  }

  private static func follow(
    _ person: String, in home: DiaryHome, _ changed: @MainActor () -> Void
  ) async {
    while !Task.isCancelled {
      let seen = home.moved.value
      do throws(Trouble) {
        let changes = try await home.changes(of: person)
        // What changed before anybody listened.
        changed()
        for await _ in changes { changed() }
        // The file was made anew, as after an erasure: what changes in it is told anew too.
      } catch {
        // It rests, or has a lock of its own that is shut: somebody says when to look again.
        await home.moved.moved(from: seen)
      }
    }
  }
}
