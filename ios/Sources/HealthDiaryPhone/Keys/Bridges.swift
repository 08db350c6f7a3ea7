#if canImport(Security) && _runtime(_ObjC)
  import Foundation
  import Security

  // Casts between Foundation's types and Core Foundation's, each with a name: they are there on Apple's systems alone.

  extension Data {
    var asCFData: CFData { self as CFData }
  }

  extension [CFString: Any] {
    var asCFDictionary: CFDictionary { self as CFDictionary }
  }

  extension CFData {
    var asData: Data { self as Data }
  }

  extension CFString {
    var asString: String { self as String }
  }
#endif
