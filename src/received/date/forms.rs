//! The forms that are not the usual one.
//!
//! | form | example |
//! | --- | --- |
//! | obsolete (RFC 5322 section 4.3) | `Thu, 22 Aug 02 14:50:58 GMT` |
//! | asctime(3), date(1) | `Wed Jan 10 08:09:10 2024`, `Wed Jan 10 08:09:10 PST 2024` |
//! | month first | `Aug, 28 2002 7:39:29 AM -0800` |
//! | hyphens | `21-Sep-2002 12:25:55 -0400` |
//! | ISO 8601, Go's clock | `2023-07-28 19:32:25.928333532 +0000 UTC m=+6810983.8` |
//! | numbers only | `22/08/2002 10:25:57` |

use super::calendar::Clock;
use super::tokens::{self, Kind, Token, Tokens};
use super::zones::{self, Meaning};
use super::{Text, is_blank, month_of, weekday_of};
use crate::received::{Date, DateDefect};
use DateDefect as D;

pub(super) fn read<'a>(text: Text<'a>, date: &mut Date<'a>) {
    let tokens = tokens::cut(text);
    let mut reader = Reader { text, tokens: &tokens.all, at: 0, found: Found::default() };
    if reader.form().is_none() {
        date.defects.push(D::Unreadable);
        return;
    }
    finish(reader, &tokens, date);
}

/// What the tokens said, before it is checked against calendar and clock.
#[derive(Default)]
struct Found {
    weekday: Option<(Option<u8>, Token)>,
    /// Year, month, day; empty where their order cannot be told.
    day: Option<(i32, u8, u32)>,
    time: Option<Time>,
    zone: Option<Zone>,
    /// A zone name that stands after the zone without parentheses.
    zone_name: Option<(usize, usize)>,
    iso: bool,
    defects: Vec<DateDefect>,
}

#[derive(Clone, Copy)]
struct Time {
    hour: u32,
    minute: u32,
    second: u32,
    nanos: Option<u32>,
    afternoon: Option<bool>,
    end: usize,
}

#[derive(Clone, Copy)]
struct Zone {
    start: usize,
    end: usize,
    offset: Option<i32>,
    minutes: Option<u32>,
    /// The offset can be trusted to give an instant.
    sound: bool,
    /// UTC is known, the local zone is not (`-0000`).
    unknown: bool,
}

struct Reader<'t, 'a> {
    text: Text<'a>,
    tokens: &'t [Token],
    at: usize,
    found: Found,
}

