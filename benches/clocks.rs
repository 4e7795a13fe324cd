//! How well the clocks in ids agree with the stamps beside them, and dates are read, on mail.
//!
//! `cargo bench --bench clocks -- FOLDER...` reads every file below the folders as a message
//! (its header only) and prints, for each id layout of Received lines, how many lines bear it
//! and how many agree with the date of their own line within the layout's resolution and a
//! minute; then the same for Message-IDs, boundaries and Thread-Index against the `Date` field;
//! then how many dates were read, and the shapes of those that were not. With `--misses N` it
//! lists up to N misses of each layout. The splitter below is no parser: it takes the last
//! semicolon outside comments, and the word after `id`.

mod mail;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use hopcheck::received::clock::{
    read_boundary_clock, read_clock, read_message_id_clock, read_thread_index,
};
use hopcheck::received::date::{find_date, parse_date};
use hopcheck::received::{Date, DateDefect, IdClock};
use hopcheck::span::Span;

/// Lines known to bear an id older than their stamp: Gmane's gateway gave one constant id to
/// all it passed on, and Proofpoint's filter makes its ids when the queue run or session starts.
const EXCEPTIONS: [&str; 3] = ["(Gmexim ", "pps.filterd", "pps.reinject"];

/// Beyond its own resolution, how far a stamp may lie from its id.
const TOLERANCE: i64 = 60;

#[derive(Default)]
struct Family {
    lines: u64,
    compared: u64,
    agree: u64,
    faults: u64,
    excepted: u64,
    misses: Vec<String>,
}

#[derive(Default)]
struct Tally {
    ids: BTreeMap<&'static str, Family>,
    others: BTreeMap<&'static str, Family>,
    dates: u64,
    instants: u64,
    readable: u64,
    unread: BTreeMap<String, u64>,
    defects: BTreeMap<&'static str, u64>,
    date_bytes: Vec<Vec<u8>>,
    id_texts: Vec<(&'static str, String, String)>,
}

fn main() {
    let mut folders = Vec::new();
    let mut misses = 0;
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--bench" => {}
            "--misses" => misses = args.next().and_then(|n| n.parse().ok()).unwrap_or(20),
            _ => folders.push(PathBuf::from(arg)),
        }
    }
    if folders.is_empty() {
        eprintln!("usage: cargo bench --bench clocks -- [--misses N] FOLDER...");
        return;
    }
    let mut tally = Tally::default();
    for folder in &folders {
        mail::visit(folder, &mut |bytes, path| message(bytes, path, &mut tally));
    }
    print(&tally, misses);
}

fn message(bytes: &[u8], path: &str, tally: &mut Tally) {
    let fields = mail::fields(bytes);
    let date_field = fields
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("date"))
        .map(|(_, value)| value.clone());
    let date_field = date_field.unwrap_or_default();
    let written = parse_date(&date_field, Span::new(0, date_field.len()));
    for (name, value) in &fields {
        let text = String::from_utf8_lossy(value).replace(['\n', '\r'], " ");
        match name.to_ascii_lowercase().as_str() {
            "received" | "x-received" => line(value, path, tally),
            "message-id" => other(read_message_id_clock(&text), &written, &text, path, tally),
            "thread-index" => {
                let clock = read_thread_index(&text);
                other(clock, &written, &text, path, tally);
            }
            "content-type" => {
                let lower = text.to_ascii_lowercase();
                let Some(at) = lower.find("boundary=") else { continue };
                let rest = &text[at + 9..];
                let boundary = match rest.strip_prefix('"') {
                    Some(quoted) => quoted.split('"').next(),
                    None => rest.split([';', ' ']).next(),
                };
                let boundary = boundary.unwrap_or_default();
                other(read_boundary_clock(boundary), &written, boundary, path, tally);
            }
            _ => {}
        }
    }
}

