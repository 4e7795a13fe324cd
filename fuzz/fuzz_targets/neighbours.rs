//! Any bytes as the value of a field among the Received lines. The first byte chooses the field.

#![no_main]

use hopcheck::neighbours::{RawField, read};
use hopcheck_fuzz::choices::{NEIGHBOURS, chosen};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((name, value)) = chosen(NEIGHBOURS, input) else { return };
    let field = RawField { name: name.as_bytes(), value, received_above: 3, index: 7 };
    let read = read([field]);
    for neighbour in &read.all {
        assert_eq!((neighbour.index, neighbour.between()), (7, (Some(3), 4)));
        // The whole of it can be shown, whatever it says.
        assert!(!format!("{neighbour:?}").is_empty());
    }
    let listed = read.auth_results().count() + read.received_spf().count();
    assert!(listed + read.signatures().count() + read.origin_addresses().count() <= 1);
});
