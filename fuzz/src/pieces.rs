//! Spans, and the pieces of text that were read from them.

use std::borrow::Cow;

use hopcheck::received::Date;
use hopcheck::span::{Piece, Span};

/// The span lies inside `within`.
#[track_caller]
pub fn inside(span: Span, within: Span) {
    assert!(span.start <= span.end, "{span:?}");
    assert!(within.start <= span.start && span.end <= within.end, "{span:?} not in {within:?}");
}

/// All of a text of this length.
pub fn whole(len: usize) -> Span {
    Span { start: 0, end: len as u32 }
}

/// The pieces lie inside `within`, and say what stands there. `text` is the text the spans count
/// in, from `base` on.
#[track_caller]
pub fn say_what_stands_there<'p, 'a: 'p>(
    text: &[u8],
    base: usize,
    within: Span,
    pieces: impl IntoIterator<Item = &'p Piece<'a>>,
) {
    for piece in pieces {
        inside(piece.span, within);
        let span = piece.span.range();
        let there = &text[span.start - base..span.end - base];
        match &piece.text {
            Cow::Borrowed(said) => assert_eq!(said.as_bytes(), there, "{:?}", piece.span),
            // Changed only where it could not be shown as it is.
            Cow::Owned(said) => {
                assert!(!said.contains(['\r', '\n']), "{piece:?}");
                let lossy = String::from_utf8_lossy(there);
                assert!(
                    matches!(lossy, Cow::Owned(_)) || lossy.contains(['\r', '\n']),
                    "copied without need: {piece:?}"
                );
                let solid = |text: &str| text.replace([' ', '\t', '\r', '\n'], "");
                assert_eq!(solid(said), solid(&lossy), "{:?}", piece.span);
            }
        }
    }
}

/// What holds of every date: its parts lie in it, and its numbers fit together.
#[track_caller]
pub fn date_is_sound(text: &[u8], base: usize, within: Span, date: &Date<'_>) {
    say_what_stands_there(text, base, within, [&date.raw]);
    let parts = [&date.zone, &date.zone_comment, &date.weekday];
    say_what_stands_there(text, base, date.raw.span, parts.into_iter().flatten());
    for span in date.comments.iter().chain(&date.trailing) {
        inside(*span, date.raw.span);
    }
    assert!(date.comments.windows(2).all(|pair| pair[0].end <= pair[1].start));
    assert!(date.nanos.is_none_or(|nanos| nanos < 1_000_000_000));
    assert!(date.zone_minutes.is_none_or(|minutes| minutes < 100));
    if let (Some(unix), Some(local), Some(offset)) = (date.unix, date.local, date.offset_minutes) {
        assert_eq!(unix, local - i64::from(offset) * 60, "{date:?}");
    }
    let mut defects = date.defects.clone();
    defects.sort_unstable();
    defects.dedup();
    assert_eq!(defects.len(), date.defects.len(), "{:?}", date.defects);
}
