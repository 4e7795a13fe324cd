use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Answers of the DNS and facts of a whole store live long and lie between what a message needs
/// for a moment; the system's allocator pays for that with every allocation.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    hopcheck::cli::main()
}
