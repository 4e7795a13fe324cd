//! How a line is broken into several (RFC 5322 section 2.2.3). Every server breaks its lines at
//! the same places, always, and those who write a line by hand seldom know which.

use memchr::{memchr2, memmem};

use crate::span::Span;

/// How one field is broken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folding {
    /// What its lines after the first begin with.
    pub kind: FoldKind,
    /// Of [`FoldKind::Blanks`]: how many.
    pub width: u32,
    /// Blanks in a row or a tab stand before the date: what remains where a fold was taken back.
    pub runs: bool,
    /// What its last line begins with; `None` where it is in one piece.
    pub last: Option<Start>,
    /// The first word of the last line, counted in the field's value.
    pub at: Option<Span>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FoldKind {
    /// In one piece.
    #[default]
    None,
    Tab,
    Blanks,
    Mixed,
}

impl FoldKind {
    pub fn as_str(self) -> &'static str {
        match self {
            FoldKind::None => "none",
            FoldKind::Tab => "tab",
            FoldKind::Blanks => "blanks",
            FoldKind::Mixed => "mixed",
        }
    }
}

/// What a line of a field may begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// One of the words that begin a clause (RFC 5321 section 4.4).
    Clause(&'static str),
    Comment,
    /// The date, from its beginning.
    Date,
    Other,
}

impl Start {
    pub fn as_str(self) -> &'static str {
        match self {
            Start::Clause(word) => word,
            Start::Comment => "comment",
            Start::Date => "date",
            Start::Other => "other",
        }
    }
}

const CLAUSES: [&str; 6] = ["from", "by", "via", "with", "id", "for"];

impl Folding {
    /// Of a field's value as received. `date`: where the date in it is.
    pub(super) fn of(value: &[u8], date: Option<Span>) -> Self {
        let value = value.trim_ascii_end();
        let mut folding = Folding::default();
        let mut first: Option<&[u8]> = None;
        let mut lines = 0;
        for at in memchr::memchr_iter(b'\n', value) {
            let rest = &value[at + 1..];
            let blanks = rest.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
            let (white, text) = rest.split_at(blanks);
            // A line of blanks only belongs to the next break.
            if text.first().is_none_or(|b| matches!(b, b'\r' | b'\n')) {
                continue;
            }
            lines += 1;
            let alike = *first.get_or_insert(white) == white;
            folding.kind = match white {
                _ if !alike => FoldKind::Mixed,
                _ if folding.kind == FoldKind::Mixed => FoldKind::Mixed,
                b"\t" => FoldKind::Tab,
                white if white.iter().all(|b| *b == b' ') => FoldKind::Blanks,
                _ => FoldKind::Mixed,
            };
            let start = at + 1 + blanks;
            let word = text.iter().take_while(|b| b.is_ascii_alphanumeric()).count().max(1);
            let at = Span::new(start, start + word);
            folding.last = Some(match date {
                Some(date) if date.start == at.start => Start::Date,
                _ => start_of(&text[..word]),
            });
            folding.at = Some(at);
        }
        if folding.kind == FoldKind::Blanks {
            folding.width = first.map_or(0, |white| white.len() as u32);
        }
        // Dates have blanks in a row of their own: a day of one figure is set right.
        let before = date.map_or(value, |date| &value[..value.len().min(date.start as usize)]);
        folding.runs = lines == 0 && has_runs(before.trim_ascii());
        folding
    }
}

fn start_of(word: &[u8]) -> Start {
    if word == b"(" {
        return Start::Comment;
    }
    let clause = CLAUSES.iter().find(|clause| word.eq_ignore_ascii_case(clause.as_bytes()));
    clause.map_or(Start::Other, |clause| Start::Clause(clause))
}

fn has_runs(text: &[u8]) -> bool {
    memchr2(b'\t', b'\n', text).is_some() || memmem::find(text, b"  ").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(value: &str) -> (FoldKind, u32, bool, Option<&'static str>) {
        let date = value.find("Wed,").map(|at| Span::new(at, value.trim_end().len()));
        let folding = Folding::of(value.as_bytes(), date);
        (folding.kind, folding.width, folding.runs, folding.last.map(Start::as_str))
    }

    #[test]
    fn what_lines_begin_with() {
        let postfix =
            " from a (b [192.0.2.1])\r\n\tby c (Postfix) with ESMTP id 1\r\n\tfor <d>; Wed, 4 Mar";
        assert_eq!(of(postfix), (FoldKind::Tab, 0, false, Some("for")));
        let date = " from a\n        by c;\n        Wed, 4 Mar 2026";
        assert_eq!(of(date), (FoldKind::Blanks, 8, false, Some("date")));
        assert_eq!(of(" from a\n\tby c\n (TLS)"), (FoldKind::Mixed, 0, false, Some("comment")));
        assert_eq!(of(" from a\n\tby c\n x"), (FoldKind::Mixed, 0, false, Some("other")));
        assert_eq!(of(" from a\n\t by c"), (FoldKind::Mixed, 0, false, Some("by")));
        assert_eq!(of(" from a\n\tBY c"), (FoldKind::Tab, 0, false, Some("by")));
    }

    #[test]
    fn one_piece() {
        assert_eq!(of(" from a by c; Wed, 4 Mar 2026\r\n"), (FoldKind::None, 0, false, None));
        // RFC 5322 section 2.2.3: unfolding takes the line break and leaves the blanks.
        assert_eq!(of(" from a\tby c"), (FoldKind::None, 0, true, None));
        assert_eq!(of(" from a        by c"), (FoldKind::None, 0, true, None));
        assert_eq!(of(" from a by c; Wed,  4 Mar 2026"), (FoldKind::None, 0, false, None));
        assert_eq!(of(""), (FoldKind::None, 0, false, None));
    }

    #[test]
    fn lines_of_blanks_are_no_lines() {
        assert_eq!(of(" from a\n \n\tby c\n\t\n"), (FoldKind::Tab, 0, false, Some("by")));
        assert_eq!(of(" from a\n \n"), (FoldKind::None, 0, false, None));
    }

    #[test]
    fn ten_thousand_lines() {
        let value = " from a".to_owned() + &"\n\tby c".repeat(10_000);
        assert_eq!(of(&value), (FoldKind::Tab, 0, false, Some("by")));
    }
}
