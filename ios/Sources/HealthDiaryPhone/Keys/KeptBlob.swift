import Foundation

/// What the core keeps in the open beside a way to unlock by the phone.
///
/// One byte of version, one of the way, one with the length of the mark, the mark, and what the enclave made of the key. Where the
/// keychain keeps the key, nothing follows.
struct KeptBlob: Equatable {
  enum Way: UInt8 {
    case enclave = 1
    case keychain
  }

  let way: Way
  /// The fingers or the face of the time when it was made.
  let mark: Data
  let sealed: Data

  /// More than this the core does not keep.
  static let most = 1024
  private static let version: UInt8 = 1

  init(way: Way, mark: Data, sealed: Data) {
    self.way = way
    self.mark = mark
    self.sealed = sealed
  }

  /// None where another program, or a newer one, wrote it.
  init?(_ bytes: Data) {
    let bytes = [UInt8](bytes)
    guard bytes.count >= 3, bytes[0] == Self.version, let way = Way(rawValue: bytes[1]) else {
      return nil
    }
    let after = 3 + Int(bytes[2])
    guard bytes.count >= after else { return nil }
    self.init(way: way, mark: Data(bytes[3..<after]), sealed: Data(bytes[after...]))
  }

  /// None where it is longer than the core keeps.
  var bytes: Data? {
    guard mark.count <= UInt8.max else { return nil }
    let bytes = Data([Self.version, way.rawValue, UInt8(mark.count)]) + mark + sealed
    return bytes.count <= Self.most ? bytes : nil
  }
}
