import HealthDiaryMessages

extension Message {
  /// "Today", "Yesterday", or the date; that it is not known, where it is none.
  public static func day(_ day: CivilDay?, today: CivilDay) -> Message {
    switch day {
    case nil: Message(.commonDayUnknown)
    case today: Message(.commonDayToday)
    case today.adding(days: -1): Message(.commonDayYesterday)
    case let day?: .day(day, .near(today))
    }
  }

  /// "today", "yesterday", or the date, inside a sentence.
  public static func dayInSentence(_ day: CivilDay?, today: CivilDay) -> Message {
    switch day {
    case today: Message(.commonDayTodayLower)
    case today.adding(days: -1): Message(.commonDayYesterdayLower)
    default: .day(day, today: today)
    }
  }

  /// The two largest parts of a length of time, of whatever sign: "3 days 1 hour"; at least a minute.
  public static func length(_ length: Duration) -> Message {
    let minutes = Int(clamping: (length < .zero ? .zero - length : length).components.seconds) / 60
    let days = minutes / 1440
    let parts: [(MessageKey, Int)] = [
      (.lengthYears, days / 365), (.lengthDays, days % 365), (.lengthHours, minutes / 60 % 24),
      (.lengthMinutes, minutes % 60),
    ]
    let said = parts.drop { $0.1 == 0 }.prefix(2).filter { $0.1 > 0 }
      .map { Message.counted($0.0, $0.1) }
    return switch said.count {
    case 0: .counted(.lengthMinutes, 1)
    case 1: said[0]
    default: Message(.lengthTwo, said[0], said[1])
    }
  }

  /// "340 kB", "2.1 MB"; never less than there is, and at least 1 kB where there is anything.
  public static func size(_ bytes: UInt64) -> Message {
    let kilobytes = bytes / 1000 + (bytes % 1000 > 0 ? 1 : 0)
    if kilobytes < 1000 { return Message(.sizeKilobytes, .count(Int(kilobytes))) }
    let tenths = bytes / 100_000 + (bytes % 100_000 >= 50_000 ? 1 : 0)
    return Message(.sizeMegabytes, .number("\(tenths / 10).\(tenths % 10)"))
  }
}

extension ShownMoment {
  /// "8:05", "about 8:05 in Berlin"; none where only the day is known.
  public var timeWords: Message? {
    guard let time else { return nil }
    let known =
      switch known {
      case .exactly: Message.time(time)
      case .about: Message(.momentAbout, .time(time))
      case .oneOfTwo: Message(.momentOneOfTwo, .time(time))
      }
    return place.map { Message(.momentIn, known, .text($0)) } ?? known
  }

  /// "Today at 8:05 in Berlin".
  public func words(today: CivilDay) -> Message {
    at(.day(day, today: today))
  }

  /// "today at 8:05 in Berlin".
  public func inSentence(today: CivilDay) -> Message {
    at(.dayInSentence(day, today: today))
  }

  /// "this morning at 8:05", as people say it.
  public func spoken(today: CivilDay) -> Message {
    guard day == today, let time, let said = timeWords else { return inSentence(today: today) }
    if time < .noon { return Message(.momentThisMorning, said) }
    return Message(time < CivilTime(18, 0) ? .momentThisAfternoon : .momentThisEvening, said)
  }

  private func at(_ day: Message) -> Message {
    timeWords.map { Message(.momentAt, day, $0) } ?? day
  }
}
