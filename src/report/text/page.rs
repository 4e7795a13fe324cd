//! The sheet that the parts of the text report write on: its width, colours, and the shapes it
//! may draw with.

use std::borrow::Cow;

use anstyle::{AnsiColor, Style};
use textwrap::core::display_width;

use super::Options;
use crate::report::escape::{Escape, columns};
use crate::report::model::{HopVerdict, Level, Verdict};

/// Longest value of a stranger that is shown, in columns. More is in the JSON report.
const LONGEST_VALUE: usize = 400;

/// Text is never squeezed into less than so many columns.
const NARROWEST: usize = 20;
/// Stands for a blank at which no line is to be broken. Escaped text has no characters for
/// private use, so it cannot be mistaken.
const KEPT: &str = "\u{e000}";

pub(super) const PLAIN: Style = Style::new();
pub(super) const BOLD: Style = Style::new().bold();
/// What is there for completeness.
pub(super) const DIM: Style = Style::new().dimmed();
/// Frames of excerpts, as compilers draw them.
pub(super) const FRAME: Style = AnsiColor::BrightBlue.on_default().bold();
const GOOD: Style = AnsiColor::Green.on_default().bold();
pub(super) const NEUTRAL: Style = AnsiColor::Cyan.on_default().bold();
pub(super) const WARN: Style = AnsiColor::Yellow.on_default().bold();
const BAD: Style = AnsiColor::Red.on_default().bold();

/// The shapes that are drawn.
pub(super) struct Glyphs {
    pub(super) arrow: &'static str,
    pub(super) ellipsis: &'static str,
    /// Joins two hops.
    pub(super) pipe: &'static str,
    /// Stands for hops left out.
    pub(super) gap: &'static str,
    /// The boundary, and where the way crosses it.
    pub(super) border: &'static str,
    pub(super) crossing: &'static str,
    pub(super) minus: &'static str,
    trusted: &'static str,
    unverified: &'static str,
    suspicious: &'static str,
    forged: &'static str,
}

const UNICODE: Glyphs = Glyphs {
    arrow: "→",
    ellipsis: "…",
    pipe: "│",
    gap: "┆",
    border: "═",
    crossing: "╪",
    minus: "−",
    trusted: "✓",
    unverified: "?",
    suspicious: "!",
    forged: "✗",
};

const ASCII: Glyphs = Glyphs {
    arrow: "->",
    ellipsis: "...",
    pipe: "|",
    gap: ":",
    border: "=",
    crossing: "+",
    minus: "-",
    trusted: "+",
    unverified: "?",
    suspicious: "!",
    forged: "x",
};

impl Glyphs {
    /// One mark for each verdict, so that colour is never the only sign.
    pub(super) fn mark(&self, verdict: HopVerdict) -> &'static str {
        match verdict {
            HopVerdict::Trusted | HopVerdict::Supported => self.trusted,
            HopVerdict::Unverified => self.unverified,
            HopVerdict::Suspicious => self.suspicious,
            HopVerdict::Forged => self.forged,
        }
    }
}

pub(super) fn hop_style(verdict: HopVerdict) -> Style {
    match verdict {
        HopVerdict::Trusted | HopVerdict::Supported => GOOD,
        HopVerdict::Unverified => NEUTRAL,
        HopVerdict::Suspicious => WARN,
        HopVerdict::Forged => BAD,
    }
}

pub(super) fn verdict_style(verdict: Verdict) -> Style {
    match verdict {
        Verdict::Genuine => GOOD,
        Verdict::Unverified => NEUTRAL,
        Verdict::Suspicious => WARN,
        Verdict::Forged => BAD,
    }
}

pub(super) fn level_style(level: Level) -> Style {
    match level {
        Level::Info | Level::Low => NEUTRAL,
        Level::Medium => WARN,
        Level::High => BAD,
    }
}

pub(super) struct Page {
    out: String,
    pub(super) width: usize,
    color: bool,
    pub(super) escape: Escape,
    pub(super) glyphs: &'static Glyphs,
}

