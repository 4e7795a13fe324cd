//! What holds for every line, however it is made: spans inside the value, parts in order and
//! apart, every byte accounted for; and time in proportion to length.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::lexer::is_blank;
use super::{Line, parse};
use crate::span::{Piece, Span};

/// How many random lines to read: 20,000, or as many as `HOPCHECK_LINES` says
/// (`HOPCHECK_LINES=1000000 cargo test --release --lib received::properties` for the full run).
fn rounds() -> u64 {
    std::env::var("HOPCHECK_LINES").ok().and_then(|n| n.parse().ok()).unwrap_or(20_000)
}

/// A small generator (xorshift64*), so that a failure can be repeated from its number.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

const PIECES: &[&str] = &[
    "from",
    "by",
    "with",
    "id",
    "for",
    "via",
    "tls",
    "FROM",
    "BY",
    ";",
    "(",
    ")",
    "[",
    "]",
    "<",
    ">",
    "\"",
    "\\",
    ",",
    "=",
    "@",
    ":",
    "%",
    "mail.example.org",
    "mx.example.net",
    "localhost",
    "unknown",
    "[192.0.2.1]",
    "192.0.2.1",
    "[IPv6:2001:db8::1]",
    "[fe80::1%4]]",
    "[301.2.3.4]",
    "(mail.example.org [192.0.2.1])",
    "([192.0.2.1])",
    "(192.0.2.1)",
    "(unknown [192.0.2.1])",
    "(mail.example.org [192.0.2.1] (may be forged))",
    "([192.0.2.1]:25 helo=x ident=y)",
    "(port=25 helo=x)",
    "(HELO x)",
    "(EHLO [192.0.2.1])",
    "(user@192.0.2.1)",
    "(user@localhost)",
    "([192.0.2.1]:25 \"EHLO x\" rhost-flags-OK-OK-OK-OK)",
    "(Postfix)",
    "(Postfix, from userid 0)",
    "(8.17.1/8.17.1)",
    "(Exim 4.97)",
    "(qmail 1 invoked by uid 0)",
    "(PowerMTA(TM) v1.5)",
    "(using TLSv1.3 with cipher X (256/256 bits))",
    "(No client certificate requested)",
    "(Client CN \"x\", Issuer \"y\" (verified OK))",
    "(Authenticated sender: u)",
    "ESMTP",
    "ESMTPS",
    "esmtp",
    "SMTP",
    "LMTP",
    "HTTP",
    "mapi",
    "local",
    "Microsoft SMTP Server",
    "Microsoft SMTPSVC(6.0.3790.4675)",
    "NNFMP",
    "(version=TLSv1.3 cipher=X bits=256 verify=NO)",
    "(envelope-from <x@example.org>)",
    "<user@example.org>",
    "user@example.org",
    "4F57189D",
    "4Xh2Yq0sVBz1xN",
    "1rNSxG-00000001AbC-2CDE",
    "40A89AZN014573",
    "15.20.7002.19",
    "; Wed, 10 Jan 2024 08:09:10 +0100 (CET)",
    "; 10 Jan 2024 08:09:10 -0000",
    "2024-01-10 08:09:10.1 +0000 UTC m=+1.2",
    "Wed, 10 Jan 2024 08:09:10",
    "+0100",
    "(CET)",
    "\0",
    "\u{e9}",
    "\u{202e}",
    "mail pickup service",
    "<\"a b\"@example.org>",
    "\"x) by y; z\"@example.org",
];

/// Words in any order, or a true line with bytes changed, added and taken away.
fn line(random: &mut Random, samples: &[String]) -> Vec<u8> {
    if random.below(3) == 0 {
        let mut out = Vec::new();
        for _ in 0..random.below(40) {
            out.extend(random.pick(PIECES).bytes());
            match random.below(8) {
                0 => {}
                1 => out.extend(b"\r\n\t"),
                2 => out.push(b'\n'),
                _ => out.push(b' '),
            }
        }
        return out;
    }
    let mut out = samples[random.below(samples.len())].clone().into_bytes();
    for _ in 0..random.below(6) {
        let at = random.below(out.len());
        match random.below(7) {
            0 if !out.is_empty() => out[at] = random.next() as u8,
            1 if !out.is_empty() => {
                out.remove(at);
            }
            2 => out
                .insert(at, random.pick(&["(", ")", ";", "\"", "\\", "<", "[", " "]).as_bytes()[0]),
            3 => out.truncate(at),
            4 => {
                let piece = random.pick(PIECES).bytes();
                out.splice(at..at, piece);
            }
            5 if !out.is_empty() => {
                // A stretch twice.
                let end = (at + random.below(40)).min(out.len());
                let again = out[at..end].to_vec();
                out.splice(at..at, again);
            }
            _ => {
                let other = samples[random.below(samples.len())].as_bytes();
                let from = random.below(other.len());
                out.truncate(at);
                out.extend(&other[from..]);
            }
        }
    }
    out
}

