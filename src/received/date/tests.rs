use super::*;
use DateDefect as D;

fn read(text: &str) -> Date<'_> {
    parse_date(text.as_bytes(), Span::new(0, text.len()))
}

/// Seconds of a UTC time, by the calendar library.
fn utc(text: &str) -> Option<i64> {
    Some(text.parse::<jiff::Timestamp>().unwrap().as_second())
}

/// What is written, the instant it means, and every defect.
#[test]
fn forms() {
    let same = "2024-01-10T16:09:10Z";
    let table: &[(&str, Option<&str>, &[DateDefect])] = &[
        // RFC 5322 section 3.3.
        ("Wed, 10 Jan 2024 08:09:10 -0800", Some(same), &[]),
        ("Wed, 10 Jan 2024 08:09:10 -0800 (PST)", Some(same), &[]),
        (" Wed,  10 Jan 2024\r\n\t08:09:10\n -0800 \r\n", Some(same), &[]),
        ("wed, 10 JAN 2024 08:09:10 -0800", Some(same), &[]),
        ("10 Jan 2024 16:09:10 -0000", Some(same), &[D::NoWeekday]),
        ("Wed, 10 Jan 2024 21:54:10 +0545 (NPT)", Some(same), &[]),
        ("Thu, 29 Feb 2024 00:00:00 +0000", Some("2024-02-29T00:00:00Z"), &[]),
        ("Thu, 1 Jan 1970 00:00:00 +0000", Some("1970-01-01T00:00:00Z"), &[]),
        ("Wed, 10 Jan 2024 08:09 -0800", Some("2024-01-10T16:09:00Z"), &[D::NoSeconds]),
        // The envelope sender follows the date in Exim's and others' lines.
        ("Wed, 10 Jan 2024 17:09:10 +0100 (CET) (envelope-from a@example.org)", Some(same), &[]),
        ("(version=TLSv1.2) Wed, 10 Jan 2024 08:09:10 -0800", Some(same), &[]),
        // Section 4.3.
        ("Wed, 10 Jan 24 08:09:10 -0800", Some(same), &[D::TwoDigitYear]),
        (
            "Tue, 1 Jan 02 00:00:00 GMT",
            Some("2002-01-01T00:00:00Z"),
            &[D::TwoDigitYear, D::ZoneName],
        ),
        (
            "Fri, 1 Jan 99 00:00:00 UT",
            Some("1999-01-01T00:00:00Z"),
            &[D::TwoDigitYear, D::ZoneName],
        ),
        ("Tue, 1 Jan 102 00:00:00 +0000", Some("2002-01-01T00:00:00Z"), &[D::ThreeDigitYear]),
        ("Wed, 10 Jan 2024 16:09:10 GMT", Some(same), &[D::ZoneName]),
        ("Wed, 10 Jan 2024 16:09:10 GMT (PST)", Some(same), &[D::ZoneName, D::ZoneContradicts]),
        ("Wed, 10 Jan 2024 18:09:10 GMT+0200 (EET)", Some(same), &[D::ZoneName, D::OddForm]),
        ("Wed, 10 Jan 2024 16:09:10 GMTX", None, &[D::ZoneName, D::ZoneUnknown]),
        ("Wed, 10 Jan 2024 11:09:10 EST", Some(same), &[D::ZoneName]),
        ("Wed, 10 Jan 2024 16:09:10 Z", Some(same), &[D::ZoneName]),
        ("Wed , 10 (tenth) Jan 2024 08 : 09 : 10 -0800", Some(same), &[]),
        ("Wed, 10 Jan 2024 18:09:10 M", None, &[D::ZoneName, D::ZoneAmbiguous]),
        ("Wed, 10 Jan 2024 18:09:10 IST", None, &[D::ZoneName, D::ZoneAmbiguous]),
        ("Wed, 10 Jan 2024 18:09:10 QQQ", None, &[D::ZoneName, D::ZoneUnknown]),
        ("Tue, 9 Jul 2002 18:09:10 MET DST", Some("2002-07-09T16:09:10Z"), &[D::ZoneName]),
        ("Wed, 10 Jan 2024 18:09:10 GMT+0200", Some(same), &[D::ZoneName, D::OddForm]),
        ("Wed, 10 Jan 2024 18:09:10 UTC+02:00", Some(same), &[D::ZoneName, D::OddForm]),
        ("Wed, 10 Jan 2024 18:09:10 GMT-2", None, &[D::ZoneName, D::OddForm, D::ZoneAmbiguous]),
        // What no section allows.
        ("Wed, 10 Jan 2024 08:09:10 -08:00", Some(same), &[D::OddForm]),
        ("Wed, 10 Jan 2024 08:09:10 -08", Some(same), &[D::OddForm]),
        ("Wed, 10 Jan 2024 8:09:10 -0800", Some(same), &[D::OddForm]),
        ("Wed, 10 Jan 2024 11:09:10 -0500 EST", Some(same), &[D::OddForm]),
        ("Wed, 10 January 2024 08:09:10 -0800", Some(same), &[D::OddForm]),
        ("Wed 10 Jan 2024 08:09:10 -0800", Some(same), &[D::OddForm]),
        ("Wednesday, 10 Jan 2024 08:09:10 -0800", Some(same), &[D::OddForm]),
        ("10-Jan-2024 08:09:10 -0800", Some(same), &[D::NoWeekday, D::OddForm]),
        ("10/Jan/2024 08:09:10 -0800", Some(same), &[D::NoWeekday, D::OddForm]),
        ("Wed, 10 Jan 2024 08:09:10.250 -0800 (PST)", Some(same), &[D::FractionalSeconds]),
        ("Jan, 10 2024 8:09:10 AM -0800", Some(same), &[D::NoWeekday, D::OddForm, D::TwelveHour]),
        ("Jan, 10 2024 08:09:10 -0800", Some(same), &[D::NoWeekday, D::OddForm]),
        ("Jan 10, 2024 4:09:10 PM +0000", Some(same), &[D::NoWeekday, D::OddForm, D::TwelveHour]),
        ("Wed, 10 Jan 2024 04:09:10 PM +0000", Some(same), &[D::TwelveHour]),
        ("Wed, 10 Jan 2024 12:09:10 AM +0000", Some("2024-01-10T00:09:10Z"), &[D::TwelveHour]),
        ("Wed, 10 Jan 2024 12:09:10 PM +0000", Some("2024-01-10T12:09:10Z"), &[D::TwelveHour]),
        ("Wed, 10 Jan 2024 16:09:10 PM +0000", Some(same), &[D::TwelveHour, D::OddForm]),
        ("Wed, 10 Jan 2024 04:09:10 p.m. +0000", Some(same), &[D::TwelveHour, D::OddForm]),
        ("Wed, 10 Jan 2024 04:09:10 P.M +0000", Some(same), &[D::TwelveHour, D::OddForm]),
        ("Wed, 10 Jan 2024 16:251:10 +0000", None, &[D::OddForm, D::Impossible]),
        ("Wed, 10 Jan 2024 16:09:610 +0000", None, &[D::OddForm, D::Impossible]),
        ("Wed, 10 undefined 2024 16:09:10 +0000", None, &[D::UnknownMonth]),
        ("Wed, 10 Okt 2024 16:09:10 +0200", None, &[D::UnknownMonth]),
        ("Wed, 10 2024 16:09:10 +0200", None, &[D::Unreadable]),
        ("Wed, 10 Jan 2024 16:09:10 AM +0000", None, &[D::TwelveHour, D::OddForm, D::Impossible]),
        ("Wed Jan 10 08:09:10 2024 -0800", Some(same), &[D::Asctime]),
        ("Wed Jan 10 08:09:10 PST 2024", Some(same), &[D::Asctime, D::ZoneName]),
        ("Wed Jan 10 08:09:10 2024", None, &[D::Asctime, D::NoZone]),
        ("2024-01-10T16:09:10Z", Some(same), &[D::Iso, D::ZoneName]),
        ("2024-01-10 08:09:10-08:00", Some(same), &[D::Iso, D::OddForm]),
        ("20240110T160910Z", Some(same), &[D::Iso, D::ZoneName]),
        (
            "2024-01-10 16:09:10.123456789 +0000 UTC m=+12345.678901234",
            Some(same),
            &[D::Iso, D::FractionalSeconds],
        ),
        ("2024-01-10 16:09:10 +0000 UTC", Some(same), &[D::Iso]),
        ("24/08/2002 08:09:10", None, &[D::OddForm, D::NoZone]),
        ("08/24/2002 08:09:10 +0000", Some("2002-08-24T08:09:10Z"), &[D::OddForm]),
        ("08/09/2002 08:09:10", None, &[D::OddForm, D::AmbiguousOrder, D::NoZone]),
        ("11-14-2023", None, &[D::OddForm, D::NoTime, D::NoZone]),
        ("Wed, 10 Jan 2024", None, &[D::NoTime, D::NoZone]),
        ("Wed, 10 Jan 2024 08:09:10", None, &[D::NoZone]),
        ("Wed, 10 Jan 2024 08:09:10 -0800 (PST)]", Some(same), &[D::Trailing]),
        ("Wed, 10 Jan 2024 08:09:10 -0800 id 0001.659EC126.1", Some(same), &[D::Trailing]),
        ("Jan, 10 Jan 2024 08:09:10 -0800", Some(same), &[D::UnknownWeekday]),
        ("Qua, 10 Jan 2024 08:09:10 -0800", Some(same), &[D::UnknownWeekday]),
        ("Mer 10 Jan 2024 08:09:10 -0800", Some(same), &[D::UnknownWeekday, D::OddForm]),
        // Clocks and calendars that do not exist.
        ("Tue, 10 Jan 2024 08:09:10 -0800", Some(same), &[D::WrongWeekday]),
        ("Wed, 31 Feb 2024 08:09:10 -0800", None, &[D::Impossible]),
        ("Thu, 29 Feb 2023 08:09:10 -0800", None, &[D::Impossible]),
        ("Wed, 34 Sep 2003 08:09:10 -0800", None, &[D::Impossible]),
        ("Wed, 0 Sep 2003 08:09:10 -0800", None, &[D::Impossible]),
        ("Wed, 10 Jan 2024 24:37:46 -0800", None, &[D::Hour24, D::Impossible]),
        ("Wed, 10 Jan 2024 24:00:00 +0000", Some("2024-01-11T00:00:00Z"), &[D::Hour24]),
        ("Wed, 10 Jan 2024 25:00:00 +0000", None, &[D::Impossible]),
        ("Wed, 10 Jan 2024 08:60:10 -0800", None, &[D::Impossible]),
        ("Wed, 10 Jan 2024 08:09:61 -0800", None, &[D::Impossible]),
        ("Sat, 31 Dec 2016 23:59:60 +0000", Some("2017-01-01T00:00:00Z"), &[D::LeapSecond]),
        ("Tue, 1 Jan 0102 00:00:00 +0000", None, &[D::YearOutOfRange]),
        ("Tue, 1 Jan 2 00:00:00 +0000", None, &[D::YearOutOfRange]),
        ("Tue, 1 Jan 20020 00:00:00 +0000", None, &[D::YearOutOfRange]),
        // Zones that do not exist.
        ("Wed, 10 Jan 2024 08:09:10 -0060", None, &[D::ZoneImpossible]),
        ("Wed, 10 Jan 2024 08:09:10 +0480", None, &[D::ZoneImpossible]),
        ("Wed, 10 Jan 2024 08:09:10 +1500", None, &[D::ZoneImpossible]),
        ("Wed, 10 Jan 2024 08:09:10 --900 (EET)", None, &[D::OddForm, D::ZoneImpossible]),
        ("Wed, 10 Jan 2024 08:09:10 +05-30", None, &[D::OddForm, D::ZoneImpossible]),
        ("Wed, 10 Jan 2024 08:09:10 2000", None, &[D::ZoneImpossible]),
        ("Wed, 10 Jan 2024 08:09:10 -080000", None, &[D::ZoneImpossible]),
        ("Wed, 10 Jan 2024 06:09:10 -1000 (EST)", Some(same), &[D::ZoneContradicts]),
        ("Wed, 10 Jan 2024 16:09:10 +0000 (EST)", Some(same), &[D::ZoneContradicts]),
        ("Wed, 10 Jan 2024 08:09:10 -0800 EST", Some(same), &[D::OddForm, D::ZoneContradicts]),
        ("Thu, 11 Jan 2024 00:09:10 +0800 (GMT-8)", Some(same), &[]),
        ("Wed, 10 Jan 2024 19:09:10 +0300 (+03)", Some(same), &[]),
        ("Wed, 10 Jan 2024 11:09:10 -0500 (Eastern Standard Time)", Some(same), &[]),
        // No dates.
        ("", None, &[D::Unreadable]),
        ("   ", None, &[D::Unreadable]),
        ("id AB12345", None, &[D::Unreadable]),
        ("see 10.2.3.4 for more", None, &[D::Unreadable]),
        ("(Wed, 10 Jan 2024 08:09:10 -0800)", None, &[D::Unreadable]),
        ("(Wed, 10 Jan 2024 08:09:10 -0800", None, &[D::Unreadable]),
        ("Wed,", None, &[D::Unreadable]),
        ("Wed, 27 \u{e9}\u{e8} 2002 01:50:37 -0700", None, &[D::UnknownMonth]),
    ];
    for (text, instant, defects) in table {
        let date = read(text);
        assert_eq!(date.unix, instant.and_then(utc), "{text}: {date:?}");
        let mut expected = defects.to_vec();
        let mut got = date.defects.clone();
        expected.sort();
        got.sort();
        assert_eq!(got, expected, "{text}");
    }
}

