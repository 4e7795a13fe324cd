//! Any bytes as the value of a Received field.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|value: &[u8]| hopcheck_fuzz::line::check(value));
