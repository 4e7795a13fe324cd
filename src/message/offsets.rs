//! From places in a repaired copy back to the message as received.

use std::ops::Range;

use crate::span::Span;

/// Turns a place in [`Message::text`](super::Message::text) into the offset in the message as
/// received. Each repair that was needed is a layer on the one before; a message that needed
/// none has no layer, and its offsets are what they are.
#[derive(Clone, Debug, Default)]
pub(super) struct Offsets {
    /// In the order in which the repairs were done.
    layers: Vec<Layer>,
}

/// What one repair did, as stretches of its text in order, without gaps.
#[derive(Clone, Debug, Default)]
struct Layer {
    stretches: Vec<Stretch>,
}

/// Bytes of a repaired text, from `at` to the next stretch, and the bytes before the repair that
/// they stand for.
///
/// As long as each other: kept byte for byte. Twice as long before: one byte stands for two
/// (ASCII in UTF-16, a no-break space). Otherwise the stretch is one whole: a character that was
/// encoded anew, or something put in (nothing stood there before).
#[derive(Clone, Copy, Debug)]
struct Stretch {
    at: u32,
    len: u32,
    from: u32,
    from_len: u32,
}

impl Stretch {
    /// Bytes before the repair for each byte after it; 0 where the stretch is one whole.
    fn unit(self) -> u32 {
        match self.from_len {
            same if same == self.len => 1,
            twice if twice == self.len * 2 => 2,
            _ => 0,
        }
    }
}

impl Offsets {
    pub(super) fn push(&mut self, rewrite: Rewrite) -> Vec<u8> {
        self.layers.push(Layer { stretches: rewrite.stretches });
        rewrite.text
    }

    pub(super) fn is_identity(&self) -> bool {
        self.layers.is_empty()
    }

    /// Where the byte at `pos` stood.
    pub(super) fn start(&self, pos: u32) -> u64 {
        self.layers.iter().rev().fold(pos, |pos, layer| layer.start(pos)).into()
    }

    /// Where the byte before `pos` ended: what has no length stays so.
    pub(super) fn end(&self, pos: u32) -> u64 {
        self.layers.iter().rev().fold(pos, |pos, layer| layer.end(pos)).into()
    }

    pub(super) fn range(&self, span: Span) -> Range<u64> {
        let start = self.start(span.start);
        match span.is_empty() {
            true => start..start,
            // Something put in stands for nothing, and may begin after what is before it ends.
            false => start..self.end(span.end).max(start),
        }
    }
}

impl Layer {
    fn start(&self, pos: u32) -> u32 {
        match self.at(pos) {
            Some(s) if pos < s.at + s.len => s.from + (pos - s.at) * s.unit(),
            // The end of the text.
            Some(s) => s.from + s.from_len,
            None => pos,
        }
    }

    fn end(&self, pos: u32) -> u32 {
        match pos.checked_sub(1).and_then(|last| self.at(last)) {
            Some(s) if s.unit() > 0 && pos < s.at + s.len => s.from + (pos - s.at) * s.unit(),
            Some(s) => s.from + s.from_len,
            None => self.start(pos),
        }
    }

    fn at(&self, pos: u32) -> Option<Stretch> {
        let after = self.stretches.partition_point(|s| s.at <= pos);
        self.stretches.get(after.checked_sub(1)?).copied()
    }
}

/// A text as it is rewritten, with the account of what became of each byte.
#[derive(Debug, Default)]
pub(super) struct Rewrite {
    text: Vec<u8>,
    stretches: Vec<Stretch>,
}