#[test]
fn local_time_survives_a_zone_that_means_nothing() {
    let local = utc("2024-01-10T08:09:10Z");
    for zone in ["-0060", "IST", "QQQ", "", "2000", "--900"] {
        let text = format!("Wed, 10 Jan 2024 08:09:10 {zone}");
        let date = read(&text);
        assert_eq!((date.unix, date.local), (None, local), "{text}");
        assert_eq!(date.hour, Some(8));
    }
}

#[test]
fn details() {
    let date = read("Wed, 10 Jan 2024 7:19:14 PM -0060 (PST)");
    assert_eq!(date.hour, Some(19));
    assert_eq!(date.offset_minutes, Some(-60));
    assert_eq!(date.zone_minutes, Some(60));
    assert_eq!(date.zone.unwrap().as_str(), "-0060");
    assert_eq!(date.zone_comment.unwrap().as_str(), "PST");
    assert_eq!(date.weekday.unwrap().as_str(), "Wed");

    let date = read("10 Jan 2024 16:09:10 -0000");
    assert!(date.zone_unknown && date.weekday.is_none());
    assert_eq!(date.offset_minutes, Some(0));
    assert!(!read("10 Jan 2024 16:09:10 +0000").zone_unknown);

    let date = read("2024-01-10 16:09:10.25 +0000 UTC m=+1.5");
    assert_eq!(date.nanos, Some(250_000_000));
    assert_eq!(date.zone_comment.unwrap().as_str(), "UTC");
}

