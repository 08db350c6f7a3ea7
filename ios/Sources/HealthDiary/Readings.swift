import Foundation
import HealthDiaryCore

/// Digits as they were given, with their unit.
public struct Quantity: Sendable, Hashable {
  public let digits: Decimal
  public let unit: String
}

/// What an entry says, by its kind: the kinds that most screens show have a case of their own, every other one is ``other(kind:values:)``.
///
/// Numbers have the digits that were given, and the unit that was entered: nothing is converted or rounded.
public enum Reading: Sendable {
  case bloodPressure(systolic: Quantity, diastolic: Quantity, mean: Quantity?, pulse: Quantity?)
  case oximetry(saturation: Quantity, pulse: Quantity?)
  case pulse(Quantity)
  case weight(Quantity)
  case temperature(Quantity)
  case glucose(Quantity)
  /// The kind is none where a newer program made it.
  case other(kind: String?, values: [EntryValue])
}

extension Said {
  /// The value of a field, where there is one.
  public subscript(field: String) -> EntryValue? {
    values.first { $0.field == field }
  }

  /// The number of a field, where it has one; none where a device could not read it.
  public func quantity(_ field: String) -> Quantity? {
    guard let value = self[field], let unit = value.unit, let text = value.text else { return nil }
    return Decimal(string: text, locale: Locale(identifier: "en_US_POSIX")).map {
      Quantity(digits: $0, unit: unit)
    }
  }

  /// What it says, by its kind.
  public var reading: Reading {
    known ?? .other(kind: kind, values: values)
  }

  private var known: Reading? {
    switch kind {
    case "blood-pressure":
      guard let systolic = quantity("systolic"), let diastolic = quantity("diastolic") else {
        return nil
      }
      return .bloodPressure(
        systolic: systolic, diastolic: diastolic, mean: quantity("mean"), pulse: quantity("pulse"))
    case "oximetry":
      return quantity("saturation").map { .oximetry(saturation: $0, pulse: quantity("pulse")) }
    case "pulse": return quantity("pulse").map(Reading.pulse)
    case "weight": return quantity("weight").map(Reading.weight)
    case "temperature": return quantity("temperature").map(Reading.temperature)
    case "glucose": return quantity("glucose").map(Reading.glucose)
    default: return nil
    }
  }
}
