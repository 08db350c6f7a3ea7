//! Writes what Kotlin and Swift call: `cargo run -p diary-ffi --features bindgen --bin bindgen -- generate --library
//! target/debug/libdiary_ffi.so --language kotlin --no-format --out-dir DIR`.

fn main() {
    uniffi::uniffi_bindgen_main();
}
