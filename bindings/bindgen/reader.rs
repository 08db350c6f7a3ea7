//! What crosses the border is read in Swift where it lies.
//!
//! `UniFFI` 0.32 wraps it in Foundation's `Data`, asks that for each number, and copies each text twice: ten thousand entries took
//! eleven times as long as in Rust. The memory is Rust's until it is handed back, so a pointer with its length does, and every read
//! still asks whether there is as much.

use crate::mended::Mend;

const FAST: &str = "what crosses the border is read where it lies";

/// What is mended in Swift.
pub(crate) const MENDS: &[Mend] = &[
    Mend {
        generated: "(data: Data, offset: Data.Index)",
        instead: "(data: UnsafeRawBufferPointer, offset: Int)",
        so_that: FAST,
    },
    Mend {
        generated: "createReader(data: Data) ->",
        instead: "createReader(data: UnsafeRawBufferPointer) ->",
        so_that: FAST,
    },
    Mend {
        generated: "createReader(data: Data(rustBuffer: buf))",
        instead: "createReader(data: UnsafeRawBufferPointer(start: buf.data, count: Int(buf.len)))",
        so_that: FAST,
    },
    Mend {
        generated: "    if T.self == UInt8.self {
        let value = reader.data[reader.offset]
        reader.offset += 1
        return value as! T
    }
    var value: T = 0
    let _ = withUnsafeMutableBytes(of: &value, { reader.data.copyBytes(to: $0, from: range)})
    reader.offset = range.upperBound
    return value.bigEndian
",
        instead: "    let value = reader.data.loadUnaligned(fromByteOffset: reader.offset, as: T.self)
    reader.offset = range.upperBound
    return T(bigEndian: value)
",
        so_that: FAST,
    },
    Mend {
        generated: "count: Int) throws -> Array<UInt8> {",
        instead: "count: Int) throws -> UnsafeRawBufferPointer {",
        so_that: FAST,
    },
    Mend {
        generated: "    var value = [UInt8](repeating: 0, count: count)
    value.withUnsafeMutableBufferPointer({ buffer in
        reader.data.copyBytes(to: buffer, from: range)
    })
    reader.offset = range.upperBound
    return value
",
        instead: "    reader.offset = range.upperBound
    return UnsafeRawBufferPointer(rebasing: reader.data[range])
",
        so_that: FAST,
    },
];