#[test]
fn spans_count_in_the_line() {
    let line = "from x by y;  Wed, 10 Jan 2024\r\n 16:09:10 +0000 (x (y)) (UTC) (z) id 7";
    let start = 12;
    let raw = &line.as_bytes()[start..];
    let date = parse_date(raw, Span::new(start, line.len()));
    let at = |span: Span| &line[span.range()];
    assert_eq!(at(date.raw.span), &line[14..]);
    assert_eq!(date.raw.as_str(), "Wed, 10 Jan 2024 16:09:10 +0000 (x (y)) (UTC) (z) id 7");
    assert_eq!(at(date.weekday.unwrap().span), "Wed");
    assert_eq!(at(date.zone.unwrap().span), "+0000");
    assert_eq!(at(date.zone_comment.unwrap().span), "UTC");
    let comments: Vec<_> = date.comments.iter().map(|s| at(*s)).collect();
    assert_eq!(comments, ["(x (y))", "(z)"]);
    assert_eq!(at(date.trailing.unwrap()), "id 7");
}

#[test]
fn dates_without_a_semicolon() {
    for (text, found) in [
        (
            "by r-1 with SMTP id r-1-2 2024-01-10 16:09:10.123456789 +0000 UTC m=+6.8",
            Some("2024-01-10 16:09:10.123456789 +0000 UTC m=+6.8"),
        ),
        (
            "from a (unknown) by b (SG) with HTTP id c Wed, 10 Jan 2024 16:09:10.6 +0000 (UTC)",
            Some("Wed, 10 Jan 2024 16:09:10.6 +0000 (UTC)"),
        ),
        ("by mx.example (x) id 5 10 Jan 2024 16:09:10 GMT  ", Some("10 Jan 2024 16:09:10 GMT")),
        ("from 2001:db8:10:20::1 by mx.example", None),
        ("from [2001:db8::25] by a id 12:34", None),
        ("", None),
        ("Wed, 10 Jan 2024 16:09:10 +0000", Some("Wed, 10 Jan 2024 16:09:10 +0000")),
        ("nothing at 16:09:10", None),
    ] {
        let span = find_date(text.as_bytes());
        assert_eq!(span.map(|s| &text[s.range()]), found, "{text}");
    }
}

