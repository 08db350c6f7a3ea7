//! The life of a household in a program whose heap overwrites what is freed, as the terminal's program has it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a step of a test that fails ends the test")]
#![expect(clippy::print_stdout, reason = "what it prints tells that it can be looked at")]

mod life;

use std::alloc::System;

use zeroizing_alloc::ZeroAlloc;

#[global_allocator]
static HEAP: ZeroAlloc<System> = ZeroAlloc(System);

fn main() {
    life::live();
}
