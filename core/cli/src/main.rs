//! The binary `diary`; what it does is in the library beside it.

use std::process::ExitCode;

fn main() -> ExitCode {
    diary_cli::run(std::env::args_os())
}
