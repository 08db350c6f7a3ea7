import HealthDiaryCore

/// Entries, page by page as they are waited for.
///
/// Pages follow a key, so that what is added meanwhile moves nothing and repeats nothing.
public struct Entries: AsyncSequence, Sendable {
  let diary: Diary
  let question: EntryQuestion
  let atOnce: UInt32

  public func makeAsyncIterator() -> Iterator {
    Iterator(of: self)
  }

  public struct Iterator: AsyncIteratorProtocol {
    private let entries: Entries
    private var page: ArraySlice<DiaryEntry> = []
    private var after: String?
    private var more = true

    init(of entries: Entries) {
      self.entries = entries
    }

    public mutating func next() async throws(DiaryError) -> DiaryEntry? {
      while page.isEmpty, more {
        let (entries, after) = (entries, after)
        let next = try await asking {
          try entries.diary.page(question: entries.question, after: after, atMost: entries.atOnce)
        }
        page = next.entries[...]
        self.after = next.next
        more = next.next != nil
      }
      return page.popFirst()
    }
  }
}

extension Diary {
  /// The entries that answer a question.
  public func entries(_ question: EntryQuestion = EntryQuestion(), atOnce: UInt32 = 50) -> Entries {
    Entries(diary: self, question: question, atOnce: atOnce)
  }
}