#[test]
fn long_and_nested_text_ends() {
    let deep = format!("Wed, 10 Jan 2024 08:09:10 -0800 {}", "(".repeat(200_000));
    let date = read(&deep);
    assert_eq!(date.unix, utc("2024-01-10T16:09:10Z"));
    assert_eq!(date.comments.len(), 1);
    let words = "Wed, ".repeat(100_000);
    assert!(read(&words).has(D::Unreadable));
    let comments = format!("Wed, 10 Jan 2024 08:09:10 -0800 {}", "(a) ".repeat(100_000));
    let date = read(&comments);
    assert!(date.has(D::Trailing) && date.comments.len() < 64);
    let _ = find_date("1:11 ".repeat(100_000).as_bytes());
}

mod random {
    use super::*;
    use proptest::prelude::*;

    fn check(bytes: &[u8]) {
        let base = 7;
        let whole = Span::new(base, base + bytes.len());
        let date = parse_date(bytes, whole);
        let spans = [&date.weekday, &date.zone, &date.zone_comment]
            .into_iter()
            .flatten()
            .map(|p| p.span)
            .chain(date.comments.iter().copied())
            .chain(date.trailing)
            .chain([date.raw.span]);
        for span in spans {
            assert!(whole.start <= span.start && span.start <= span.end && span.end <= whole.end);
        }
        assert!(date.unix.is_none() || date.local.is_some());
        if let Some(found) = find_date(bytes) {
            assert!(found.range().end <= bytes.len());
        }
    }

