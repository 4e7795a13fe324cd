//! The forms that are not the usual one.
//!
//! | form | example |
//! | --- | --- |
//! | obsolete (RFC 5322 section 4.3) | `Wed, 10 Jan 24 16:09:10 GMT` |
//! | asctime(3), date(1) | `Wed Jan 10 08:09:10 2024`, `Wed Jan 10 08:09:10 PST 2024` |
//! | month first | `Jan, 10 2024 8:09:10 AM -0800` |
//! | hyphens | `10-Jan-2024 08:09:10 -0800` |
//! | ISO 8601, Go's clock | `2024-01-10 16:09:10.123456789 +0000 UTC m=+12345.6` |
//! | numbers only | `10/01/2024 08:09:10` |

use super::finish::finish;
use super::tokens::{self, Kind, Token};
use super::{Text, month_of, weekday_of};
use crate::received::{Date, DateDefect};
use DateDefect as D;

pub(super) fn read<'a>(text: Text<'a>, date: &mut Date<'a>) {
    let tokens = tokens::cut(text);
    let mut reader = Reader { text, tokens: &tokens.all, at: 0, found: Found::default() };
    let halved = (0..reader.tokens.len()).any(|at| reader.half_of_day(at).is_some());
    if reader.form().is_none() {
        date.defects.push(D::Unreadable);
    } else {
        finish(reader, &tokens, date);
    }
    if halved && !date.defects.contains(&D::TwelveHour) {
        // In a place where no clock has it.
        for defect in [D::TwelveHour, D::OddForm] {
            if !date.defects.contains(&defect) {
                date.defects.push(defect);
            }
        }
    }
}

/// What the tokens said, before it is checked against calendar and clock.
#[derive(Default)]
pub(super) struct Found {
    pub(super) weekday: Option<(Option<u8>, Token)>,
    /// Year, month, day; empty where their order cannot be told.
    pub(super) day: Option<(i32, u8, u32)>,
    pub(super) time: Option<Time>,
    pub(super) zone: Option<Zone>,
    /// A zone name that stands after the zone without parentheses.
    pub(super) zone_name: Option<(usize, usize)>,
    pub(super) iso: bool,
    pub(super) defects: Vec<DateDefect>,
}

#[derive(Clone, Copy)]
pub(super) struct Time {
    pub(super) hour: u32,
    pub(super) minute: u32,
    pub(super) second: u32,
    pub(super) nanos: Option<u32>,
    pub(super) afternoon: Option<bool>,
    pub(super) end: usize,
}

#[derive(Clone, Copy)]
pub(super) struct Zone {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) offset: Option<i32>,
    pub(super) minutes: Option<u32>,
    /// The offset can be trusted to give an instant.
    pub(super) sound: bool,
    /// UTC is known, the local zone is not (`-0000`).
    pub(super) unknown: bool,
}

pub(super) struct Reader<'t, 'a> {
    pub(super) text: Text<'a>,
    pub(super) tokens: &'t [Token],
    pub(super) at: usize,
    pub(super) found: Found,
}

impl<'a> Reader<'_, 'a> {
    pub(super) fn peek(&self, ahead: usize) -> Option<Token> {
        self.tokens.get(self.at + ahead).copied()
    }

    pub(super) fn bytes(&self, token: Token) -> &'a [u8] {
        &self.text.bytes[token.start..token.end]
    }

    pub(super) fn mark(&self, ahead: usize, mark: u8) -> bool {
        self.peek(ahead).is_some_and(|t| t.kind == Kind::Mark(mark))
    }

    pub(super) fn skip(&mut self, mark: u8) -> bool {
        let there = self.mark(0, mark);
        self.at += usize::from(there);
        there
    }

    pub(super) fn number(&mut self) -> Option<(u32, u32)> {
        match self.peek(0)?.kind {
            Kind::Number(value, digits) => {
                self.at += 1;
                Some((value, digits))
            }
            _ => None,
        }
    }

    pub(super) fn word(&self, ahead: usize) -> Option<&'a [u8]> {
        let token = self.peek(ahead)?;
        (token.kind == Kind::Word).then(|| self.bytes(token))
    }

    pub(super) fn defect(&mut self, defect: DateDefect) {
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
        if separator.is_none() && self.figures(day) {
            return Some(());
        }
        let month = self.month(0);
        if month.is_none() {
            self.unknown_month()?;
        }
        let odd = month.is_some_and(|(_, odd)| odd);
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
        if let Some((month, _)) = month {
            self.day(year, digits, month, day);
        }
        self.time();
        self.zone();
        Some(())
    }

    /// `23 01 2025 08:09:10`, the month in figures where its name should stand.
    fn figures(&mut self, day: u32) -> bool {
        let [Some(Kind::Number(month, 1..=2)), Some(Kind::Number(year, 4))] =
            [0, 1].map(|ahead| self.peek(ahead).map(|token| token.kind))
        else {
            return false;
        };
        self.at += 2;
        self.defect(D::OddForm);
        self.day(year, 4, month, day);
        self.time();
        self.zone();
        true
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

    /// A word before a year, in the place of the month, that names none in English.
    fn unknown_month(&mut self) -> Option<()> {
        self.word(0)?;
        matches!(self.peek(1)?.kind, Kind::Number(_, 4)).then(|| self.defect(D::UnknownMonth))
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

    /// Whether the tokens from there on say afternoon (`PM`, `p.m.`) or forenoon, and how many
    /// of them do.
    fn half_of_day(&self, at: usize) -> Option<(bool, usize)> {
        let token = |ahead: usize| self.tokens.get(at + ahead);
        let letters = |ahead| token(ahead).filter(|t| t.kind == Kind::Word).map(|t| self.bytes(*t));
        let point = |ahead| token(ahead).is_some_and(|t| t.kind == Kind::Mark(b'.') && !t.apart);
        let (half, length) = match letters(0)? {
            [half, b'M' | b'm'] => (half, 1),
            [half] if point(1) && letters(2).is_some_and(|m| m.eq_ignore_ascii_case(b"M")) => {
                (half, if point(3) { 4 } else { 3 })
            }
            _ => return None,
        };
        match half.to_ascii_uppercase() {
            b'P' => Some((true, length)),
            b'A' => Some((false, length)),
            _ => None,
        }
    }

    fn clock(&mut self) -> Option<()> {
        let (hour, hour_digits) = self.number().filter(|(_, digits)| *digits <= 2)?;
        if !self.skip(b':') {
            return None;
        }
        // Of three digits it can be none, and is told so.
        let (minute, minute_digits) = self.number().filter(|(_, digits)| *digits <= 3)?;
        let mut time = Time { hour, minute, second: 0, nanos: None, afternoon: None, end: 0 };
        let mut short = minute_digits != 2;
        if self.mark(0, b':') && matches!(self.peek(1)?.kind, Kind::Number(_, 1..=3)) {
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
        if let Some((half, length)) = self.half_of_day(self.at) {
            self.defect(D::TwelveHour);
            // `p.m.`, and an hour that needs no half of the day.
            short |= length > 1 || hour > 12;
            time.afternoon = Some(half);
            self.at += length;
            time.end = self.tokens[self.at - 1].end;
        } else {
            short |= hour_digits != 2;
        }
        if short {
            self.defect(D::OddForm);
        }
        self.found.time = Some(time);
        Some(())
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

fn nanos(digits: &[u8]) -> u32 {
    let digits = digits.iter().map(|d| u32::from(d - b'0')).chain(std::iter::repeat(0));
    digits.take(9).fold(0, |n, d| n * 10 + d)
}