fn pieces<'l, 'v>(line: &'l Line<'v>) -> Vec<&'l Piece<'v>> {
    let mut all: Vec<Option<&Piece<'v>>> =
        vec![line.via.as_ref(), line.with.as_ref(), line.id.as_ref(), line.envelope_from.as_ref()];
    if let Some(from) = &line.from {
        all.extend([
            from.helo.as_ref(),
            from.rdns.as_ref(),
            from.ip_written.as_ref(),
            from.ip_invalid.as_ref(),
            from.ident.as_ref(),
            from.auth.as_ref(),
        ]);
    }
    if let Some(by) = &line.by {
        all.extend([by.host.as_ref(), by.ip_invalid.as_ref(), by.software.as_ref()]);
    }
    if let Some(tls) = &line.tls {
        all.extend([tls.version.as_ref(), tls.cipher.as_ref()]);
    }
    all.extend(line.for_.iter().map(Some));
    all.extend(line.date.iter().map(|date| Some(&date.raw)));
    all.into_iter().flatten().collect()
}

/// What is wrong with the spans of a line.
fn broken(value: &[u8], line: &Line<'_>) -> Option<String> {
    let mut problems = String::new();
    let inside = |span: Span| span.start <= span.end && span.end as usize <= value.len();
    for piece in pieces(line) {
        if !inside(piece.span) {
            let _ = write!(problems, "piece {:?} outside; ", piece.span);
            continue;
        }
        // What is shown is what stands there, but for folding and bytes that are not UTF-8.
        let raw = &value[piece.span.range()];
        let same = |b: &u8| b.is_ascii_graphic();
        let shown: Vec<u8> = piece.text.bytes().filter(same).collect();
        let stands: Vec<u8> = raw.iter().copied().filter(same).collect();
        if shown != stands {
            let _ = write!(problems, "piece {:?} is not {:?}; ", piece.text, piece.span);
        }
    }
    for span in line.violations.iter().map(|violation| violation.span) {
        if !inside(span) {
            let _ = write!(problems, "violation {span:?} outside; ");
        }
    }
    let mut covered: Vec<Span> = line.parts.iter().map(|part| part.span).collect();
    for list in [&covered, &line.unparsed] {
        if list.windows(2).any(|pair| pair[0].end > pair[1].start) {
            problems.push_str("out of order or overlapping; ");
        }
    }
    if line.parts.iter().any(|part| part.name.is_empty()) {
        problems.push_str("a part without a name; ");
    }
    covered.extend(&line.unparsed);
    covered.sort_unstable();
    let mut end = 0;
    for span in &covered {
        if !inside(*span) || span.is_empty() || (span.start as usize) < end {
            let _ = write!(problems, "{span:?} outside, empty or overlapping; ");
            break;
        }
        if let Some(at) = value[end..span.start as usize].iter().position(|b| !is_blank(*b)) {
            let _ = write!(problems, "byte {} in no part; ", end + at);
        }
        end = span.end as usize;
    }
    if value[end.min(value.len())..].iter().any(|b| !is_blank(*b)) {
        let _ = write!(problems, "bytes after {end} in no part; ");
    }
    (!problems.is_empty()).then_some(problems)
}

#[test]
fn every_line_is_read_and_every_byte_accounted_for() {
    let samples = super::dialects::tests::all_samples();
    for sample in &samples {
        assert_eq!(broken(sample.as_bytes(), &parse(sample.as_bytes())), None, "{sample:?}");
    }
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for round in 0..rounds() {
        let value = line(&mut random, &samples);
        if let Some(problems) = broken(&value, &parse(&value)) {
            panic!("line {round}: {problems}\n{:?}", String::from_utf8_lossy(&value));
        }
    }
}

