//! One Received line: its clauses, who the peer was, when it was stamped.
//!
//! Knows a single line and nothing of its neighbours, of DNS or of judgement. Everything it
//! says carries the span it was read from, counted from the first byte after the colon of
//! `Received:`.

mod address;
mod careful;
mod clauses;
pub mod clock;
mod comment;
pub mod date;
mod dialects;
pub mod forms;
mod head;
#[cfg(test)]
mod hostile;
mod lexer;
mod mend;
mod parse;
mod peer;
mod prod;
#[cfg(test)]
mod properties;
mod protocol;
mod reading;
mod redacted;
mod say;
mod scan;
mod shapes;
mod software;
mod tail;
#[cfg(test)]
mod tests;
mod text;
mod tls;
mod version;
pub mod violations;
mod when;

use std::net::IpAddr;

pub use address::private_6to4;
pub use parse::parse;

use crate::span::{Piece, Span};

/// A Received line as it was understood.
#[derive(Clone, Debug, Default)]
pub struct Line<'a> {
    /// The grammar that explained the line: `postfix`, `exim`, …, `generic` (RFC 5321 section
    /// 4.4 and no particular server), or `unknown` (best effort).
    pub dialect: &'static str,
    /// Which production of that dialect: `network`, `local`, `pickup`, `delivery`, ….
    pub form: &'static str,
    pub from: Option<From<'a>>,
    pub by: Option<By<'a>>,
    pub via: Option<Piece<'a>>,
    pub with: Option<Piece<'a>>,
    pub tls: Option<Tls<'a>>,
    pub id: Option<Piece<'a>>,
    /// The time hidden in `id`, where its layout is known.
    pub id_clock: Option<IdClock>,
    /// Addresses of the `for` clause, without angle brackets.
    pub for_: Vec<Piece<'a>>,
    pub envelope_from: Option<Piece<'a>>,
    pub date: Option<Date<'a>>,
    /// Every named production with its span, in order, never overlapping. What none of them
    /// covers (white space aside) is in `unparsed`.
    pub parts: Vec<Part>,
    pub unparsed: Vec<Span>,
    /// The dialect whose server the line names, whether or not it keeps to its grammar.
    pub claims: Option<&'static str>,
    /// What the server that the line names never writes so. Measured, not judged.
    pub violations: Vec<Violation>,
    /// Someone took an address, a name or an id out of the line before it was shown: the first
    /// place where.
    pub redacted: Option<Span>,
}

/// One way in which a line departs from what the server it names would have written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Violation {
    /// A stable word, listed with its source in `violations.rs`.
    pub code: &'static str,
    /// The text it was seen in; the whole line where something is missing.
    pub span: Span,
}

/// One named production of the grammar that explained the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    pub name: &'static str,
    pub span: Span,
}

/// What the line says of the peer. Only `ip`, and `rdns` where its status says so, are the
/// receiving server's own knowledge; `helo`, `ident` and `auth` are what the peer said.
#[derive(Clone, Debug, Default)]
pub struct From<'a> {
    pub span: Span,
    /// The name (or literal) the peer announced in HELO, EHLO or LHLO.
    pub helo: Option<Piece<'a>>,
    /// The address literal inside `helo`, where it is one.
    pub helo_ip: Option<IpAddr>,
    pub rdns: Option<Piece<'a>>,
    pub rdns_status: RdnsStatus,
    /// The peer's address, normalised (IPv4-mapped IPv6 is IPv4, zone id dropped).
    pub ip: Option<IpAddr>,
    pub ip_written: Option<Piece<'a>>,
    /// What stands where the server writes the address, shaped like one and none: `301.2.3.4`.
    pub ip_invalid: Option<Piece<'a>>,
    pub port: Option<u16>,
    /// The server says that looking up the name failed.
    pub(super) failed_lookup: bool,
    pub ident: Option<Piece<'a>>,
    /// The line says that the peer authenticated (SMTP AUTH, web mail login, …).
    pub authenticated: bool,
    /// The account it authenticated as, where the line names it.
    pub auth: Option<Piece<'a>>,
    /// What the server vouches for in this form of its dialect.
    pub vouched: Vouched,
}

/// Which of the three a server of this dialect found out by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Vouched {
    pub ip: bool,
    pub rdns: bool,
    pub helo: bool,
}