impl Page {
    pub(super) fn new(options: Options) -> Self {
        Page {
            out: String::with_capacity(4096),
            width: options.width.clamp(60, 120),
            color: options.color,
            escape: Escape { ascii: options.ascii },
            glyphs: if options.ascii { &ASCII } else { &UNICODE },
        }
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    /// A value of a stranger: escaped, and shortened where it is very long.
    pub(super) fn value(&self, text: &str) -> String {
        self.fit(text, LONGEST_VALUE)
    }

    /// A value of a stranger, escaped and brought to at most `room` columns. It loses its
    /// middle: of a host's name the end says whose it is, and of most others the beginning
    /// says what it is.
    pub(super) fn fit(&self, text: &str, room: usize) -> String {
        // What cannot be shown need not be escaped first: a value may be megabytes long.
        let cut = middle_out(text, 2 * room.max(8), self.glyphs.ellipsis);
        let shown = self.escape.text(&cut);
        // In ASCII the ellipsis is three dots, which escaping leaves alone; in Unicode it is
        // harmless.
        shorten(&shown, room, self.glyphs.ellipsis).into_owned()
    }

    pub(super) fn paint(&self, style: Style, text: &str) -> String {
        if self.color && style != PLAIN && !text.is_empty() {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    /// A finished line; blanks at its end are dropped.
    pub(super) fn line(&mut self, line: &str) {
        self.out.push_str(line.trim_end_matches(' '));
        self.out.push('\n');
    }

    pub(super) fn blank(&mut self) {
        self.out.push('\n');
    }

    /// Escaped text that begins after `first` and goes on, where it does not fit, on lines below
    /// after `next`; both may carry colours.
    pub(super) fn wrapped(&mut self, first: &str, next: &str, text: &str, style: Style) {
        // Colours take no room, which textwrap knows.
        let most = self.width - NARROWEST;
        let taken = |lead| display_width(lead).min(most);
        let mut lead = first;
        if display_width(first) > most {
            self.line(first);
            lead = next;
        }
        let parts = wrap(text, self.width, taken(lead), taken(next));
        for part in parts {
            let line = format!("{lead}{}", self.paint(style, &part.replace(KEPT, " ")));
            self.line(&line);
            lead = next;
        }
    }

    /// As [`Page::wrapped`] for several things in a row, with commas between them and line breaks
    /// rather between two than inside one.
    pub(super) fn listed(&mut self, first: &str, next: &str, items: &[String], style: Style) {
        let kept: Vec<String> = items.iter().map(|item| item.replace(' ', KEPT)).collect();
        self.wrapped(first, next, &kept.join(", "), style);
    }
}

/// Breaks text at its blanks for lines of `width` columns, of which some are taken on the first
/// line and some on each further one. A word that does not fit into a line is broken anywhere.
fn wrap(text: &str, width: usize, first: usize, next: usize) -> Vec<String> {
    let (first, next) = (" ".repeat(first), " ".repeat(next));
    let options = textwrap::Options::new(width)
        .initial_indent(&first)
        .subsequent_indent(&next)
        .break_words(true)
        // A hyphen in a host's name is no place to break it.
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
    let lines = textwrap::wrap(text, options);
    let taken = std::iter::once(&first).chain(std::iter::repeat(&next));
    lines
        .iter()
        .zip(taken)
        .map(|(line, lead)| line.get(lead.len()..).unwrap_or("").to_owned())
        .collect()
}

/// Keeps about `most` bytes of the two ends of a text.
fn middle_out<'t>(text: &'t str, most: usize, ellipsis: &str) -> Cow<'t, str> {
    if text.len() <= 4 * most {
        return Cow::Borrowed(text);
    }
    let head = text.floor_char_boundary(2 * most);
    let tail = text.ceil_char_boundary(text.len() - 2 * most);
    Cow::Owned(format!("{}{ellipsis}{}", &text[..head], &text[tail..]))
}

/// Brings escaped text to at most `room` columns by leaving out its middle.
fn shorten<'t>(shown: &'t str, room: usize, ellipsis: &str) -> Cow<'t, str> {
    if columns(shown) <= room {
        return Cow::Borrowed(shown);
    }
    let room = room.saturating_sub(columns(ellipsis));
    let head = take(shown.chars(), room.div_ceil(2));
    let tail = take(shown.chars().rev(), room / 2);
    let tail: String = tail.chars().rev().collect();
    Cow::Owned(format!("{head}{ellipsis}{tail}"))
}

fn take(chars: impl Iterator<Item = char>, room: usize) -> String {
    let mut taken = String::new();
    let mut width = 0;
    for c in chars {
        width += unicode_width::UnicodeWidthChar::width(c).unwrap_or(0);
        if width > room {
            break;
        }
        taken.push(c);
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_lose_their_middle() {
        let page = Page::new(Options::default());
        assert_eq!(page.fit("mail.example.org", 16), "mail.example.org");
        let long = format!("{}.example.org", "a".repeat(1_000_000));
        assert_eq!(page.fit(&long, 21), "aaaaaaaaaa…xample.org");
        assert_eq!(columns(&page.fit(&"你".repeat(500), 21)), 21);
        assert_eq!(page.fit("\x1b[2J", 20), "\\u{1b}[2J");
        let ascii = Page::new(Options { ascii: true, ..Options::default() });
        assert_eq!(ascii.fit(&long, 23), "aaaaaaaaaa...xample.org");
    }

    #[test]
    fn long_words_are_broken_and_blanks_are_breaks() {
        assert_eq!(wrap("one two-three four", 9, 0, 0), ["one", "two-three", "four"]);
        assert_eq!(wrap("abcdefghij", 4, 0, 0), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("one two three four", 9, 6, 1), ["one", "two", "three", "four"]);
        assert_eq!(wrap("", 9, 6, 1), [""]);
    }
}
