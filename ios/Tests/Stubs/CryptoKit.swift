// swift-format-ignore-file
// What SystemEnclave.swift uses of CryptoKit, declared as Apple documents it. It does nothing, and is part of no package.

// developer.apple.com/documentation/cryptokit/secureenclave/isavailable
public enum SecureEnclave { public static var isAvailable: Bool { false } }
