//! Finds the bytes that mean something, sixty-four at a time.

/// How many bytes are looked at together.
const BLOCK: usize = 64;

/// Walks over a value from one byte that may mean something to the next.
pub(super) struct Scan<'v> {
    value: &'v [u8],
    /// Where the block that `hits` tells of begins.
    block: usize,
    /// A bit for each byte of the block that may mean something, and for all behind the value.
    hits: u64,
}

impl<'v> Scan<'v> {
    pub(super) fn new(value: &'v [u8]) -> Self {
        let mut scan = Scan { value, block: 0, hits: 0 };
        scan.load(0);
        scan
    }

    /// The first byte from `at` on that may end a word: all that can are below 0x2A, or are the
    /// semicolon or the backslash. The end of the value where there is none.
    #[inline]
    pub(super) fn next(&mut self, mut at: usize) -> usize {
        loop {
            if at >= self.value.len() {
                return self.value.len();
            }
            if at / BLOCK != self.block / BLOCK {
                self.load(at / BLOCK * BLOCK);
            }
            let ahead = self.hits >> (at % BLOCK);
            if ahead != 0 {
                return at + ahead.trailing_zeros() as usize;
            }
            at = (at | (BLOCK - 1)) + 1;
        }
    }

    fn load(&mut self, block: usize) {
        self.block = block;
        let rest = self.value.get(block..).unwrap_or_default();
        self.hits = match rest.first_chunk::<BLOCK>() {
            Some(bytes) => hits(bytes),
            None => {
                let mut bytes = [b' '; BLOCK];
                bytes[..rest.len()].copy_from_slice(rest);
                hits(&bytes)
            }
        };
    }
}

/// One bit for each byte, the lowest for the first.
fn hits(bytes: &[u8; BLOCK]) -> u64 {
    // In two loops, which the compiler turns into a few instructions for sixteen bytes each.
    let mut found = [0_u8; BLOCK];
    for (found, byte) in found.iter_mut().zip(bytes) {
        *found = u8::from(*byte < 0x2a) | u8::from(*byte == b';') | u8::from(*byte == b'\\');
    }
    let mut bits = 0;
    for (at, eight) in found.as_chunks::<8>().0.iter().enumerate() {
        // Multiplying moves the lowest bit of each byte to the top of the product.
        let gathered = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        bits |= gathered << (8 * at);
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stops_at_every_byte_that_may_mean_something() {
        for byte in 0..=255_u8 {
            for place in [0, 1, 7, 8, 62, 63, 64, 65, 127, 128, 130] {
                let mut value = [b'x'; 131];
                value[place] = byte;
                let ends = byte < 0x2a || matches!(byte, b';' | b'\\');
                let mut scan = Scan::new(&value);
                let expected = if ends { place } else { 131 };
                assert_eq!(scan.next(0), expected, "{byte} at {place}");
                assert_eq!(scan.next(place + 1), 131, "{byte} at {place}");
                assert_eq!(scan.next(place), expected, "{byte} at {place}");
            }
        }
    }

    #[test]
    fn goes_from_one_to_the_next() {
        let mut scan = Scan::new(b"short (a;b) ");
        let mut at = 0;
        let mut stops = Vec::new();
        while at < 12 {
            at = scan.next(at);
            stops.push(at);
            at += 1;
        }
        assert_eq!(stops, [5, 6, 8, 10, 11]);
        assert_eq!(Scan::new(b"").next(0), 0);
        assert_eq!(Scan::new(b"word").next(0), 4);
        assert_eq!(Scan::new(&[b'x'; 64]).next(3), 64);
    }
}