impl<'a> Reader<'_, 'a> {
    fn peek(&self, ahead: usize) -> Option<Token> {
        self.tokens.get(self.at + ahead).copied()
    }

    fn bytes(&self, token: Token) -> &'a [u8] {
        &self.text.bytes[token.start..token.end]
    }

    fn mark(&self, ahead: usize, mark: u8) -> bool {
        self.peek(ahead).is_some_and(|t| t.kind == Kind::Mark(mark))
    }

    fn skip(&mut self, mark: u8) -> bool {
        let there = self.mark(0, mark);
        self.at += usize::from(there);
        there
    }

    fn number(&mut self) -> Option<(u32, u32)> {
        match self.peek(0)?.kind {
            Kind::Number(value, digits) => {
                self.at += 1;
                Some((value, digits))
            }
            _ => None,
        }
    }

    fn word(&self, ahead: usize) -> Option<&'a [u8]> {
        let token = self.peek(ahead)?;
        (token.kind == Kind::Word).then(|| self.bytes(token))
    }

    fn defect(&mut self, defect: DateDefect) {
        if !self.found.defects.contains(&defect) {
            self.found.defects.push(defect);
        }
    }

    fn form(&mut self) -> Option<()> {
        match (self.peek(0)?.kind, self.peek(1).map(|t| t.kind)) {
            (Kind::Number(_, 4), Some(Kind::Mark(b'-' | b'/'))) => self.iso()?,
            (Kind::Number(value, 8), _) => self.iso_basic(value)?,
            (Kind::Number(..), Some(Kind::Mark(b'-' | b'/' | b'.')))
                if matches!(self.peek(2)?.kind, Kind::Number(..)) =>
            {
                self.numbers()?;
            }
            _ => return self.named(),
        }
        if self.found.time.is_none() {
            self.time();
        }
        self.zone();
        Some(())
    }

    /// `2023-07-28[T ]`, also with slashes.
    fn iso(&mut self) -> Option<()> {
        let (year, digits) = self.number()?;
        self.defect(D::Iso);
        self.found.iso = true;
        if self.mark(0, b'/') {
            self.defect(D::OddForm);
        }
        self.at += 1;
        let (month, _) = self.number()?;
        if !self.skip(b'-') && !self.skip(b'/') {
            return None;
        }
        let (day, _) = self.number()?;
        self.day(year, digits, month, day);
        if self.word(0).is_some_and(|w| w.eq_ignore_ascii_case(b"T")) {
            self.at += 1;
        }
        Some(())
    }

    /// `20230728T193225`
    fn iso_basic(&mut self, value: u32) -> Option<()> {
        self.at += 1;
        if !self.word(0)?.eq_ignore_ascii_case(b"T") {
            return None;
        }
        self.at += 1;
        let start = self.peek(0)?;
        let (clock, 6) = self.number()? else { return None };
        self.defect(D::Iso);
        self.found.iso = true;
        self.day(value / 10_000, 4, value / 100 % 100, value % 100);
        self.found.time = Some(Time {
            hour: clock / 10_000,
            minute: clock / 100 % 100,
            second: clock % 100,
            nanos: None,
            afternoon: None,
            end: start.end,
        });
        Some(())
    }

    /// `22/08/2002`: day first unless that is impossible; when both would do, nothing is said.
    fn numbers(&mut self) -> Option<()> {
        let (first, _) = self.number()?;
        let separator = self.peek(0)?.kind;
        self.at += 1;
        let (second, _) = self.number()?;
        if self.peek(0)?.kind != separator {
            return None;
        }
        self.at += 1;
        let (year, digits) = self.number()?;
        self.defect(D::OddForm);
        if digits != 4 || (first <= 12 && second <= 12 && first != second) {
            self.defect(D::AmbiguousOrder);
            if digits == 2 {
                self.defect(D::TwoDigitYear);
            }
        } else if first > 12 {
            self.day(year, digits, second, first);
        } else {
            self.day(year, digits, first, second);
        }
        self.skip(b',');
        Some(())
    }

    /// Forms with the month in letters.
    fn named(&mut self) -> Option<()> {
        self.weekday();
        if let Some((month, odd)) = self.month(0) {
            self.at += 1;
            self.skip(b'.');
            let comma = self.skip(b',');
            let (day, _) = self.number().filter(|(_, digits)| *digits <= 2)?;
            let comma = self.skip(b',') || comma;
            if self.mark(1, b':') {
                self.asctime(month, day)?;
            } else {
                let (year, digits) = self.number()?;
                self.defect(D::OddForm);
                self.day(year, digits, month, day);
                self.skip(b',');
                self.time();
                self.zone();
            }
            if odd || comma {
                self.defect(D::OddForm);
            }
            return Some(());
        }
        let (day, _) = self.number().filter(|(_, digits)| *digits <= 2)?;
        let separator = [b'-', b'/', b'.'].into_iter().find(|m| self.skip(*m));
        let (month, odd) = self.month(0)?;
        self.at += 1;
        match separator {
            Some(mark) => {
                self.skip(mark);
            }
            None => {
                if self.skip(b'.') || self.skip(b',') {
                    self.defect(D::OddForm);
                }
            }
        }
        let (year, digits) = self.number()?;
        if odd || separator.is_some() || self.skip(b',') {
            self.defect(D::OddForm);
        }
        self.day(year, digits, month, day);
        self.time();
        self.zone();
        Some(())
    }

    /// A weekday, or something else in its place.
    fn weekday(&mut self) {
        let Some(token) = self.peek(0).filter(|t| t.kind == Kind::Word) else {
            self.defect(D::NoWeekday);
            return;
        };
        let word = self.bytes(token);
        let comma = usize::from(self.mark(1, b','));
        let known = weekday_name(word);
        if known.is_none() {
            let number = matches!(self.peek(1 + comma).map(|t| t.kind), Some(Kind::Number(..)));
            let is_month = self.month(0).is_some();
            let in_its_place = number && (!is_month || self.month(2 + comma).is_some());
            let before_a_month = !is_month && self.month(1 + comma).is_some();
            if !in_its_place && !before_a_month {
                self.defect(D::NoWeekday);
                return;
            }
            self.defect(D::UnknownWeekday);
        }
        self.found.weekday = Some((known, token));
        self.at += 1;
        let dot = self.skip(b'.');
        let comma = self.skip(b',');
        let day_first = matches!(self.peek(0).map(|t| t.kind), Some(Kind::Number(..)));
        if dot || (known.is_some() && word.len() != 3) || (day_first && !comma) {
            self.defect(D::OddForm);
        }
    }

    /// The month in the token `ahead`, and whether it is not written in three letters.
    fn month(&self, ahead: usize) -> Option<(u8, bool)> {
        let word = self.word(ahead)?;
        let month = month_of(word.get(..3)?)?;
        const FULL: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let full = FULL[usize::from(month - 1)].as_bytes();
        let whole = word.eq_ignore_ascii_case(full) || word.eq_ignore_ascii_case(b"Sept");
        (word.len() == 3 || whole).then_some((month, word.len() != 3))
    }

    /// `08:09:10 2024`, `08:09:10 PST 2024`, `08:09:10 2024 -0800`.
    fn asctime(&mut self, month: u8, day: u32) -> Option<()> {
        self.defect(D::Asctime);
        self.time();
        if !matches!(self.peek(0)?.kind, Kind::Number(_, 4)) {
            self.zone();
        }
        let (year, digits) = self.number()?;
        self.day(year, digits, month, day);
        if self.found.zone.is_none() {
            self.found.defects.retain(|d| *d != D::NoZone);
            self.zone();
        }
        Some(())
    }

    fn day<M: Into<u32>>(&mut self, year: u32, digits: u32, month: M, day: u32) {
        let year = i32::try_from(year).unwrap_or(i32::MAX);
        let year = match digits {
            4 => year,
            2 => {
                self.defect(D::TwoDigitYear);
                year + if year < 50 { 2000 } else { 1900 }
            }
            3 => {
                self.defect(D::ThreeDigitYear);
                year + 1900
            }
            _ => -1,
        };
        if !(1900..=9999).contains(&year) {
            self.defect(D::YearOutOfRange);
            return;
        }
        let month = u8::try_from(month.into()).unwrap_or(u8::MAX);
        self.found.day = Some((year, month, day));
    }

    fn time(&mut self) {
        let start = self.at;
        if self.clock().is_none() {
            self.at = start;
            self.defect(D::NoTime);
        }
    }

    fn clock(&mut self) -> Option<()> {
        let (hour, hour_digits) = self.number().filter(|(_, digits)| *digits <= 2)?;
        if !self.skip(b':') {
            return None;
        }
        let (minute, minute_digits) = self.number().filter(|(_, digits)| *digits <= 2)?;
        let mut time = Time { hour, minute, second: 0, nanos: None, afternoon: None, end: 0 };
        let mut short = minute_digits != 2;
        if self.mark(0, b':') && matches!(self.peek(1)?.kind, Kind::Number(_, 1 | 2)) {
            self.at += 1;
            let (second, digits) = self.number()?;
            time.second = second;
            short |= digits != 2;
            let fraction = self.peek(1).filter(|_| self.mark(0, b'.') || self.mark(0, b','));
            if let Some(token) = fraction.filter(|t| matches!(t.kind, Kind::Number(..)) && !t.apart)
            {
                self.defect(D::FractionalSeconds);
                time.nanos = Some(nanos(self.bytes(token)));
                self.at += 2;
            }
        } else {
            self.defect(D::NoSeconds);
        }
        time.end = self.tokens[self.at - 1].end;
        if let Some(half) = self.word(0).and_then(half_of_day) {
            self.defect(D::TwelveHour);
            time.afternoon = Some(half);
            time.end = self.peek(0)?.end;
            self.at += 1;
        } else {
            short |= hour_digits != 2;
        }
        if short {
            self.defect(D::OddForm);
        }
        self.found.time = Some(time);
        Some(())
    }

    fn zone(&mut self) {
        let zone = self.written_zone();
        match zone {
            None => self.defect(D::NoZone),
            Some(_) => self.found.zone = zone,
        }
        self.after_zone();
    }

    fn written_zone(&mut self) -> Option<Zone> {
        let token = self.peek(0)?;
        match token.kind {
            Kind::Mark(b'+' | b'-') => self.signed_zone(token.start),
            Kind::Word => self.named_zone(token),
            // A year or an offset without its sign; asctime took its year before.
            Kind::Number(value, 4) => {
                self.at += 1;
                self.defect(D::ZoneImpossible);
                Some(Zone {
                    start: token.start,
                    end: token.end,
                    offset: None,
                    minutes: Some(value % 100),
                    sound: false,
                    unknown: false,
                })
            }
            _ => None,
        }
    }

    fn signed_zone(&mut self, start: usize) -> Option<Zone> {
        let mark = self.at;
        let minus = self.mark(0, b'-');
        self.at += 1;
        let mut broken = false;
        while self.skip(b'-') || self.skip(b'+') {
            broken = true;
        }
        let Some((value, digits)) = self.number() else {
            self.at = mark;
            return None;
        };
        let mut end = self.tokens[self.at - 1].end;
        let (hours, minutes) = match digits {
            1 | 2 => {
                self.defect(D::OddForm);
                let colon = self.mark(0, b':');
                let joined = self.peek(0).is_some_and(|t| !t.apart)
                    && (colon || self.mark(0, b'-') || self.mark(0, b'+'));
                match self.peek(1).map(|t| (t.kind, t.end)) {
                    Some((Kind::Number(minutes, 2), after)) if joined => {
                        broken |= !colon;
                        self.at += 2;
                        end = after;
                        (value, minutes)
                    }
                    _ => (value, 0),
                }
            }
            3 => {
                self.defect(D::OddForm);
                (value / 100, value % 100)
            }
            4 => (value / 100, value % 100),
            _ => {
                broken = true;
                (0, 0)
            }
        };
        let total = i32::try_from(hours * 60 + minutes).unwrap_or(i32::MAX);
        let offset = if minus { -total } else { total };
        let sound = !broken && minutes < 60 && total <= 14 * 60;
        if !sound {
            self.defect(D::ZoneImpossible);
        }
        Some(Zone {
            start,
            end,
            offset: (!broken).then_some(offset),
            minutes: Some(minutes),
            sound,
            unknown: minus && total == 0,
        })
    }

    fn named_zone(&mut self, token: Token) -> Option<Zone> {
        let word = self.bytes(token);
        let mut end = token.end;
        let mut meaning = zones::meaning(word);
        let mut taken = 1;
        // "MET DST" is one name.
        if let Some(next) = self.peek(1).filter(|_| self.word(1) == Some(b"DST")) {
            if let Meaning::Offset(offset) = zones::meaning(&self.text.bytes[token.start..next.end])
            {
                (meaning, end, taken) = (Meaning::Offset(offset), next.end, 2);
            }
        }
        if word.len() > 6 && meaning == Meaning::Unknown {
            return None;
        }
        self.at += taken;
        self.defect(D::ZoneName);
        let zone = Zone {
            start: token.start,
            end,
            offset: None,
            minutes: None,
            sound: false,
            unknown: false,
        };
        let signed =
            self.peek(0).is_some_and(|t| !t.apart) && (self.mark(0, b'+') || self.mark(0, b'-'));
        if signed && meaning == Meaning::Offset(0) {
            self.defect(D::OddForm);
            let digits = self.peek(1).map(|t| t.kind);
            if let Some(inner) = self.signed_zone(token.start) {
                // POSIX counts GMT-8 westward and ISO 8601 eastward; four digits are never POSIX.
                let clear = matches!(digits, Some(Kind::Number(_, 4)))
                    || self.text.bytes[token.end..inner.end].contains(&b':');
                if !clear {
                    self.defect(D::ZoneAmbiguous);
                    return Some(Zone { offset: None, sound: false, ..inner });
                }
                return Some(inner);
            }
        }
        match meaning {
            Meaning::Offset(offset) => {
                let unknown = word.eq_ignore_ascii_case(b"Z") && !self.found.iso;
                Some(Zone { offset: Some(offset), sound: true, unknown, ..zone })
            }
            Meaning::Ambiguous => {
                self.defect(D::ZoneAmbiguous);
                Some(zone)
            }
            Meaning::Unknown => {
                self.defect(D::ZoneUnknown);
                Some(zone)
            }
        }
    }

    /// `-0400 EST`, and what Go adds: `+0000 UTC m=+6810983.8`.
    fn after_zone(&mut self) {
        let Some(zone) = self.found.zone.filter(|z| z.offset.is_some()) else { return };
        if let Some(token) = self.peek(0).filter(|t| t.kind == Kind::Word && t.start > zone.end) {
            let word = self.bytes(token);
            if word != b"m" && zones::meaning(word) != Meaning::Unknown {
                self.found.zone_name = Some((token.start, token.end));
                self.at += 1;
                if !self.found.iso {
                    self.defect(D::OddForm);
                }
            }
        }
        if self.found.iso
            && self.word(0) == Some(b"m")
            && self.mark(1, b'=')
            && (self.mark(2, b'+') || self.mark(2, b'-'))
            && matches!(self.peek(3).map(|t| t.kind), Some(Kind::Number(..)))
        {
            self.at += 4;
            if self.mark(0, b'.') && matches!(self.peek(1).map(|t| t.kind), Some(Kind::Number(..)))
            {
                self.at += 2;
            }
        }
    }
}

