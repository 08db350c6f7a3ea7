//! The life of a household in a program with the system's heap, as a library inside an app has it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a step of a test that fails ends the test")]
#![expect(clippy::print_stdout, reason = "what it prints tells that it can be looked at")]

mod life;

fn main() {
    life::live();
}
