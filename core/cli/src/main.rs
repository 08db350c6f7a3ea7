//! The binary `diary`.
fn main() {}
