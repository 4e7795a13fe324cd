use std::process::ExitCode;

/// A report is made of many small texts, taken and given back by several threads: in a scan this
/// allocator takes less than half the time of the C library's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    hopcheck::cli::main()
}
