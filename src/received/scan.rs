//! Finds the bytes that mean something, sixty-four at a time.

/// How many bytes are looked at together.
const BLOCK: usize = 64;

/// Walks over a value from one byte that may mean something to the next.
pub(super) struct Scan<'v> {
    value: &'v [u8],
    /// Where the block that the signs tell of begins.
    block: usize,
    signs: Signs,
}

/// What the bytes of a block may be, one bit for each, the lowest for the first.
#[derive(Clone, Copy)]
struct Signs {
    /// May end a word. Set for all that is behind the value as well.
    ends: u64,
    /// The same without blanks: what may mean something in a comment.
    marks: u64,
}

impl<'v> Scan<'v> {
    pub(super) fn new(value: &'v [u8]) -> Self {
        Scan { value, block: 0, signs: load(value, 0) }
    }

    /// The first byte from `at` on that may end a word: all that can are below 0x2A, or are the
    /// semicolon or the backslash. The end of the value where there is none.
    #[inline]
    pub(super) fn end(&mut self, at: usize) -> usize {
        // Within the block, mostly.
        let within = at.wrapping_sub(self.block);
        if within < BLOCK {
            let ahead = self.signs.ends >> within;
            if ahead != 0 {
                return at + ahead.trailing_zeros() as usize;
            }
        }
        self.further(at, |signs| signs.ends)
    }

    /// The first of these from `at` on that is no blank.
    #[inline]
    pub(super) fn mark(&mut self, at: usize) -> usize {
        let within = at.wrapping_sub(self.block);
        if within < BLOCK {
            let ahead = self.signs.marks >> within;
            if ahead != 0 {
                return at + ahead.trailing_zeros() as usize;
            }
        }
        self.further(at, |signs| signs.marks)
    }

    fn further(&mut self, mut at: usize, wanted: impl Fn(Signs) -> u64) -> usize {
        while at < self.value.len() {
            let block = at - at % BLOCK;
            if block != self.block {
                (self.block, self.signs) = (block, load(self.value, block));
            }
            let ahead = wanted(self.signs) >> (at - block);
            if ahead != 0 {
                return at + ahead.trailing_zeros() as usize;
            }
            at = block + BLOCK;
        }
        self.value.len()
    }
}

fn load(value: &[u8], block: usize) -> Signs {
    let rest = value.get(block..).unwrap_or_default();
    if let Some(bytes) = rest.first_chunk::<BLOCK>() {
        return signs(bytes);
    }
    let behind = u64::MAX.checked_shl(rest.len() as u32).unwrap_or(0);
    if let Some(bytes) = value.last_chunk::<BLOCK>() {
        // Some of the block before it, shifted out, is quicker than a copy.
        let Signs { ends, marks } = signs(bytes);
        let before = (BLOCK - rest.len()) as u32;
        let shifted = |bits: u64| bits.checked_shr(before).unwrap_or(0);
        return Signs { ends: shifted(ends) | behind, marks: shifted(marks) };
    }
    let mut bytes = [b'x'; BLOCK];
    bytes[..rest.len()].copy_from_slice(rest);
    let Signs { ends, marks } = signs(&bytes);
    Signs { ends: ends | behind, marks }
}

fn signs(bytes: &[u8; BLOCK]) -> Signs {
    // In two loops, which the compiler turns into a few instructions for sixteen bytes each.
    let (mut ends, mut marks) = ([0_u8; BLOCK], [0_u8; BLOCK]);
    for (at, byte) in bytes.iter().enumerate() {
        let end = (*byte < 0x2a) | (*byte == b';') | (*byte == b'\\');
        ends[at] = if end { ROW[at] } else { 0 };
        marks[at] = if *byte > b' ' { ends[at] } else { 0 };
    }
    Signs { ends: gather(&ends), marks: gather(&marks) }
}

/// Bytes of the same eight have the same bit.
const ROW: [u8; BLOCK] = {
    let mut row = [0; BLOCK];
    let mut at = 0;
    while at < BLOCK {
        row[at] = 1 << (at / 8);
        at += 1;
    }
    row
};

/// The bits of all bytes that have theirs of [`ROW`] set, in their order.
fn gather(found: &[u8; BLOCK]) -> u64 {
    let eights = found.as_chunks::<8>().0;
    let bits = eights.iter().fold(0, |bits, eight| bits | u64::from_le_bytes(*eight));
    // Now bit r of byte c tells of byte 8 r + c: rows and columns of the square change places.
    let swap = |bits: u64, by: u32, mask: u64| {
        let apart = (bits ^ (bits >> by)) & mask;
        bits ^ apart ^ (apart << by)
    };
    let bits = swap(bits, 7, 0x00aa_00aa_00aa_00aa);
    let bits = swap(bits, 14, 0x0000_cccc_0000_cccc);
    swap(bits, 28, 0x0000_0000_f0f0_f0f0)
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
                assert_eq!(scan.end(0), expected, "{byte} at {place}");
                assert_eq!(scan.end(place + 1), 131, "{byte} at {place}");
                assert_eq!(scan.end(place), expected, "{byte} at {place}");
                let expected = if ends && byte > b' ' { place } else { 131 };
                assert_eq!(scan.mark(0), expected, "{byte} at {place}");
                assert_eq!(scan.mark(place + 1), 131, "{byte} at {place}");
            }
        }
    }

    #[test]
    fn goes_from_one_to_the_next() {
        let mut scan = Scan::new(b"short (a;b) ");
        let mut at = 0;
        let mut stops = Vec::new();
        while at < 12 {
            at = scan.end(at);
            stops.push(at);
            at += 1;
        }
        assert_eq!(stops, [5, 6, 8, 10, 11]);
        assert_eq!(Scan::new(b"").end(0), 0);
        assert_eq!(Scan::new(b"word").end(0), 4);
        assert_eq!(Scan::new(&[b'x'; 64]).end(3), 64);
    }
}