/// What the receiving server said about the reverse name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RdnsStatus {
    /// Looked up and confirmed forward, as servers of this dialect do before they write it.
    Verified,
    /// Written, but marked unconfirmed ("may be forged") or from a server that does not confirm.
    Unverified,
    /// The server says there is none.
    None,
    /// The lookup failed for the moment.
    Failed,
    #[default]
    NotStated,
}

impl RdnsStatus {
    /// The word of the report contract.
    pub fn as_str(self) -> &'static str {
        match self {
            RdnsStatus::Verified => "verified",
            RdnsStatus::Unverified => "unverified",
            RdnsStatus::None => "none",
            RdnsStatus::Failed => "failed",
            RdnsStatus::NotStated => "not-stated",
        }
    }
}

#[derive(Clone, Debug, Default)]
pub struct By<'a> {
    pub span: Span,
    pub host: Option<Piece<'a>>,
    pub ip: Option<IpAddr>,
    /// Shaped like an address and none.
    pub ip_invalid: Option<Piece<'a>>,
    /// The software the server names, as written: `Postfix`, `8.17.1/8.17.1`, `Exim 4.97`.
    pub software: Option<Piece<'a>>,
}

#[derive(Clone, Debug, Default)]
pub struct Tls<'a> {
    pub version: Option<Piece<'a>>,
    pub cipher: Option<Piece<'a>>,
}

/// A date as it was written, what it means, and all that is wrong with it.
///
/// Read by [`date::parse_date`].
#[derive(Clone, Debug, Default)]
pub struct Date<'a> {
    /// The whole date as written, comments included.
    pub raw: Piece<'a>,
    /// Seconds since 1970-01-01T00:00:00Z; `None` where no instant can be told. A leap second
    /// counts as the second after it.
    pub unix: Option<i64>,
    /// The wall clock as written, in seconds since 1970-01-01T00:00:00 of that same clock. Known
    /// also where the zone is missing or means nothing, so that two dates can still be compared
    /// to within a day; `None` where day or time cannot be.
    pub local: Option<i64>,
    /// The fraction of the second, in nanoseconds, where one is written.
    pub nanos: Option<u32>,
    /// Minutes east of UTC as the digits say (`-0060` is -60, also where no zone can be so), or
    /// as the zone's name means where it means one thing.
    pub offset_minutes: Option<i32>,
    /// Last two digits of the zone as written (`-0060` has 60).
    pub zone_minutes: Option<u32>,
    /// The zone as written: `-0800`, `GMT`, `EST`.
    pub zone: Option<Piece<'a>>,
    /// The zone's name in a comment: `PST` of `(PST)`.
    pub zone_comment: Option<Piece<'a>>,
    /// The time is UTC and says nothing of the local zone: `-0000` (RFC 5322 section 3.3).
    pub zone_unknown: bool,
    /// The weekday as written.
    pub weekday: Option<Piece<'a>>,
    /// Local hour of day, 0 to 23 when it can be (7 PM is 19); as written when not.
    pub hour: Option<u32>,
    pub defects: Vec<DateDefect>,
    /// Comments that do not name the zone, parentheses included.
    pub comments: Vec<Span>,
    /// What stands after the date and is no comment.
    pub trailing: Option<Span>,
}

impl Date<'_> {
    pub fn has(&self, defect: DateDefect) -> bool {
        self.defects.contains(&defect)
    }
}

/// Something about a date that RFC 5322 section 3.3 does not allow, or that only section 4.3 does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DateDefect {
    /// Nothing that could be read as a date.
    Unreadable,
    NoWeekday,
    /// Not the weekday of that day.
    WrongWeekday,
    /// Something stands in the weekday's place that is none in English (`Jan, 10 May 2024`).
    UnknownWeekday,
    /// Something stands in the month's place that is none in English (`12 Okt 2023`,
    /// `12 undefined 2023`).
    UnknownMonth,
    /// Day, month, hour, minute or second out of range (31 February, 24:37:46, `34 Sep`).
    Impossible,
    /// A day without a time of day.
    NoTime,
    NoZone,
    /// Zone minutes of 60 or more, more than 14 hours, or no zone at all (`--900`, `2000`).
    ZoneImpossible,
    /// A zone name instead of an offset (`GMT`, `EST`): RFC 5322 section 4.3.
    ZoneName,
    /// A zone name, alone, that stands for several offsets (`IST`, `MSK`, military letters).
    ZoneAmbiguous,
    /// A zone name, alone, that is not known.
    ZoneUnknown,
    /// The name in the comment cannot be the offset written (`-0600 (EST)`).
    ZoneContradicts,
    TwoDigitYear,
    ThreeDigitYear,
    /// Before 1900 (RFC 5322 section 3.3), or of one digit, or of more than four.
    YearOutOfRange,
    /// `7:19:14 PM`.
    TwelveHour,
    /// `Wed Jan 10 08:09:10 2024`.
    Asctime,
    /// ISO 8601 / Go's clock.
    Iso,
    FractionalSeconds,
    NoSeconds,
    /// Hour 24. Midnight at the end of the day is understood, later times are impossible.
    Hour24,
    /// Second 60, which RFC 5322 section 3.3 allows.
    LeapSecond,
    /// Day and month are numbers and could be either way round (`02/03/2004`).
    AmbiguousOrder,
    /// Another order of day and month, full names, one digit where two are asked for, a zone of
    /// another form than `+hhmm`: `21-Sep-2002`, `Aug, 28 2002`, `5:26:32`, `-08:00`.
    OddForm,
    /// Something stands after the date that is no comment.
    Trailing,
}