fn other(clock: Option<IdClock>, date: &Date<'_>, text: &str, path: &str, tally: &mut Tally) {
    if let Some(clock) = clock {
        count(tally.others.entry(clock.layout).or_default(), &clock, date, text, path);
    }
}

fn line(value: &[u8], path: &str, tally: &mut Tally) {
    let span = match last_semicolon(value) {
        Some(at) => Span::new(at + 1, value.len()),
        None => match find_date(value) {
            Some(span) => span,
            None => Span::new(value.len(), value.len()),
        },
    };
    let raw = &value[span.range()];
    let date = parse_date(raw, span);
    tally.dates += 1;
    tally.instants += u64::from(date.unix.is_some());
    tally.readable += u64::from(!date.has(DateDefect::Unreadable));
    for defect in &date.defects {
        *tally.defects.entry(defect.as_str()).or_default() += 1;
    }
    if date.unix.is_none() {
        *tally.unread.entry(shape(date.raw.as_str())).or_default() += 1;
    }
    tally.date_bytes.push(raw.to_vec());

    let head = without_comments(&value[..span.start as usize]);
    let words: Vec<&str> = head.split_whitespace().collect();
    let after = |word: &str| {
        let at = words.iter().rposition(|w| w.eq_ignore_ascii_case(word))?;
        words.get(at + 1).map(|w| w.trim_end_matches(';'))
    };
    let Some(id) = after("id") else { return };
    let by = after("by");
    let dialect = dialect(&String::from_utf8_lossy(value), by, id);
    tally.id_texts.push((dialect, id.to_owned(), by.unwrap_or_default().to_owned()));
    if let Some(clock) = read_clock(dialect, id, by) {
        let text = String::from_utf8_lossy(value).split_whitespace().collect::<Vec<_>>().join(" ");
        count(tally.ids.entry(clock.layout).or_default(), &clock, &date, &text, path);
    }
}

fn count(family: &mut Family, clock: &IdClock, date: &Date<'_>, text: &str, path: &str) {
    family.lines += 1;
    if let Some(fault) = clock.fault {
        family.faults += 1;
        family.misses.push(format!("{} {path}: {text}", fault.as_str()));
        return;
    }
    let Some(lag) = clock.lag(date) else { return };
    if EXCEPTIONS.iter().any(|known| text.contains(known)) {
        family.excepted += 1;
        return;
    }
    family.compared += 1;
    // The hour of day cannot agree to a minute: the hour before counts where it just ended.
    let slack = if clock.hour.is_some() { 0 } else { TOLERANCE };
    let just_ended = clock.hour.is_some()
        && lag == 3600
        && date.local.is_some_and(|local| local.rem_euclid(3600) <= TOLERANCE);
    if lag.abs() <= slack || just_ended {
        family.agree += 1;
    } else {
        family.misses.push(format!("{lag:+} {path}: {text}"));
    }
}

/// A guess good enough to choose a layout.
fn dialect(value: &str, by: Option<&str>, id: &str) -> &'static str {
    let sendmail_version = value.split(['(', ')']).any(|part| {
        let mut sides = part.split('/');
        let version = |s: &str| s.starts_with(|c: char| c.is_ascii_digit()) && s.contains('.');
        sides.next().is_some_and(version)
            && sides.next().is_some_and(|s| s.len() >= 5)
            && !part.contains(' ')
    });
    if value.contains("(Postfix") {
        "postfix"
    } else if value.contains("(Exim") || (id.len() == 16 && id.as_bytes()[6] == b'-') {
        "exim"
    } else if by.is_some_and(|by| by.ends_with(".google.com") || by.starts_with("2002:a")) {
        "gmail"
    } else if sendmail_version {
        "sendmail"
    } else {
        "generic"
    }
}

fn last_semicolon(value: &[u8]) -> Option<usize> {
    let mut depth = 0usize;
    let mut found = None;
    for (at, b) in value.iter().enumerate() {
        match b {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            b';' if depth == 0 => found = Some(at),
            _ => {}
        }
    }
    found
}

