//! Any bytes as a date. The first two say where in its line it stands.

#![no_main]

use hopcheck::received::date::{find_date, parse_date};
use hopcheck::received::{Date, DateDefect};
use hopcheck::span::Span;
use hopcheck_fuzz::pieces::{date_is_sound, inside, whole};
use jiff::fmt::rfc2822::DateTimeParser;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((&[high, low], raw)) = input.split_first_chunk() else { return };
    let base = usize::from(u16::from_be_bytes([high, low]));
    let span = Span::new(base, base + raw.len());
    let date = parse_date(raw, span);
    date_is_sound(raw, base, span, &date);
    if date.has(DateDefect::Unreadable) {
        assert_eq!(date.unix, None);
    }
    as_another_reads_it(raw, &date);
    if let Some(found) = find_date(raw) {
        inside(found, whole(raw.len()));
        let date = parse_date(&raw[found.range()], found);
        assert!(date.local.is_some() && !date.has(DateDefect::Unreadable));
    }
});

/// jiff's reader of RFC 5322 dates reads no other instant where it reads one.
fn as_another_reads_it(raw: &[u8], date: &Date<'_>) {
    let Some(unix) = date.unix else { return };
    let odd = [DateDefect::LeapSecond, DateDefect::Hour24, DateDefect::TwelveHour];
    if odd.iter().any(|defect| date.has(*defect)) {
        return;
    }
    // The names that RFC 5322 section 4.3 does not list are UTC to it (`ADT`, `CET`).
    let listed = ["UT", "GMT", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT"];
    if let Some(zone) = &date.zone
        && date.has(DateDefect::ZoneName)
        && !listed.contains(&zone.as_str())
    {
        return;
    }
    let parser = DateTimeParser::new().relaxed_weekday(true);
    if let Ok(theirs) = parser.parse_zoned(raw) {
        assert_eq!(unix, theirs.timestamp().as_second(), "{date:?}");
    }
}
