//! The binary `diary`; what it does is in the library beside it.

use std::alloc::System;
use std::process::ExitCode;

use zeroizing_alloc::ZeroAlloc;

/// Overwrites what is freed: libraries copy passphrases and words where nothing of ours can wipe them.
#[global_allocator]
static HEAP: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> ExitCode {
    diary_cli::run(std::env::args_os())
}