/// Text that is bad for parsers that look ahead or go back.
const LONG: &[&str] = &[
    "a",
    "a ",
    "(",
    ")",
    "((a)",
    "(a))",
    "() ",
    ";",
    "; ",
    "\"",
    "\"@",
    " \"a\"@",
    "<",
    "<\"",
    "\\",
    "\\(",
    "(\\",
    "[",
    "by ",
    "by a ",
    "from a by b ",
    "with ",
    "id 1 ",
    "for <a ",
    "for a@b ",
    "(HELO ",
    "(a [192.0.2.1]) ",
    "Wed, ",
    "1 ",
    "; 1 Jan 2024 ",
    "; Wed, 10 Jan 2024 08:09:10 +0100 ",
    "\r\n ",
    "\u{e9}",
    "\0",
    "a.",
    "1.",
    ":",
    "(Authenticated sender: ",
    "\" Issuer \"",
    "helo=",
    " ident=",
    "(using TLSv1 with cipher X ",
    "(version=x ",
    "Processed in ",
    "(envelope-from <\"",
];

fn time(value: &[u8]) -> Duration {
    let start = Instant::now();
    std::hint::black_box(parse(std::hint::black_box(value)));
    start.elapsed()
}

#[test]
fn time_grows_with_length_and_memory_does_not() {
    // Shorter unless all is asked for: still long enough that time squared would show.
    let size = if std::env::var_os("HOPCHECK_LINES").is_some() { 100_000 } else { 3_000 };
    for unit in LONG {
        for frame in [
            ("", ""),
            (
                "from ",
                " (x [192.0.2.1]) by mx.example.net (Postfix) with ESMTP id 4F57189D; Wed, 10 Jan 2024 08:09:10 +0100 (CET)",
            ),
            ("from x (", ") by mx.example.net with SMTP; 10 Jan 2024 08:09:10 -0000"),
            (
                "from x ([192.0.2.1] helo=",
                ") by mx.example.net with esmtp (Exim 4.97) id 1rNSxG-00000001AbC-2CDE; Wed, 10 Jan 2024 08:09:10 +0100",
            ),
            (
                "from x ([192.0.2.1]) by mx.example.net with SMTP for <",
                ">; Wed, 10 Jan 2024 08:09:10 +0100",
            ),
        ] {
            let make =
                |len: usize| format!("{}{}{}", frame.0, unit.repeat(len / unit.len()), frame.1);
            let (short, long) = (make(size), make(size * 10));
            let line = parse(long.as_bytes());
            assert_eq!(broken(long.as_bytes(), &line), None, "{unit:?} in {frame:?}");
            assert!(line.parts.len() + line.unparsed.len() <= 4096, "{unit:?} in {frame:?}");
            drop(line);
            // Other work on the machine only makes times longer, so the shortest of many count.
            // `cargo bench --bench coverage` measures the same without a lower bound.
            let (mut least_short, mut least_long) = (Duration::MAX, Duration::MAX);
            let fast = (0..30).any(|_| {
                least_short = least_short.min(time(short.as_bytes()));
                least_long = least_long.min(time(long.as_bytes()));
                least_long <= (least_short * 12).max(Duration::from_millis(40))
            });
            assert!(fast, "{unit:?} in {frame:?}: {least_short:?} and {least_long:?}");
        }
    }
}

#[test]
fn a_line_of_five_megabytes() {
    for unit in ["a ", "(", "by x (y [192.0.2.1]) ", "; Wed, 10 Jan 2024 08:09:10 +0100 "] {
        let long = format!(
            "from {} (x [192.0.2.1]) by mx.example.net (Postfix) with ESMTP id 4F57189D; Wed, 10 Jan 2024 08:09:10 +0100 (CET)",
            unit.repeat(5_000_000 / unit.len())
        );
        let line = parse(long.as_bytes());
        assert_eq!(broken(long.as_bytes(), &line), None);
        let ip = line.from.as_ref().and_then(|from| from.ip).map(|ip| ip.to_string());
        assert_eq!(ip.as_deref(), Some("192.0.2.1"), "{unit:?}");
        let host = line.by.as_ref().and_then(|by| by.host.as_ref()).map(Piece::as_str);
        assert_eq!(host, Some("mx.example.net"), "{unit:?}");
        assert!(line.date.is_some_and(|date| date.raw.as_str().ends_with("(CET)")), "{unit:?}");
    }
}
