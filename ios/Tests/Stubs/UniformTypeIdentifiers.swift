// swift-format-ignore-file
// What the app uses of UniformTypeIdentifiers, declared as Apple documents it. It does nothing, and is part of no package.

// uniformtypeidentifiers/uttype-swift.struct
public struct UTType: Hashable, Sendable {
  public static let folder = UTType(), image = UTType(), item = UTType()
  // init(_:)
  public init?(_ identifier: String) { return nil }
  private init() {}
  public var identifier: String { "" }
  public var preferredFilenameExtension: String? { nil }
}