impl Rewrite {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Rewrite { text: Vec::with_capacity(bytes), stretches: Vec::new() }
    }

    /// Copies a range of `old` as it is.
    pub(super) fn keep(&mut self, old: &[u8], range: Range<usize>) {
        if let Some(bytes) = old.get(range.clone()) {
            self.add(bytes, range.start, bytes.len());
        }
    }

    /// Writes `new` for a range of the old text; an empty range puts it in.
    pub(super) fn put(&mut self, new: &[u8], range: Range<usize>) {
        self.add(new, range.start, range.len());
    }

    fn add(&mut self, new: &[u8], from: usize, from_len: usize) {
        if new.is_empty() {
            return;
        }
        let next = Stretch {
            at: self.text.len() as u32,
            len: new.len() as u32,
            from: from as u32,
            from_len: from_len as u32,
        };
        self.text.extend_from_slice(new);
        if let Some(last) = self.stretches.last_mut() {
            let grows = last.from + last.from_len == next.from
                && last.unit() == next.unit()
                && next.unit() > 0;
            if grows {
                last.len += next.len;
                last.from_len += next.from_len;
                return;
            }
        }
        self.stretches.push(next);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept<const N: usize>(old: &[u8], ranges: [(usize, usize); N]) -> Rewrite {
        let mut rewrite = Rewrite::default();
        for (start, end) in ranges {
            rewrite.keep(old, start..end);
        }
        rewrite
    }

    #[test]
    fn without_repairs_offsets_are_what_they_are() {
        let offsets = Offsets::default();
        assert_eq!(offsets.start(7), 7);
        assert_eq!(offsets.range(Span::new(3, 9)), 3..9);
    }

    #[test]
    fn removed_bytes_are_skipped() {
        let old = b"  ab\n  cd\n";
        let mut offsets = Offsets::default();
        let text = offsets.push(kept(old, [(2, 5), (7, 10)]));
        assert_eq!(text, b"ab\ncd\n");
        for (pos, expected) in [(0, 2), (2, 4), (3, 7), (5, 9), (6, 10)] {
            assert_eq!(offsets.start(pos), expected, "{pos}");
        }
        // The end of the first line is not the start of the second.
        assert_eq!(offsets.range(Span::new(0, 3)), 2..5);
        assert_eq!(offsets.range(Span::new(0, 4)), 2..8);
        assert_eq!(offsets.range(Span::new(3, 3)), 7..7);
    }

    #[test]
    fn what_was_put_in_stands_for_nothing() {
        let old = b"a\nb";
        let mut rewrite = kept(old, [(0, 2)]);
        rewrite.put(b" ", 2..2);
        rewrite.keep(old, 2..3);
        let mut offsets = Offsets::default();
        assert_eq!(offsets.push(rewrite), b"a\n b");
        assert_eq!(offsets.range(Span::new(2, 3)), 2..2);
        assert_eq!(offsets.range(Span::new(2, 4)), 2..3);
        assert_eq!(offsets.range(Span::new(0, 4)), 0..3);
    }

    #[test]
    fn one_byte_for_two_and_characters_encoded_anew() {
        // "ab", "é" and "c" in UTF-16.
        let mut rewrite = Rewrite::default();
        rewrite.put(b"a", 2..4);
        rewrite.put(b"b", 4..6);
        rewrite.put("é€".as_bytes(), 6..10);
        rewrite.put(b"c", 10..12);
        let mut offsets = Offsets::default();
        assert_eq!(offsets.push(rewrite), "abé€c".as_bytes());
        for (pos, expected) in [(0, 2), (1, 4), (2, 6), (3, 6), (6, 6), (7, 10), (8, 12)] {
            assert_eq!(offsets.start(pos), expected, "{pos}");
        }
        assert_eq!(offsets.range(Span::new(2, 7)), 6..10);
        assert_eq!(offsets.range(Span::new(0, 3)), 2..10);
    }

    #[test]
    fn layers_are_undone_in_turn() {
        let mut offsets = Offsets::default();
        let first = offsets.push(kept(b"xxabcd", [(2, 6)]));
        let second = offsets.push(kept(&first, [(1, 4)]));
        assert_eq!(second, b"bcd");
        assert_eq!(offsets.start(0), 3);
        assert_eq!(offsets.range(Span::new(0, 3)), 3..6);
        assert!(!offsets.is_identity());
    }
}