fn weekday_name(word: &[u8]) -> Option<u8> {
    let number = weekday_of(word.get(..3)?)?;
    const FULL: [&str; 7] =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let full = FULL[usize::from(number - 1)].as_bytes();
    let prefix = full.get(..word.len())?;
    word.eq_ignore_ascii_case(prefix).then_some(number)
}

/// Whether the word says afternoon (`PM`) or forenoon.
fn half_of_day(word: &[u8]) -> Option<bool> {
    match word {
        [p, b'M' | b'm'] if p.eq_ignore_ascii_case(&b'P') => Some(true),
        [a, b'M' | b'm'] if a.eq_ignore_ascii_case(&b'A') => Some(false),
        _ => None,
    }
}

fn nanos(digits: &[u8]) -> u32 {
    let digits = digits.iter().map(|d| u32::from(d - b'0')).chain(std::iter::repeat(0));
    digits.take(9).fold(0, |n, d| n * 10 + d)
}

/// Fills the date from what was found, checking it against calendar and clock.
fn finish<'a>(reader: Reader<'_, 'a>, tokens: &Tokens, date: &mut Date<'a>) {
    let Reader { text, tokens: all, at, found } = reader;
    date.defects = found.defects;
    let defect = |date: &mut Date<'a>, defect| {
        if !date.defects.contains(&defect) {
            date.defects.push(defect);
        }
    };

    if let Some(time) = found.time {
        let (hour, sane) = hour_of(time);
        date.hour = Some(hour);
        date.nanos = time.nanos;
        if hour == 24 {
            defect(date, D::Hour24);
        }
        if time.second == 60 {
            defect(date, D::LeapSecond);
        }
        let midnight_after = hour == 24 && time.minute == 0 && time.second == 0;
        let possible = sane
            && (hour < 24 || midnight_after)
            && time.minute < 60
            && (time.second < 60 || time.second == 60);
        if !possible {
            defect(date, D::Impossible);
        }
        if let Some((year, month, day)) = found.day {
            let midnight = Clock { year, month, day, hour: 0, minute: 0, second: 0 }.local();
            match midnight {
                None => defect(date, D::Impossible),
                Some((midnight, _)) if possible => {
                    let seconds = hour * 3600 + time.minute * 60 + time.second;
                    date.local = Some(midnight + i64::from(seconds));
                }
                Some(_) => {}
            }
        }
    }
    if let Some((year, month, day)) = found.day {
        let clock = Clock { year, month, day, hour: 0, minute: 0, second: 0 };
        match (clock.local(), found.weekday) {
            (None, _) => defect(date, D::Impossible),
            (Some((_, true_one)), Some((Some(written), _))) if written != true_one => {
                defect(date, D::WrongWeekday);
            }
            _ => {}
        }
    }
    if let Some((_, token)) = found.weekday {
        date.weekday = Some(text.piece(token.start, token.end));
    }

    let rest_start = all.get(at).map(|t| t.start).or(tokens.stopped);
    if let Some(start) = rest_start {
        defect(date, D::Trailing);
        let end = match tokens.stopped {
            Some(_) => text.bytes.len(),
            None => all.last().map_or(start, |t| t.end),
        };
        date.trailing = Some(text.span(start, end));
    }

    if let Some((start, end)) = found.zone_name {
        date.zone_comment = Some(text.piece(start, end));
    }
    let time_end = found.time.map_or(0, |t| t.end);
    let rest = date.trailing;
    for &(start, end) in &tokens.comments {
        let (inner_start, inner_end) = inside(text.bytes, start, end);
        let inner = &text.bytes[inner_start..inner_end];
        if date.zone_comment.is_none() && start >= time_end && zones::is_zone_name(inner) {
            date.zone_comment = Some(text.piece(inner_start, inner_end));
            continue;
        }
        let span = text.span(start, end);
        if !rest.is_some_and(|r| r.start <= span.start && span.end <= r.end) {
            date.comments.push(span);
        }
    }

    if let Some(zone) = found.zone {
        date.zone = Some(text.piece(zone.start, zone.end));
        date.offset_minutes = zone.offset;
        date.zone_minutes = zone.minutes;
        date.zone_unknown = zone.unknown;
        if let Some(offset) = zone.offset {
            if zone.sound {
                date.unix = date.local.map(|local| local - i64::from(offset) * 60);
            }
            if let Some(comment) = &date.zone_comment {
                if zones::can_mean(comment.text.as_bytes(), offset) == Some(false) {
                    defect(date, D::ZoneContradicts);
                }
            }
        }
    }
}

/// The hour counted to 24, and whether a twelve-hour clock can show what was written.
fn hour_of(time: Time) -> (u32, bool) {
    match (time.afternoon, time.hour) {
        (None, hour) => (hour, true),
        (Some(afternoon), hour @ 1..=12) => (hour % 12 + if afternoon { 12 } else { 0 }, true),
        (Some(false), 0) => (0, true),
        (Some(true), hour @ 13..=23) => (hour, true),
        (Some(_), hour) => (hour, false),
    }
}

/// The text of a comment without its parentheses and the blanks beside them.
fn inside(bytes: &[u8], start: usize, end: usize) -> (usize, usize) {
    let mut from = start + 1;
    let mut to = if end > from && bytes.get(end - 1) == Some(&b')') { end - 1 } else { end };
    while from < to && is_blank(bytes[from]) {
        from += 1;
    }
    while to > from && is_blank(bytes[to - 1]) {
        to -= 1;
    }
    (from, to)
}