    proptest! {
        #[test]
        fn bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            check(&bytes);
        }

        #[test]
        fn pieces_of_dates(parts in prop::collection::vec(prop::sample::select(vec![
            "Wed", ",", " ", "10", "Jan", "2024", "08", ":", "09", "-0800", "(PST)", "(", ")",
            "GMT", "+", "-", "PM", "T", "Z", "m=", ".", "5", "0102", "99999999999", "/", "\r\n ",
            "UTC", "DST", "MET", "January", "2024-01-10", "\u{e9}", "\\", "20240110",
        ]), 0..24)) {
            check(parts.concat().as_bytes());
        }

        /// Whatever date the calendar has, written in the usual form, reads back as itself.
        #[test]
        fn usual_form_round_trips(unix in 0i64..4_000_000_000, quarters in -48i32..=56) {
            let offset = jiff::tz::Offset::from_seconds(quarters * 900).unwrap();
            let then = jiff::Timestamp::from_second(unix).unwrap();
            let text = offset.to_datetime(then).strftime("%a, %-d %b %Y %H:%M:%S").to_string();
            let (sign, minutes) = if quarters < 0 { ('-', -quarters * 15) } else { ('+', quarters * 15) };
            let text = format!("{text} {sign}{:02}{:02}", minutes / 60, minutes % 60);
            let date = read(&text);
            prop_assert_eq!(date.unix, Some(unix));
            prop_assert!(date.defects.is_empty());
        }
    }
}

#[test]
fn a_defect_is_told_once() {
    let date = read("Jul, 17 2009:2:55 75 AM -02t \u{1}with SMT 17 2002  +0102  +0100");
    let mut once = date.defects.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), date.defects.len(), "{:?}", date.defects);
}
