import HealthDiaryMessages

extension ChartSpan {
  /// "7 days".
  public var words: Message {
    switch self {
    case .week: Message(.chartWeek)
    case .month: Message(.chartMonth)
    case .quarter: Message(.chartQuarter)
    case .year: Message(.chartYear)
    }
  }
}

extension Charted {
  /// What stands over a chart.
  public var title: Message {
    switch self {
    case .pressure(let unit): Message(.chartPressure, .unit(unit))
    case .pulse: Message(.chartPulse)
    case .oxygen: Message(.chartOxygen)
    case .other(let field, let unit):
      Message(.chartOther, .titled(.field(field)), .unit(unit))
    }
  }
}

extension ChartValue {
  /// "131/82".
  public var written: Message {
    guard let bottom else { return .number(top) }
    return Message(.readingPressure, .number(top), .number(bottom))
  }

  /// "131 over 82".
  public var spoken: Message {
    guard let bottom else { return .number(top) }
    return Message(.spokenPressure, .number(top), .number(bottom))
  }
}

extension ShownChart {
  /// "14 readings in 7 days, mean 131 over 82, highest 148 over 91 on Tuesday 18 August, in the morning."
  public func sentence(today: CivilDay) -> Message {
    guard let summary else { return Message(.chartEmpty) }
    let readings = Message.counted(.chartReadings, summary.readings)
    if summary.readings == 1 {
      return Message(
        .chartSentenceOne, readings, summary.mean.spoken,
        summary.extremeAt.inSentence(today: today))
    }
    return Message(
      what == .oxygen ? .chartSentenceLow : .chartSentence, readings,
      .counted(.chartDays, summary.days), summary.mean.spoken, summary.extreme.spoken,
      summary.extremeAt.partOfDay(today: today))
  }

  /// That some were entered in another unit; none where none was.
  public var converted: Message? {
    convertedFrom.map { Message(.chartMixed, .unit(what.unit), .unit($0)) }
  }
}

extension Threshold {
  /// Beside its line: what it is, and where it comes from.
  public var words: Message {
    Message(.chartThreshold, value.written, .text(source))
  }
}

extension ShownMoment {
  /// "Tuesday 18 August, in the morning".
  func partOfDay(today: CivilDay) -> Message {
    guard let day else { return Message(.commonDayUnknown) }
    let date = Message.day(day, .near(today))
    return switch time?.hour {
    case nil: date
    case let hour? where hour < 5 || hour >= 23: Message(.chartWhenNight, date)
    case let hour? where hour < 12: Message(.chartWhenMorning, date)
    case let hour? where hour < 18: Message(.chartWhenAfternoon, date)
    default: Message(.chartWhenEvening, date)
    }
  }
}
