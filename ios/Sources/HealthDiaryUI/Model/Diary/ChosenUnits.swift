import HealthDiary

/// The units that numbers are shown and typed in, where a person has chosen one; every other number is shown as it was recorded.
struct ChosenUnits: Sendable, Equatable {
  /// By the unit that a number was recorded in; names as in the core.
  private let byRecorded: [String: String]
  /// As fine as people's own devices show it; a tenth in all others.
  private static let decimals: [String: UInt8] = ["mg/dL": 0, "st": 2]

  init(_ chosen: [Measure: String] = [:]) {
    byRecorded = Dictionary(
      uniqueKeysWithValues: chosen.flatMap { measure, unit in measure.units.map { ($0, unit) } })
  }

  /// The unit in which a number is shown that is in this one; none where nobody has chosen another.
  func instead(of unit: String) -> String? {
    byRecorded[unit].flatMap { $0 == unit ? nil : $0 }
  }

  /// A number in the unit that was chosen; none where it is shown as it was recorded.
  func shown(_ content: Content) -> Content? {
    guard case .number(let digits?, let unit) = content, let chosen = instead(of: unit),
      let converted = try? convert(
        digits: digits, unit: unit, to: chosen, decimals: Self.decimals[chosen] ?? 1)
    else { return nil }
    return .number(digits: converted, unit: chosen)
  }

  /// Of some units the one to type in; none where nobody has chosen one of them.
  func among(_ units: [String]) -> String? {
    units.first { byRecorded[$0] == $0 }
  }
}
