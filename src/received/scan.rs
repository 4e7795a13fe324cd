//! Passes over bytes that mean nothing, eight at a time.

const LOW: u64 = u64::from_le_bytes([0x01; 8]);
const HIGH: u64 = u64::from_le_bytes([0x80; 8]);

/// The high bit of each of eight bytes that is below `bound`, which is at most 0x80. A borrow
/// can raise false hits, but only above the first true one.
fn below(bytes: u64, bound: u64) -> u64 {
    bytes.wrapping_sub(LOW * bound) & !bytes & HIGH
}

/// Where from `at` on the first byte stands that `hits` tells, eight bytes at a time; what is
/// left at the end of the value is not looked at.
fn skip(value: &[u8], mut at: usize, hits: impl Fn(u64) -> u64) -> usize {
    while let Some(chunk) = value.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let hits = hits(u64::from_le_bytes(*chunk));
        if hits != 0 {
            return at + (hits.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    at
}

/// Over bytes that surely end no word: all that can are below 0x2A, or are the semicolon or the
/// backslash.
pub(super) fn skip_plain(value: &[u8], at: usize) -> usize {
    skip(value, at, |x| below(x, 0x2a) | below(x ^ (LOW * 0x3b), 1) | below(x ^ (LOW * 0x5c), 1))
}

/// Over bytes that are no parenthesis and no backslash.
pub(super) fn skip_comment(value: &[u8], at: usize) -> usize {
    skip(value, at, |x| below((x & (LOW * 0xfe)) ^ (LOW * 0x28), 1) | below(x ^ (LOW * 0x5c), 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stops_at_every_byte_that_may_mean_something() {
        for byte in 0..=255_u8 {
            for place in 0..16 {
                let mut value = [b'x'; 24];
                value[place] = byte;
                let ends = byte < 0x2a || matches!(byte, b';' | b'\\');
                let at = skip_plain(&value, 0);
                assert_eq!(at, if ends { place } else { 24 }, "{byte} at {place}");
                let at = skip_comment(&value, 0);
                let ends = matches!(byte, b'(' | b')' | b'\\');
                assert_eq!(at, if ends { place } else { 24 }, "{byte} at {place}");
            }
        }
        assert_eq!(skip_plain(b"short", 0), 0);
    }
}