fn without_comments(value: &[u8]) -> String {
    let mut depth = 0usize;
    let kept = value.iter().filter(|b| {
        match b {
            b'(' => depth += 1,
            b')' if depth > 0 => {
                depth -= 1;
                return false;
            }
            _ => {}
        }
        depth == 0
    });
    String::from_utf8_lossy(&kept.copied().collect::<Vec<_>>()).into_owned()
}

fn shape(text: &str) -> String {
    let mut shape = String::new();
    for c in text.chars().take(60) {
        let c = if c.is_ascii_digit() { '9' } else { c };
        if !(c == '9' && shape.ends_with('9')) {
            shape.push(c);
        }
    }
    shape
}

fn print(tally: &Tally, misses: usize) {
    for (title, families) in
        [("ids of Received lines", &tally.ids), ("other ids against Date", &tally.others)]
    {
        println!("{title}");
        println!(
            "{:<22}{:>8}{:>10}{:>10}{:>10}{:>9}{:>8}",
            "layout", "lines", "excepted", "compared", "agree", "%", "faults"
        );
        for (layout, family) in families {
            let share = 100.0 * family.agree as f64 / family.compared.max(1) as f64;
            println!(
                "{layout:<22}{:>8}{:>10}{:>10}{:>10}{share:>9.2}{:>8}",
                family.lines, family.excepted, family.compared, family.agree, family.faults
            );
        }
        for (layout, family) in families {
            for miss in family.misses.iter().take(misses) {
                println!("  {layout} {}", miss.chars().take(400).collect::<String>());
            }
        }
        println!();
    }
    let share = |n: u64| 100.0 * n as f64 / tally.dates.max(1) as f64;
    println!(
        "dates {}: read {} ({:.3} %), with an instant {} ({:.3} %)",
        tally.dates,
        tally.readable,
        share(tally.readable),
        tally.instants,
        share(tally.instants)
    );
    for (defect, n) in &tally.defects {
        println!("{n:>8} {defect}");
    }
    let mut unread: Vec<_> = tally.unread.iter().collect();
    unread.sort_by_key(|(shape, n)| (std::cmp::Reverse(**n), *shape));
    for (shape, n) in unread.into_iter().take(40) {
        println!("{n:>8} {shape:?}");
    }
    speed(tally);
}

/// Nanoseconds for each of `n`, the least of several rounds, since other work on the machine only
/// ever adds.
fn least(n: usize, mut round: impl FnMut()) -> f64 {
    let mut once = || {
        let started = Instant::now();
        round();
        started.elapsed().as_nanos() as f64 / n.max(1) as f64
    };
    (0..9).map(|_| once()).fold(f64::INFINITY, f64::min)
}

fn speed(tally: &Tally) {
    let date = |raw: &[u8]| {
        std::hint::black_box(parse_date(std::hint::black_box(raw), Span::new(0, raw.len())));
    };
    let all = least(tally.date_bytes.len(), || tally.date_bytes.iter().for_each(|raw| date(raw)));
    println!("parse_date {all:.0} ns each");
    for text in [
        " Wed, 10 Jan 2024 08:09:10 -0800 (PST)",
        " 10 Jan 2024 16:09:10 -0000",
        " Wed, 10 Jan 2024 16:09:10 GMT",
        " 2024-01-10 16:09:10.123456789 +0000 UTC m=+12345.678901234",
    ] {
        let each = least(10_000, || (0..10_000).for_each(|_| date(text.as_bytes())));
        println!("parse_date {text:?} {each:.0} ns");
    }
    let clock = |(dialect, id, by): &(&'static str, String, String)| {
        std::hint::black_box(read_clock(dialect, id, Some(by)));
    };
    let each = least(tally.id_texts.len(), || tally.id_texts.iter().for_each(clock));
    println!("read_clock {each:.0} ns each");
}
