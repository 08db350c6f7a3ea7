import Foundation

/// A folder of this test alone.
func temporaryFolder() -> URL {
  let url = FileManager.default.temporaryDirectory
    .appendingPathComponent("phone-" + UUID().uuidString, isDirectory: true)
  try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  return url
}