impl DateDefect {
    /// The stable word used in facts and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            DateDefect::Unreadable => "unreadable",
            DateDefect::NoWeekday => "no-weekday",
            DateDefect::WrongWeekday => "wrong-weekday",
            DateDefect::UnknownWeekday => "unknown-weekday",
            DateDefect::UnknownMonth => "unknown-month",
            DateDefect::Impossible => "impossible",
            DateDefect::NoTime => "no-time",
            DateDefect::NoZone => "no-zone",
            DateDefect::ZoneImpossible => "zone-impossible",
            DateDefect::ZoneName => "zone-name",
            DateDefect::ZoneAmbiguous => "zone-ambiguous",
            DateDefect::ZoneUnknown => "zone-unknown",
            DateDefect::ZoneContradicts => "zone-contradicts",
            DateDefect::TwoDigitYear => "two-digit-year",
            DateDefect::ThreeDigitYear => "three-digit-year",
            DateDefect::YearOutOfRange => "year-out-of-range",
            DateDefect::TwelveHour => "twelve-hour",
            DateDefect::Asctime => "asctime",
            DateDefect::Iso => "iso",
            DateDefect::FractionalSeconds => "fractional-seconds",
            DateDefect::NoSeconds => "no-seconds",
            DateDefect::Hour24 => "hour-24",
            DateDefect::LeapSecond => "leap-second",
            DateDefect::AmbiguousOrder => "ambiguous-order",
            DateDefect::OddForm => "odd-form",
            DateDefect::Trailing => "trailing",
        }
    }
}

/// A time found in an id, or what is wrong with an id that should hold one.
///
/// Read by [`clock::read_clock`]; [`IdClock::lag`] compares it with a stamp.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IdClock {
    /// The layout: `exim`, `exim-4.97`, `exim-base36`, `postfix-short`, `postfix-long`,
    /// `sendmail`, `sendmail-hour`, `gmail-mx`, `gmail-ms`, `zmailer`, `courier`, `dovecot`,
    /// `domino`, `intermail`, `sendgrid`, `written-out`; `postfix`, `exim` or `sendmail` with
    /// [`ClockFault::Malformed`] where none of that server's fits.
    pub layout: &'static str,
    /// Seconds since the epoch, where the id tells the whole time.
    pub unix: Option<i64>,
    /// The later of two possible instants, where summer time ended in that hour.
    pub other_unix: Option<i64>,
    /// The server's wall clock, in seconds since 1970-01-01T00:00:00 of that same clock, where
    /// the id tells it without a zone.
    pub local: Option<i64>,
    /// The local hour of day, where the id tells only that (sendmail 8.1 to 8.9).
    pub hour: Option<u32>,
    /// How coarse it is, in seconds.
    pub resolution: u32,
    /// The layout is certain (it could hardly be anything else).
    pub certain: bool,
    /// What is wrong with the id; its time then tells nothing.
    pub fault: Option<ClockFault>,
}

/// Why an id cannot be one of its layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ClockFault {
    /// Not the shape of any id that this server makes.
    Malformed,
    /// The shape is right, but a field has a value that the server cannot write: a million
    /// microseconds, month 13, a time before the server existed.
    OutOfRange,
    /// The clock was never set: Google's `1969.12.31.16.00.00`.
    Unset,
}

impl ClockFault {
    /// The stable word used in facts and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            ClockFault::Malformed => "malformed",
            ClockFault::OutOfRange => "out-of-range",
            ClockFault::Unset => "unset",
        }
    }
}
