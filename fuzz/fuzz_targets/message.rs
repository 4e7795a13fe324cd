//! Any bytes as a message: what the property tests ask of their texts holds for these too.

#![no_main]

use hopcheck::message::{FieldKind, Message, parse};
use hopcheck::span::Span;
use libfuzzer_sys::fuzz_target;

#[path = "../../src/message/tests/properties/sound.rs"]
mod sound;

fuzz_target!(|bytes: &[u8]| sound::assert_sound(bytes));
