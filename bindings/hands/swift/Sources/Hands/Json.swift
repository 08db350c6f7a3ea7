import Foundation

/// A value is not what a call takes.
struct Strange: Error {
  let what: String
}

/// A value as it crosses.
enum Json: Codable {
  case nothing
  case truth(Bool)
  case whole(Int64)
  case large(UInt64)
  case number(Double)
  case text(String)
  case list([Json])
  case members([String: Json])

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .nothing
    } else if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let members = try? value.decode([String: Json].self) {
      self = .members(members)
    } else if let list = try? value.decode([Json].self) {
      self = .list(list)
    } else if let truth = try? value.decode(Bool.self) {
      self = .truth(truth)
    } else if let whole = try? value.decode(Int64.self) {
      self = .whole(whole)
    } else if let large = try? value.decode(UInt64.self) {
      self = .large(large)
    } else {
      self = .number(try value.decode(Double.self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    switch self {
    case .nothing: try value.encodeNil()
    case .truth(let truth): try value.encode(truth)
    case .whole(let whole): try value.encode(whole)
    case .large(let large): try value.encode(large)
    case .number(let number): try value.encode(number)
    case .text(let text): try value.encode(text)
    case .list(let list): try value.encode(list)
    case .members(let members): try value.encode(members)
    }
  }

  init(parsing text: String) throws {
    self = try JSONDecoder().decode(Json.self, from: Data(text.utf8))
  }

  func written() throws -> String {
    String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
  }

  var isNothing: Bool {
    if case .nothing = self { true } else { false }
  }

  var each: [Json] {
    get throws {
      switch self {
      case .nothing: []
      case .list(let list): list
      default: throw Strange(what: "a list is missing")
      }
    }
  }

  /// A member of an object, or what stands for one that is left out.
  func member(_ name: String, _ leftOut: Json) -> Json {
    if case .members(let members) = self { members[name] ?? leftOut } else { leftOut }
  }

  /// The name of a variant, and its fields.
  func variant() throws -> (String, Json) {
    switch self {
    case .text(let name): return (name, .nothing)
    case .members(let members):
      if let one = members.first { return (one.key, one.value) }
    default: break
    }
    throw Strange(what: "a variant is missing")
  }

  fileprivate func number<N: FixedWidthInteger>() throws -> N {
    switch self {
    case .nothing: return 0
    case .whole(let whole):
      if let number = N(exactly: whole) { return number }
    case .large(let large):
      if let number = N(exactly: large) { return number }
    default: break
    }
    throw Strange(what: "a number is missing")
  }
}

func readUInt8(_ value: Json, _ hands: Hands) throws -> UInt8 { try value.number() }
func readInt8(_ value: Json, _ hands: Hands) throws -> Int8 { try value.number() }
func readUInt16(_ value: Json, _ hands: Hands) throws -> UInt16 { try value.number() }
func readUInt32(_ value: Json, _ hands: Hands) throws -> UInt32 { try value.number() }
func readInt32(_ value: Json, _ hands: Hands) throws -> Int32 { try value.number() }
func readUInt64(_ value: Json, _ hands: Hands) throws -> UInt64 { try value.number() }
func readInt64(_ value: Json, _ hands: Hands) throws -> Int64 { try value.number() }

func readBoolean(_ value: Json, _ hands: Hands) throws -> Bool {
  switch value {
  case .nothing: return false
  case .truth(let truth): return truth
  default: throw Strange(what: "true or false is missing")
  }
}

func readString(_ value: Json, _ hands: Hands) throws -> String {
  guard case .text(let text) = value else { throw Strange(what: "a text is missing") }
  return text
}

func readBytes(_ value: Json, _ hands: Hands) throws -> Data {
  let digits = Array(try readString(value, hands))
  return Data(
    stride(from: 0, to: digits.count - 1, by: 2).compactMap { at in
      UInt8(String(digits[at...at + 1]), radix: 16)
    })
}

func writeUInt8(_ value: UInt8, _ hands: Hands) -> Json { .whole(Int64(value)) }
func writeInt8(_ value: Int8, _ hands: Hands) -> Json { .whole(Int64(value)) }
func writeUInt16(_ value: UInt16, _ hands: Hands) -> Json { .whole(Int64(value)) }
func writeUInt32(_ value: UInt32, _ hands: Hands) -> Json { .whole(Int64(value)) }
func writeInt32(_ value: Int32, _ hands: Hands) -> Json { .whole(Int64(value)) }
func writeUInt64(_ value: UInt64, _ hands: Hands) -> Json { .large(value) }
func writeInt64(_ value: Int64, _ hands: Hands) -> Json { .whole(value) }
func writeFloat64(_ value: Double, _ hands: Hands) -> Json { .number(value) }
func writeBoolean(_ value: Bool, _ hands: Hands) -> Json { .truth(value) }
func writeString(_ value: String, _ hands: Hands) -> Json { .text(value) }
func writeNothing(_ value: Void, _ hands: Hands) -> Json { .nothing }

func writeBytes(_ value: Data, _ hands: Hands) -> Json {
  let digits = Array("0123456789abcdef")
  return .text(String(value.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }))
}
