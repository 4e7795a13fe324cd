//! Postfix: microseconds and inode, or seconds too.
//!
//! Short ids are five hexadecimal digits of microseconds and then the inode, so they tell no
//! time, yet the first five digits are below a million. Long ids (`enable_long_queue_ids`) are
//! six or more digits of seconds and four of microseconds in base 52, a `z`, and the inode in
//! base 51 (Postfix, `src/global/mail_queue.h`).

use super::{ClockFault, IdClock};

const MILLION: u64 = 1_000_000;

pub(super) fn read(id: &[u8]) -> IdClock {
    long(id)
        .or_else(|| short(id))
        .unwrap_or_else(|| IdClock::broken("postfix", ClockFault::Malformed))
}

fn short(id: &[u8]) -> Option<IdClock> {
    let hexadecimal = |b: &u8| matches!(b, b'0'..=b'9' | b'A'..=b'F');
    if !(6..=21).contains(&id.len()) || !id.iter().all(hexadecimal) {
        return None;
    }
    let micros = super::digits::hex(&id[..5])?;
    let fault = (micros >= MILLION).then_some(ClockFault::OutOfRange);
    let layout = "postfix-short";
    Some(IdClock { layout, resolution: 1, certain: true, fault, ..IdClock::default() })
}

pub(super) fn long(id: &[u8]) -> Option<IdClock> {
    let separator = id.iter().rposition(|b| *b == b'z')?;
    if !(10..=12).contains(&separator) || separator + 1 == id.len() {
        return None;
    }
    let seconds = base_52(&id[..separator - 4])?;
    let micros = base_52(&id[separator - 4..separator])?;
    base_52(&id[separator + 1..])?;
    let mut clock = IdClock::at("postfix-long", i64::try_from(seconds).ok()?);
    if micros >= MILLION {
        clock.fault = Some(ClockFault::OutOfRange);
    }
    Some(clock)
}

/// Digits and consonants, `0` to `z`.
fn base_52(text: &[u8]) -> Option<u64> {
    // Eleven digits always fit.
    let (first, rest) = text.split_at(text.len().min(11));
    let digit = |b: &u8| Some(u64::from(DIGIT_52[usize::from(*b)])).filter(|digit| *digit < 52);
    let number = first.iter().try_fold(0_u64, |n, b| Some(n * 52 + digit(b)?))?;
    rest.iter().try_fold(number, |n, b| n.checked_mul(52)?.checked_add(digit(b)?))
}

/// The value of each digit; 52 for what is none.
static DIGIT_52: [u8; 256] = {
    let alphabet = b"0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz";
    let mut table = [52; 256];
    let mut value = 0;
    while value < alphabet.len() {
        table[alphabet[value] as usize] = value as u8;
        value += 1;
    }
    table
};
